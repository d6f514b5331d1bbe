package dev.plumbline.metrics;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much a network needs a column of its table: how much worse it becomes when the values of the column are permuted among
 * the examples.
 *
 * @param column the name of the column, or its number
 * @param mean the mean over the permutations: the accuracy that is lost, or the rise of the loss
 * @param spread the standard deviation over the permutations
 */
public record InputImportance(String column, double mean, double spread) {
    /** The number of permutations of each column. */
    public static final int PERMUTATIONS = 5;

    /**
     * A column of the table.
     *
     * @param width the number of inputs that it becomes, which are permuted together
     */
    public record Column(String name, int width) {}

    /**
     * The importance of each column. The permutations are those of {@code np.random.permutation} for the seed.
     *
     * @param inputs examples × inputs
     * @param columns the columns in the order of the inputs
     * @param badness how bad the network is for such inputs, such as its loss; it may keep the matrix
     */
    public static List<InputImportance> of(
            Matrix inputs, List<Column> columns, long seed, ToDoubleFunction<Matrix> badness) {
        NumpyRandom random = new NumpyRandom(seed);
        int[] unchanged = IntStream.range(0, inputs.rows()).toArray();
        double[] values = inputs.toRowMajor();
        double whole = badness.applyAsDouble(inputs);
        List<InputImportance> importances = new ArrayList<>();
        int first = 0;
        for (Column column : columns) {
            double[] rises = new double[PERMUTATIONS];
            for (int i = 0; i < PERMUTATIONS; i++) {
                permute(inputs, first, column.width(), random.permutation(inputs.rows()), values);
                Matrix permuted = Matrix.wrap(inputs.rows(), inputs.columns(), values.clone());
                rises[i] = badness.applyAsDouble(permuted) - whole;
            }
            permute(inputs, first, column.width(), unchanged, values);
            first += column.width();
            importances.add(of(column.name(), rises));
        }
        return importances;
    }

    private static InputImportance of(String column, double[] rises) {
        double mean = Arrays.stream(rises).sum() / rises.length;
        double squares =
                Arrays.stream(rises).map(rise -> (rise - mean) * (rise - mean)).sum();
        return new InputImportance(column, mean, Math.sqrt(squares / rises.length));
    }

    /** Writes columns with the rows in another order. */
    private static void permute(Matrix from, int first, int width, int[] order, double[] into) {
        for (int row = 0; row < order.length; row++) {
            for (int column = first; column < first + width; column++) {
                into[row * from.columns() + column] = from.get(order[row], column);
            }
        }
    }
}
