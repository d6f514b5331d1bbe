/**
 * Examples, and the files that hold numbers. {@link dev.plumbline.data.Npy} and {@link dev.plumbline.data.Npz} read and
 * write NumPy's files and keep the shape and dtype of each array. Above this package, from the bottom up: {@code
 * preparation}, {@code table}, and {@code examples}, which reads the data of a network.
 *
 * <p>Files are not trusted. Nothing is skipped, rounded or filled in silently; the claims of a header are checked
 * before memory is allocated; nothing in a file is ever executed or unpickled.
 */
@NullMarked
package dev.plumbline.data;

import org.jspecify.annotations.NullMarked;
