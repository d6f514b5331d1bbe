/**
 * The proof of the diagnosis: networks written by hand with a known mistake in their loops, to see whether it is named, and
 * networks without one, to see that none is accused. And the limits of detection: errors of falling size, injected in what an
 * engine records and in what networks written by hand calculate, to measure how small an error is found.
 */
@NullMarked
package dev.plumbline.selftest;

import org.jspecify.annotations.NullMarked;
