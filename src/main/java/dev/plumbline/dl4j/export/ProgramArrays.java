package dev.plumbline.dl4j.export;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The arrays of a generated program as expressions: numbers in the source, or arrays of an archive that the program
 * reads.
 *
 * @param precision the precision to which the program rounds the numbers
 * @param archive the path of the archive; empty if the numbers are in the source
 */
record ProgramArrays(Precision precision, Optional<Path> archive) {
    /** The largest number of values in the source, whose initializers must fit in the bytecode of one method. */
    static final int MOST_IN_SOURCE = 3_000;

    private static final int LINE = 50;

    /**
     * The expression of an array of f64.
     *
     * @param name its name in the archive
     */
    String of(String name, Matrix matrix) {
        return archive.isPresent()
                ? "archived(" + JavaText.string(name) + ", " + matrix.rows() + ", " + matrix.columns() + ")"
                : "Nd4j.createFromArray(new double[][] {" + rows(matrix) + "})";
    }

    /** The rows of an array initializer: in one line if all fit, otherwise in one line each. */
    private String rows(Matrix matrix) {
        List<String> rows = Arrays.stream(matrix.toArray())
                .map(row -> Arrays.stream(row).mapToObj(this::number).collect(Collectors.joining(", ", "{", "}")))
                .toList();
        String oneLine = String.join(", ", rows);
        return oneLine.length() <= LINE
                ? oneLine
                : "\n                " + String.join(",\n                ", rows) + "\n        ";
    }

    /** The shortest literal that the program rounds to the same number. */
    private String number(double value) {
        double shorter = Double.parseDouble(Float.toString((float) value));
        boolean isEnough = precision == Precision.F32 && (float) shorter == (float) value;
        return JavaText.number(isEnough ? shorter : value);
    }
}
