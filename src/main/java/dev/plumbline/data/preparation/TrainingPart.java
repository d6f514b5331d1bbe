package dev.plumbline.data.preparation;

import dev.plumbline.math.ExactSums;
import dev.plumbline.spec.data.Scaling;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The training part of examples in memory.
 *
 * @param rows the rows of the training part
 */
public record TrainingPart(RawExamples raw, BitSet rows) implements TrainingColumns {
    @Override
    public ColumnStatistics statistics(double[] fills) {
        ColumnStatistics statistics = new ColumnStatistics(raw.width());
        double[] values = raw.inputs();
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            for (int column = 0, at = row * raw.width(); column < fills.length; column++, at++) {
                statistics.add(column, Double.isNaN(values[at]) ? fills[column] : values[at]);
            }
        }
        return statistics;
    }

    @Override
    public ExactSums squares(double[] fills, double[] centers) {
        ExactSums squares = new ExactSums(raw.width());
        double[] values = raw.inputs();
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            for (int column = 0, at = row * raw.width(); column < fills.length; column++, at++) {
                double difference = (Double.isNaN(values[at]) ? fills[column] : values[at]) - centers[column];
                if (!Double.isNaN(difference)) {
                    squares.add(column, difference * difference);
                }
            }
        }
        return squares;
    }

    @Override
    public double median(int column) {
        double[] present = rows.stream()
                .mapToDouble(row -> raw.inputs()[row * raw.width() + column])
                .filter(value -> !Double.isNaN(value))
                .toArray();
        Arrays.sort(present);
        int middle = present.length / 2;
        return present.length % 2 == 1 ? present[middle] : present[middle - 1] / 2 + present[middle] / 2;
    }

    @Override
    public TrainingPart targets(Scaling how) {
        return new TrainingPart(raw.ofTargets(how), rows);
    }

    @Override
    public List<String> texts(int column) {
        BitSet seen = new BitSet();
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            double number = raw.inputs()[row * raw.width() + column];
            if (!Double.isNaN(number)) {
                seen.set((int) number);
            }
        }
        List<String> texts =
                raw.columns().get(column).categories().map(Categories::texts).orElse(List.of());
        return seen.stream().mapToObj(texts::get).toList();
    }
}
