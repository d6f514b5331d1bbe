/**
 * Work on several machines: the training of one network, or many tasks that are independent of each other, which also run on
 * the processors of this machine. The implementation for Spark, {@code dev.plumbline.spark}, is a separate build, because Spark is twice as large
 * as everything else; {@link dev.plumbline.cluster.ClusterEngines} finds it where it is.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cluster;

import org.jspecify.annotations.NullMarked;
