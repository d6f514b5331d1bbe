package dev.plumbline.report;

import dev.plumbline.compare.Difference;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The differences of all steps by layer and quantity. Neighbouring steps share a bin, which keeps its worst difference,
 * so that the memory does not grow with the number of steps.
 */
final class StepMap {
    /** The maximum number of bins, which are still distinguishable on a screen. */
    private static final int MOST_BINS = 200;

    private final Bins bins;
    private final SortedMap<LayerQuantity, Row> rows = new TreeMap<>();

    /** An empty map for this number of steps. */
    StepMap(long steps) {
        this.bins = Bins.of(steps, MOST_BINS);
    }

    /** Adds a difference. */
    void add(Difference difference) {
        rows.computeIfAbsent(LayerQuantity.of(difference.key()), place -> new Row(bins.count()))
                .add(difference);
    }

    Bins bins() {
        return bins;
    }

    /** The rows, in causal order of their places. */
    SortedMap<LayerQuantity, Row> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    /** The differences of one tensor of every step. */
    final class Row {
        private final @Nullable Difference[] worst;
        private long compared;
        private long differences;
        private @Nullable Difference largest;
        private @Nullable Difference first;

        private Row(int bins) {
            worst = new @Nullable Difference[bins];
        }

        private void add(Difference difference) {
            int bin = bins.of(difference.key().step());
            compared++;
            worst[bin] = worse(worst[bin], difference);
            largest = worse(largest, difference);
            if (difference.kind().isDifference()) {
                differences++;
                first = first == null ? difference : first;
            }
        }

        private static Difference worse(@Nullable Difference one, Difference other) {
            return one == null || severity(other) > severity(one) ? other : one;
        }

        private static double severity(Difference difference) {
            boolean differs = difference.kind().isDifference();
            return differs && Double.isFinite(difference.excess())
                    ? Math.max(difference.excess(), 1)
                    : difference.excess();
        }

        /** The worst difference of a bin; empty if nothing was compared. */
        Optional<Difference> worst(int bin) {
            return Optional.ofNullable(worst[bin]);
        }

        /** The worst difference of the row. */
        Optional<Difference> largest() {
            return Optional.ofNullable(largest);
        }

        /** The first difference. */
        Optional<Difference> first() {
            return Optional.ofNullable(first);
        }

        /** The number of compared tensors. */
        long compared() {
            return compared;
        }

        /** The number of tensors that differ. */
        long differences() {
            return differences;
        }
    }
}
