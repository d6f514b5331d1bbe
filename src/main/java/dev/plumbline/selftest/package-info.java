/**
 * The proof of the diagnosis: networks written by hand with a known mistake in their loops, to see whether it is named, and
 * networks without one, to see that none is accused.
 */
@NullMarked
package dev.plumbline.selftest;

import org.jspecify.annotations.NullMarked;
