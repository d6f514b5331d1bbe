package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much a network needs a column of its table: how much worse it becomes when the values of the column are permuted among
 * the examples.
 *
 * @param column the name of the column, or its number
 * @param mean the mean over the permutations: the accuracy that is lost, or for another metric its rise
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
     * The importance of each column. The permutations are those of {@code np.random.permutation} for the network's seed.
     *
     * @param experiment the network with the examples
     * @param columns the columns in the order of the inputs
     */
    public static List<InputImportance> of(Engine engine, Experiment experiment, List<Column> columns, Metric metric) {
        Matrix whole = experiment.inputs();
        NumpyRandom random = new NumpyRandom(experiment.spec().seed());
        int[] unchanged = IntStream.range(0, whole.rows()).toArray();
        double[] inputs = whole.toRowMajor();
        List<InputImportance> importances = new ArrayList<>();
        try (Run run = engine.start(experiment)) {
            double best = value(run, experiment, inputs, metric);
            int first = 0;
            for (Column column : columns) {
                double[] worse = new double[PERMUTATIONS];
                for (int i = 0; i < PERMUTATIONS; i++) {
                    permute(whole, first, column.width(), random.permutation(whole.rows()), inputs);
                    double rise = value(run, experiment, inputs, metric) - best;
                    worse[i] = metric == Metric.ACCURACY ? 0 - rise : rise;
                }
                permute(whole, first, column.width(), unchanged, inputs);
                first += column.width();
                importances.add(of(column.name(), worse));
            }
        }
        return importances;
    }

    private static InputImportance of(String column, double[] worse) {
        double mean = Arrays.stream(worse).sum() / worse.length;
        double squares =
                Arrays.stream(worse).map(each -> (each - mean) * (each - mean)).sum();
        return new InputImportance(column, mean, Math.sqrt(squares / worse.length));
    }

    private static double value(Run run, Experiment experiment, double[] inputs, Metric metric) {
        int width = experiment.spec().inputs();
        Matrix all = Matrix.wrap(inputs.length / width, width, inputs.clone()); // an engine may keep it
        return run.evaluate(all, experiment.targets(), experiment.exampleWeights())
                .metric(metric);
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
