package dev.plumbline.data;

import java.util.Arrays;
import java.util.BitSet;

/** Statistics of each raw column over the rows of the training part; missing values (NaN) are left out. */
final class ColumnStatistics {
    private final double[] values; // rows × columns
    private final int columns;
    private final BitSet training;
    private final int[] counts;
    private final double[] least;
    private final double[] most;
    private final double[] means;

    ColumnStatistics(double[] values, int columns, BitSet training) {
        this.values = values;
        this.columns = columns;
        this.training = training;
        counts = new int[columns];
        least = filled(Double.POSITIVE_INFINITY);
        most = filled(Double.NEGATIVE_INFINITY);
        means = new double[columns];
        ExactSums sums = new ExactSums(columns);
        // Row by row, the order in memory.
        for (int row = training.nextSetBit(0); row >= 0; row = training.nextSetBit(row + 1)) {
            for (int column = 0, at = row * columns; column < columns; column++, at++) {
                double value = values[at];
                if (!Double.isNaN(value)) {
                    counts[column]++;
                    least[column] = Math.min(least[column], value);
                    most[column] = Math.max(most[column], value);
                    sums.add(column, value);
                }
            }
        }
        for (int column = 0; column < columns; column++) {
            means[column] = isConstant(column) ? least[column] : sums.of(column) / counts[column];
        }
    }

    private double[] filled(double value) {
        double[] all = new double[columns];
        Arrays.fill(all, value);
        return all;
    }

    /** The number of present values of a column. */
    int count(int column) {
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
        return means[column];
    }

    /** The standard deviations, which divide by the number of values. */
    double[] standardDeviations() {
        ExactSums squares = new ExactSums(columns);
        for (int row = training.nextSetBit(0); row >= 0; row = training.nextSetBit(row + 1)) {
            for (int column = 0, at = row * columns; column < columns; column++, at++) {
                double difference = values[at] - means[column];
                if (!Double.isNaN(difference)) {
                    squares.add(column, difference * difference);
                }
            }
        }
        double[] deviations = new double[columns];
        for (int column = 0; column < columns; column++) {
            deviations[column] = Math.sqrt(squares.of(column) / counts[column]);
        }
        return deviations;
    }

    /** The median of a column; for an even number of values, the mean of the two in the middle. */
    double median(int column) {
        double[] present = new double[counts[column]];
        int next = 0;
        for (int row = training.nextSetBit(0); row >= 0; row = training.nextSetBit(row + 1)) {
            double value = values[row * columns + column];
            if (!Double.isNaN(value)) {
                present[next++] = value;
            }
        }
        Arrays.sort(present);
        int middle = present.length / 2;
        return present.length % 2 == 1 ? present[middle] : present[middle - 1] / 2 + present[middle] / 2;
    }

    /**
     * Compensated sums (Neumaier 1974): the rounding errors are summed too, so that millions of terms lose no
     * precision.
     */
    private static final class ExactSums {
        private final double[] sums;
        private final double[] lost;

        ExactSums(int count) {
            sums = new double[count];
            lost = new double[count];
        }

        void add(int which, double term) {
            double sum = sums[which];
            double next = sum + term;
            lost[which] += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
            sums[which] = next;
        }

        double of(int which) {
            return sums[which] + lost[which];
        }
    }
}
