package dev.plumbline.report.check;

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
public final class StepMap {
    /** The maximum number of bins, which are still distinguishable on a screen. */
    private static final int MOST_BINS = 200;

    private final Bins bins;
    private final SortedMap<LayerQuantity, Row> rows = new TreeMap<>();

    /** An empty map for this number of steps. */
    public StepMap(long steps) {
        this.bins = Bins.of(steps, MOST_BINS);
    }

    /** Adds a difference. */
    public void add(Difference difference) {
        rows.computeIfAbsent(LayerQuantity.of(difference.key()), place -> new Row(bins.count()))
                .add(difference);
    }

    public Bins bins() {
        return bins;
    }

    /** The rows, in causal order of their places. */
    public SortedMap<LayerQuantity, Row> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    /** The differences of one tensor of every step. */
    public final class Row {
        private final @Nullable Difference[] worst;
        private long compared;
        private long differences;
        private Optional<Difference> largest = Optional.empty();
        private Optional<Difference> first = Optional.empty();

        private Row(int bins) {
            worst = new @Nullable Difference[bins];
        }

        private void add(Difference difference) {
            int bin = bins.of(difference.key().step());
            compared++;
            worst[bin] = worse(worst[bin], difference);
            largest = Optional.of(worse(largest.orElse(null), difference));
            if (difference.kind().isDifference()) {
                differences++;
                first = first.or(() -> Optional.of(difference));
            }
        }

        private static Difference worse(@Nullable Difference previous, Difference candidate) {
            return previous == null || severity(candidate) > severity(previous) ? candidate : previous;
        }

        private static double severity(Difference difference) {
            boolean differs = difference.kind().isDifference();
            return differs && Double.isFinite(difference.excess())
                    ? Math.max(difference.excess(), 1)
                    : difference.excess();
        }

        /** The worst difference of a bin; empty if nothing was compared. */
        public Optional<Difference> worst(int bin) {
            return Optional.ofNullable(worst[bin]);
        }

        /** The worst difference of the row. */
        public Optional<Difference> largest() {
            return largest;
        }

        /** The first difference. */
        public Optional<Difference> first() {
            return first;
        }

        /** The number of compared tensors. */
        public long compared() {
            return compared;
        }

        /** The number of tensors that differ. */
        public long differences() {
            return differences;
        }
    }
}
