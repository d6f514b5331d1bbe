/**
 * Matrices with NumPy's names, and NumPy's random numbers bit for bit.
 *
 * <p>{@link dev.plumbline.math.Matrix} is the only array type of Plumbline: rows × columns of {@code double}, immutable.
 * {@link dev.plumbline.math.NumpyRandom} draws what {@code np.random} draws after {@code np.random.seed}.
 *
 * <p>Everything here is a definite sequence of IEEE 754 operations, in an order that the documentation states, so the
 * same input gives the same bits on every run. The elementary functions are those of {@link java.lang.Math}: within one
 * unit in the last place ({@code tanh} within 2.5), and several times as fast as {@link java.lang.StrictMath}. They may
 * differ in the last place between two Java virtual machines, as NumPy's do between two C libraries.
 */
@NullMarked
package dev.plumbline.math;

import org.jspecify.annotations.NullMarked;
