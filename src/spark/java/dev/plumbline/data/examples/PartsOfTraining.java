package dev.plumbline.data.examples;

import dev.plumbline.data.preparation.ColumnStatistics;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.data.preparation.TrainingColumns;
import dev.plumbline.data.preparation.TrainingPart;
import dev.plumbline.math.ExactSums;
import dev.plumbline.spec.data.Scaling;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The training part of a table whose parts are elsewhere: statistics are computed there, and merged here. */
final class PartsOfTraining implements TrainingColumns {
    private static final int DIGIT = 12; // bits of a step of the search for a median

    private final Table table;
    private final HeldOutRows heldOut;
    private final RawParts parts;
    private final RawExamples raw;
    private final @Nullable Scaling ofTargets; // null for the inputs

    /** @param raw the columns of the whole table */
    PartsOfTraining(Table table, HeldOutRows heldOut, RawParts parts, RawExamples raw) {
        this(table, heldOut, parts, raw, null);
    }

    private PartsOfTraining(
            Table table, HeldOutRows heldOut, RawParts parts, RawExamples raw, @Nullable Scaling ofTargets) {
        this.table = table;
        this.heldOut = heldOut;
        this.parts = parts;
        this.raw = raw;
        this.ofTargets = ofTargets;
    }

    @Override
    public RawExamples raw() {
        return raw;
    }

    @Override
    public PartsOfTraining targets(Scaling how) {
        return new PartsOfTraining(table, heldOut, parts, raw.ofTargets(how), how);
    }

    /** What is found in the rows of a part; it goes over the network, as does what it captures. */
    private interface Finding<T> extends Serializable {
        T in(TrainingPart part);
    }

    /**
     * Finds something in each part.
     *
     * @param nothing what there is in a part without rows
     */
    private <T> List<T> each(T nothing, Finding<T> finding) {
        Table of = table;
        HeldOutRows out = heldOut;
        Scaling targets = ofTargets;
        return parts.each((number, part) -> {
            if (part.rows() == 0) {
                return nothing;
            }
            TrainingPart training = new TrainingPart(of.examples(part), out.training(number, part, of));
            return finding.in(targets == null ? training : training.targets(targets));
        });
    }

    @Override
    public ColumnStatistics statistics(double[] fills) {
        return each(new ColumnStatistics(raw.width()), part -> part.statistics(fills)).stream()
                .reduce(ColumnStatistics::merge)
                .orElseThrow();
    }

    @Override
    public ExactSums squares(double[] fills, double[] centers) {
        return each(new ExactSums(raw.width()), part -> part.squares(fills, centers)).stream()
                .reduce(ExactSums::merge)
                .orElseThrow();
    }

    @Override
    public double median(int column) {
        long count = LongStream.of(sum(counts(column, 0, 0))).sum();
        double lower = select(column, (count - 1) / 2);
        double upper = count % 2 == 1 ? lower : select(column, count / 2);
        return count % 2 == 1 ? lower : lower / 2 + upper / 2;
    }

    /** The value with so many values before it in their order: its bits are found from the highest on. */
    private double select(int column, long rank) {
        long prefix = 0;
        long before = rank;
        for (int known = 0; known < Long.SIZE; ) {
            int bits = Math.min(DIGIT, Long.SIZE - known);
            long[] counts = sum(counts(column, prefix, known));
            int digit = 0;
            while (before >= counts[digit]) {
                before -= counts[digit++];
            }
            prefix = prefix << bits | digit;
            known += bits;
        }
        long bits = prefix ^ Long.MIN_VALUE;
        return Double.longBitsToDouble(bits ^ (bits >> 63 & Long.MAX_VALUE));
    }

    /** Of the values whose order begins with some known bits, how many have which next bits. */
    private List<long[]> counts(int column, long prefix, int known) {
        int bits = Math.min(DIGIT, Long.SIZE - known);
        return each(new long[1 << bits], training -> {
            long[] counts = new long[1 << bits];
            int columns = training.raw().width();
            training.rows().stream()
                    .mapToDouble(row -> training.raw().inputs()[row * columns + column])
                    .filter(value -> !Double.isNaN(value))
                    .mapToLong(PartsOfTraining::order)
                    .filter(order -> known == 0 || order >>> Long.SIZE - known == prefix)
                    .forEach(order -> counts[(int) (order << known >>> Long.SIZE - bits)]++);
            return counts;
        });
    }

    /** A number that is larger, as one without sign, where the value is later in the order of {@link Double#compare}. */
    private static long order(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ (bits >> 63 & Long.MAX_VALUE) ^ Long.MIN_VALUE;
    }

    private static long[] sum(List<long[]> counts) {
        long[] sum = new long[counts.get(0).length];
        for (long[] each : counts) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += each[i];
            }
        }
        return sum;
    }

    @Override
    public List<String> texts(int column) {
        return each(new ArrayList<String>(), part -> new ArrayList<>(part.texts(column))).stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
    }
}
