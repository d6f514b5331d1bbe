/**
 * Reads the data of a network: {@link dev.plumbline.data.examples.Datasets} reads a {@link dev.plumbline.spec.data.DataSource}
 * and returns a {@link dev.plumbline.data.Dataset}, or else reports every problem with its place in the data file; {@link
 * dev.plumbline.data.examples.PreparedRows} reads the rows of a prediction, however many there are.
 */
@NullMarked
package dev.plumbline.data.examples;

import org.jspecify.annotations.NullMarked;
