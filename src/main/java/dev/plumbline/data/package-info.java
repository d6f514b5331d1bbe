/**
 * The examples of a network, read from where its specification says they are.
 *
 * <p>In the order in which data flow: {@link dev.plumbline.data.Datasets} takes a
 * {@link dev.plumbline.spec.DataSource} and gives a {@link dev.plumbline.data.Dataset}, or else every problem that it
 * found, each with the place in the data file. {@link dev.plumbline.data.Npy} and {@link dev.plumbline.data.Npz} read and
 * write NumPy's files on their own account too, with each array's shape and dtype kept.
 *
 * <p>Files are not trusted. Nothing is skipped, rounded or filled in silently; what a header claims is checked against
 * what is there before memory is taken for it; nothing in a file is ever executed or unpickled.
 */
@NullMarked
package dev.plumbline.data;

import org.jspecify.annotations.NullMarked;
