/**
 * How good the outputs of a network are: {@link dev.plumbline.metrics.ClassificationMetrics} for targets that are
 * classes, {@link dev.plumbline.metrics.RegressionMetrics} for numbers. The formulas are those of scikit-learn, so
 * that both give the same numbers.
 */
@NullMarked
package dev.plumbline.metrics;

import org.jspecify.annotations.NullMarked;
