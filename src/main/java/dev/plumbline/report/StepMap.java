package dev.plumbline.report;

import dev.plumbline.compare.Difference;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came of comparing, place by place, over all steps. Neighbouring steps share a bin, which keeps the worst of its
 * differences, so that memory does not grow with the steps.
 */
final class StepMap {
    /** As many as can be told apart on a screen. */
    private static final int MOST_BINS = 200;

    private final long steps;
    private final long width;
    private final SortedMap<LayerQuantity, Row> rows = new TreeMap<>();

    /** A map of so many steps, in which nothing has been compared. */
    StepMap(long steps) {
        this.steps = Math.max(1, steps);
        this.width = (this.steps + MOST_BINS - 1) / MOST_BINS;
    }

    /** Notes a difference. */
    void add(Difference difference) {
        rows.computeIfAbsent(LayerQuantity.of(difference.key()), place -> new Row(bins()))
                .add(difference);
    }

    /** How many bins there are. */
    int bins() {
        return Math.toIntExact((steps + width - 1) / width);
    }

    /** The first step of a bin. */
    long from(int bin) {
        return bin * width;
    }

    /** The last step of a bin. */
    long to(int bin) {
        return Math.min(steps, (bin + 1) * width) - 1;
    }

    /** The rows, in causal order of their places. */
    SortedMap<LayerQuantity, Row> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    /** What comes before the first step stands in its bin, and what comes after the last in that one's. */
    int binOf(long step) {
        return Math.toIntExact(Math.max(0, Math.min(step, steps - 1)) / width);
    }

    /** What came of comparing one tensor of each step. */
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
            int bin = binOf(difference.key().step());
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

        /** The worst difference of a bin; empty where nothing was compared. */
        Optional<Difference> worst(int bin) {
            return Optional.ofNullable(worst[bin]);
        }

        /** The last bin in which something was compared. */
        int lastBin() {
            int last = worst.length - 1;
            while (last > 0 && worst[last] == null) {
                last--;
            }
            return last;
        }

        /** The worst of all. */
        Optional<Difference> largest() {
            return Optional.ofNullable(largest);
        }

        /** The first difference. */
        Optional<Difference> first() {
            return Optional.ofNullable(first);
        }

        /** How many were compared. */
        long compared() {
            return compared;
        }

        /** How many of them differ. */
        long differences() {
            return differences;
        }
    }
}
