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

    // Not Nd4j.createNpyFromByteArray, which reads from memory that the garbage collector may free.
    private static final String ARCHIVED = """
            /** An array of the archive, which has f64 in row-major order in the .npy format. */
            private static INDArray archived(String name, long... shape) throws IOException {
                try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
                    ZipEntry entry = archive.getEntry(name + ".npy");
                    if (entry == null) {
                        throw new IOException(ARCHIVE + " is not the archive of this program: it has no array " + name);
                    }
                    ByteBuffer npy = ByteBuffer.wrap(archive.getInputStream(entry).readAllBytes());
                    npy.order(ByteOrder.LITTLE_ENDIAN).position(10 + npy.getShort(8)); // after the header
                    double[] numbers = new double[npy.remaining() / Double.BYTES];
                    npy.asDoubleBuffer().get(numbers);
                    if (numbers.length != Arrays.stream(shape).reduce(1, (a, b) -> a * b)) {
                        throw new IOException(ARCHIVE + " is not the archive of this program: " + name + " has "
                                + numbers.length + " numbers");
                    }
                    return Nd4j.createFromArray(numbers).reshape('c', shape);
                } catch (NoSuchFileException e) {
                    throw new IOException("there is no file " + ARCHIVE + " with the arrays of this program: start the "
                            + "program in the directory where Plumbline wrote the file");
                }
            }
            """;

    /** What a method that reads arrays throws. */
    String fails() {
        return archive.isPresent() ? " throws IOException" : "";
    }

    /** The constant with the path of the archive. */
    String constant() {
        return archive.map(file ->
                        "// from `plumbline explain --java --data`\nprivate static final Path ARCHIVE = Path.of("
                                + JavaText.string(file.toString()) + ");\n")
                .orElse("");
    }

    /** The method that the expressions call. */
    List<String> helpers() {
        return archive.isPresent() ? List.of(ARCHIVED) : List.of();
    }

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
        return oneLine.length() <= LINE ? oneLine : "\n            " + String.join(",\n            ", rows) + "\n    ";
    }

    /** The shortest literal that the program rounds to the same number. */
    private String number(double value) {
        double shorter = Double.parseDouble(Float.toString((float) value));
        boolean isEnough = precision == Precision.F32 && (float) shorter == (float) value;
        return JavaText.number(isEnough ? shorter : value);
    }
}
