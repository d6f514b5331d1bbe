package dev.plumbline.report.page;

import com.google.gson.JsonObject;
import dev.plumbline.math.Matrix;
import dev.plumbline.report.document.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The distribution of a tensor's values at several moments, with the same bins for all moments. */
final class Histogram {
    private static final int BINS = 24;

    private Histogram() {}

    /**
     * The document: {@code low} and {@code high}, the ends of the bins, and the share of each bin at each moment.
     *
     * @param moments the tensor at each moment; empty where it is missing
     */
    static JsonObject of(List<Optional<Matrix>> moments) {
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
            return Json.object("low", 0.0, "high", 0.0, "shares", List.of());
        }
        double from = low;
        double width = high > low ? (high - low) / BINS : 1;
        List<List<Double>> shares = new ArrayList<>();
        for (Optional<Matrix> moment : moments) {
            shares.add(shares(moment.map(Matrix::toRowMajor).orElse(new double[0]), from, width));
        }
        return Json.object("low", low, "high", high, "shares", shares);
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
