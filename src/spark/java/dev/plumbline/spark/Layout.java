package dev.plumbline.spark;

import java.io.Serializable;

/** In which partition, and where in it, each row of an order stands. */
interface Layout extends Serializable {
    /** The number of partitions. */
    int partitions();

    /** The partition of a position in the order. */
    int partitionOf(int position);

    /** The place in its partition. */
    int placeOf(int position);

    /** The number of rows of a partition. */
    int rowsOf(int partition);

    /**
     * Partitions of consecutive rows, as many in each.
     *
     * @param rows the number of all rows
     * @param size the number of rows of a partition; the last may have fewer
     */
    record Blocks(int rows, int size) implements Layout {
        @Override
        public int partitions() {
            return Math.max(1, (int) ((rows + size - 1L) / size));
        }

        @Override
        public int partitionOf(int position) {
            return position / size;
        }

        @Override
        public int placeOf(int position) {
            return position % size;
        }

        @Override
        public int rowsOf(int partition) {
            return (int) Math.min(size, rows - (long) partition * size);
        }
    }
}
