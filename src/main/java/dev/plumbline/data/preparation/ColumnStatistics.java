package dev.plumbline.data.preparation;

import dev.plumbline.math.ExactSums;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Statistics of each raw column; missing values (NaN) are left out. Its numbers depend neither on the order of the rows nor on
 * how they are divided among several statistics that are merged.
 */
public final class ColumnStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] counts;
    private final double[] least;
    private final double[] most;
    private final ExactSums sums;

    /** The statistics of no row. */
    public ColumnStatistics(int columns) {
        counts = new long[columns];
        least = new double[columns];
        most = new double[columns];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        sums = new ExactSums(columns);
    }

    /** Adds a value of a column. */
    void add(int column, double value) {
        if (!Double.isNaN(value)) {
            counts[column]++;
            least[column] = Math.min(least[column], value);
            most[column] = Math.max(most[column], value);
            sums.add(column, value);
        }
    }

    /** Adds the rows of other statistics. */
    public ColumnStatistics merge(ColumnStatistics addend) {
        for (int column = 0; column < counts.length; column++) {
            counts[column] += addend.counts[column];
            least[column] = Math.min(least[column], addend.least[column]);
            most[column] = Math.max(most[column], addend.most[column]);
        }
        sums.merge(addend.sums);
        return this;
    }

    /** The number of present values of a column. */
    long count(int column) {
        return counts[column];
    }

    /** Whether all present values are equal. */
    boolean isConstant(int column) {
        return least[column] == most[column];
    }

    double min(int column) {
        return least[column];
    }

    double max(int column) {
        return most[column];
    }

    double mean(int column) {
        return isConstant(column) ? least[column] : sums.of(column) / counts[column];
    }

    /** The means of all columns. */
    double[] means() {
        double[] means = new double[counts.length];
        Arrays.setAll(means, this::mean);
        return means;
    }

    /**
     * The standard deviations, which divide by the number of values.
     *
     * @param squares for each column Σ (x − mean)²
     */
    double[] standardDeviations(ExactSums squares) {
        double[] deviations = new double[counts.length];
        Arrays.setAll(deviations, column -> Math.sqrt(squares.of(column) / counts[column]));
        return deviations;
    }
}
