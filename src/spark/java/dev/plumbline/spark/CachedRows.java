package dev.plumbline.spark;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.EvaluationSums;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Prepared rows in the order of the table, held by the machines of the cluster. A partition is one array of consecutive rows,
 * a multiple of {@link EvaluationSums#BLOCK} of them except at the end.
 *
 * @param rows the partitions
 * @param count the number of rows
 * @param size the number of rows of a partition
 */
record CachedRows(JavaRDD<double[]> rows, int count, int size, RowShape shape) {

    /** Brings rows to where they are held; when this returns, they are there. */
    static CachedRows hold(Session session, JavaRDD<Arrangement.Rows> prepared, int count, NetworkSpec spec) {
        RowShape shape = RowShape.of(spec);
        int size = Math.max(EvaluationSums.BLOCK, session.rowsTogether(shape.width()));
        Layout layout = new Layout.Blocks(count, size);
        JavaRDD<double[]> rows =
                Arrangement.of(prepared, shape.width(), layout, null).persist(StorageLevel.MEMORY_AND_DISK());
        materialize(session, rows);
        return new CachedRows(rows, count, size, shape);
    }

    /** Computes the partitions, which are persisted. */
    static void materialize(Session session, JavaRDD<double[]> rows) {
        session.await(rows.mapPartitions(each -> {
                    each.forEachRemaining(values -> {});
                    return List.<Integer>of().iterator();
                })
                .collectAsync());
    }

    /** The rows with the number of the first of each partition. */
    JavaRDD<Arrangement.Rows> numbered() {
        int together = size;
        return rows.mapPartitionsWithIndex(
                (number, each) -> List.of(new Arrangement.Rows(number * together, each.next()))
                        .iterator(),
                true);
    }

    void release() {
        rows.unpersist(false);
    }
}
