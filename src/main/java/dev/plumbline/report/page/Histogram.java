package dev.plumbline.report.page;

import dev.plumbline.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The distribution of a tensor's values at several moments, with the same bins for all moments.
 *
 * @param low the lower end of the first bin
 * @param high the upper end of the last bin
 * @param shares the share of each bin at each moment
 */
record Histogram(double low, double high, List<List<Double>> shares) {
    private static final int BINS = 24;

    Histogram {
        shares = List.copyOf(shares);
    }

    /** The distribution of a tensor at each moment; empty where it is missing. */
    static Histogram of(List<Optional<Matrix>> moments) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Optional<Matrix> moment : moments) {
            for (double value : moment.map(Matrix::toRowMajor).orElse(new double[0])) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) {
            return new Histogram(0, 0, List.of());
        }
        double from = low;
        double width = high > low ? (high - low) / BINS : 1;
        List<List<Double>> shares = new ArrayList<>();
        for (Optional<Matrix> moment : moments) {
            shares.add(shares(moment.map(Matrix::toRowMajor).orElse(new double[0]), from, width));
        }
        return new Histogram(low, high, shares);
    }

    private static List<Double> shares(double[] values, double low, double width) {
        int[] counts = new int[BINS];
        for (double value : values) {
            if (Double.isFinite(value)) {
                counts[Math.min(BINS - 1, (int) ((value - low) / width))]++;
            }
        }
        List<Double> shares = new ArrayList<>();
        for (int count : counts) {
            shares.add(values.length == 0 ? 0 : Math.round(1e4 * count / values.length) / 1e4);
        }
        return shares;
    }
}
