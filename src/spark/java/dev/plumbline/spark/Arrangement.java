package dev.plumbline.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Brings rows into an order: each machine sends its rows straight to their places in the new partitions. */
final class Arrangement {
    private Arrangement() {}

    /**
     * Consecutive rows.
     *
     * @param first the number of the first of them
     * @param values row by row
     */
    record Rows(int first, double[] values) implements Serializable {}

    /** Rows for a partition, with their places there. */
    private record Sent(int[] places, double[] values) implements Serializable {}

    /** A row for each number: the partition of a number is that number. */
    private static final class ByNumber extends Partitioner {
        private static final long serialVersionUID = 1;
        private final int count;

        ByNumber(int count) {
            this.count = count;
        }

        @Override
        public int numPartitions() {
            return count;
        }

        @Override
        public int getPartition(Object key) {
            return (Integer) key;
        }
    }

    /**
     * Arranges rows.
     *
     * @param rows every number once
     * @param width the number of numbers of a row
     * @param positions for each number of a row its position in the new order; null if that is the number
     * @return a single array for each partition
     */
    static JavaRDD<double[]> of(JavaRDD<Rows> rows, int width, Layout layout, @Nullable Broadcast<int[]> positions) {
        return rows.flatMapToPair(each -> divided(each, width, layout, positions == null ? null : positions.value()))
                .partitionBy(new ByNumber(layout.partitions()))
                .mapPartitionsWithIndex(
                        (number, sent) -> List.of(assembled(sent, width, layout.rowsOf(number), number))
                                .iterator(),
                        true);
    }

    private static Iterator<Tuple2<Integer, Sent>> divided(
            Rows rows, int width, Layout layout, int @Nullable [] positions) {
        int count = rows.values().length / width;
        int[] counts = new int[layout.partitions()];
        for (int i = 0; i < count; i++) {
            counts[layout.partitionOf(position(rows.first() + i, positions))]++;
        }
        Sent[] sent = new Sent[counts.length];
        int[] filled = new int[counts.length];
        for (int i = 0; i < count; i++) {
            int position = position(rows.first() + i, positions);
            int partition = layout.partitionOf(position);
            if (sent[partition] == null) {
                sent[partition] = new Sent(new int[counts[partition]], new double[counts[partition] * width]);
            }
            int at = filled[partition]++;
            sent[partition].places()[at] = layout.placeOf(position);
            System.arraycopy(rows.values(), i * width, sent[partition].values(), at * width, width);
        }
        List<Tuple2<Integer, Sent>> all = new ArrayList<>();
        for (int partition = 0; partition < sent.length; partition++) {
            if (sent[partition] != null) {
                all.add(new Tuple2<>(partition, sent[partition]));
            }
        }
        return all.iterator();
    }

    private static int position(int number, int @Nullable [] positions) {
        return positions == null ? number : positions[number];
    }

    private static double[] assembled(Iterator<Tuple2<Integer, Sent>> sent, int width, int rows, int partition) {
        double[] values = new double[rows * width];
        int count = 0;
        while (sent.hasNext()) {
            Sent each = sent.next()._2();
            for (int i = 0; i < each.places().length; i++) {
                System.arraycopy(each.values(), i * width, values, each.places()[i] * width, width);
            }
            count += each.places().length;
        }
        if (count != rows) {
            throw new IllegalStateException(count + " rows came to partition " + partition + " instead of " + rows);
        }
        return values;
    }
}
