/**
 * Training with {@code distributed} on Apache Spark, by DL4J's own training master. What DL4J leaves to chance or loses is
 * fixed here: the parts of the workers, the order of the sums, and the number of the steps. So a training has the same bits
 * on every cluster, and those of a training on one machine.
 *
 * <p>Tables are read by the machines of the cluster, which hold the prepared rows: {@link dev.plumbline.spark.CachedTable}. The
 * steps are text ({@link dev.plumbline.spark.TextTable}), raw parts ({@link dev.plumbline.data.examples.RawPart}), the preparation
 * ({@link dev.plumbline.data.examples.TableExamples}), and rows in an order ({@link dev.plumbline.spark.Arrangement}).
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.spark;

import org.jspecify.annotations.NullMarked;
