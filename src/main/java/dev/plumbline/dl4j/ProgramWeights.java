package dev.plumbline.dl4j;

import dev.plumbline.spec.Initializer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The initial weights of one layer as an expression of a generated program. The program draws the same numbers as the
 * experiment.
 *
 * @param directory the base directory of relative paths
 * @param layer the number of the layer, counted from 0
 * @param inputs the number of rows
 * @param units the number of columns
 */
record ProgramWeights(Path directory, int layer, int inputs, int units) implements Initializer.Cases<String> {

    @Override
    public String constant(double value) {
        return "Nd4j.valueArrayOf(new long[] {" + inputs + ", " + units + "}, " + value + ", TYPE)";
    }

    @Override
    public String uniform(double low, double high) {
        return uniform(Double.toString(low), Double.toString(high));
    }

    @Override
    public String normal(double mean, double standardDeviation) {
        return normal(Double.toString(mean), Double.toString(standardDeviation));
    }

    @Override
    public String glorotUniform() {
        return uniformWithin("Math.sqrt(6.0 / (" + inputs + " + " + units + "))");
    }

    @Override
    public String glorotNormal() {
        return normal("0", "Math.sqrt(2.0 / (" + inputs + " + " + units + "))");
    }

    @Override
    public String heUniform() {
        return uniformWithin("Math.sqrt(6.0 / " + inputs + ")");
    }

    @Override
    public String heNormal() {
        return normal("0", "Math.sqrt(2.0 / " + inputs + ")");
    }

    @Override
    public String truncatedNormal(double mean, double standardDeviation) {
        return matrix(
                "random.truncatedNormal(" + mean + ", " + standardDeviation + ", " + inputs + " * " + units + ")");
    }

    @Override
    public String lecunUniform() {
        return uniformWithin("Math.sqrt(3.0 / " + inputs + ")");
    }

    @Override
    public String lecunNormal() {
        return normal("0", "Math.sqrt(1.0 / " + inputs + ")");
    }

    @Override
    public String orthogonal(double gain) {
        return matrix("Orthogonal.draw(random, " + gain + ", " + inputs + ", " + units + ")");
    }

    @Override
    public String identity() {
        return "eye(" + inputs + ", " + units + ")";
    }

    @Override
    public String given(List<List<Double>> weights) {
        return ProgramData.Sources.numbers(weights) + ".castTo(TYPE)";
    }

    @Override
    public String npy(Initializer.Npy npy) {
        String path = ProgramData.path(directory, npy.file());
        return "array(" + path + ", Files.readAllBytes(" + path + ")).castTo(TYPE)";
    }

    @Override
    public String npz(Initializer.Npz npz) {
        return "archived(" + ProgramData.path(directory, npz.file()) + ", " + JavaText.string(npz.arrayOf(layer))
                + ").castTo(TYPE)";
    }

    /**
     * The statement that sets the bias, if the initial weights include one. For the default name in an archive, the
     * statement tests whether the archive has it.
     */
    Optional<String> bias(Initializer init) {
        String set = "network.setParam(\"" + layer + "_b\", %s.castTo(TYPE).reshape(" + units + "));\n";
        if (init instanceof Initializer.Given given) {
            return given.bias().map(row -> set.formatted(ProgramData.Sources.numbers(List.of(row))));
        }
        if (init instanceof Initializer.Npy npy) {
            return npy.bias()
                    .map(file -> ProgramData.path(directory, file))
                    .map(path -> set.formatted("array(" + path + ", Files.readAllBytes(" + path + "))"));
        }
        if (init instanceof Initializer.Npz npz) {
            return npz.biasOf(layer).map(name -> {
                String member = ProgramData.path(directory, npz.file()) + ", " + JavaText.string(name);
                String read = set.formatted("archived(" + member + ")");
                return npz.bias().isPresent() ? read : "if (isArchived(" + member + ")) {\n    " + read + "}\n";
            });
        }
        return Optional.empty();
    }

    /** The methods that an expression calls, without duplicates. */
    static List<String> helpers(String expression) {
        if (expression.startsWith("matrix(")) {
            return List.of(MATRIX);
        }
        if (expression.startsWith("eye(")) {
            return List.of(EYE);
        }
        if (expression.startsWith("table(")) {
            return List.of(ProgramData.Sources.TABLE);
        }
        if (expression.startsWith("archived(")) {
            return List.of(ProgramData.Sources.ARCHIVED, ProgramData.Sources.NPY, ProgramData.Sources.NPY_NUMBER);
        }
        return expression.startsWith("array(")
                ? List.of(ProgramData.Sources.NPY, ProgramData.Sources.NPY_NUMBER)
                : List.of();
    }

    /** The methods that the statement for a bias calls. */
    static List<String> helpersOfBias(String statement) {
        List<String> helpers =
                new ArrayList<>(statement.startsWith("if (isArchived(") ? List.of(IS_ARCHIVED) : List.of());
        Stream.of("table(", "archived(", "array(")
                .filter(call -> statement.contains(" " + call))
                .forEach(call -> helpers.addAll(helpers(call)));
        return helpers;
    }

    private static final String MATRIX = """
            /** A matrix of these values, in row-major order. */
            private static INDArray matrix(long rows, long columns, double... values) {
                return Nd4j.createFromArray(values).reshape('c', rows, columns).castTo(TYPE);
            }
            """;

    private static final String IS_ARCHIVED = """
            /** Whether a NumPy archive has this array. */
            private static boolean isArchived(Path file, String name) throws IOException {
                try (ZipFile archive = new ZipFile(file.toFile())) {
                    return archive.getEntry(name + ".npy") != null;
                }
            }
            """;

    private static final String EYE = """
            /** Ones on the diagonal, zeros elsewhere. */
            private static INDArray eye(int rows, int columns) {
                INDArray eye = Nd4j.zeros(TYPE, rows, columns);
                for (int i = 0; i < Math.min(rows, columns); i++) {
                    eye.putScalar(i, i, 1);
                }
                return eye;
            }
            """;

    private String uniformWithin(String bound) {
        return uniform("-" + bound, bound);
    }

    private String uniform(String low, String high) {
        return matrix("random.uniform(" + low + ", " + high + ", " + inputs + " * " + units + ")");
    }

    private String normal(String mean, String standardDeviation) {
        return matrix("random.normal(" + mean + ", " + standardDeviation + ", " + inputs + " * " + units + ")");
    }

    private String matrix(String values) {
        return "matrix(" + inputs + ", " + units + ", " + values + ")";
    }
}
