/**
 * Reads the examples of a network.
 *
 * <p>{@link dev.plumbline.data.Datasets} reads a {@link dev.plumbline.spec.DataSource} and returns a {@link
 * dev.plumbline.data.Dataset}, or else reports every problem with its place in the data file. {@link
 * dev.plumbline.data.Npy} and {@link dev.plumbline.data.Npz} read and write NumPy's files and keep the shape and dtype
 * of each array.
 *
 * <p>Files are not trusted. Nothing is skipped, rounded or filled in silently; the claims of a header are checked
 * before memory is allocated; nothing in a file is ever executed or unpickled.
 */
@NullMarked
package dev.plumbline.data;

import org.jspecify.annotations.NullMarked;
