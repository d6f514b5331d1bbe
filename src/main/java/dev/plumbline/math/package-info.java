/**
 * Matrices with NumPy's names, and NumPy's random numbers bit for bit.
 *
 * <p>{@link dev.plumbline.math.Matrix} is the only array type of Plumbline: rows × columns of {@code double},
 * immutable. {@link dev.plumbline.math.NumpyRandom} draws the numbers that {@code np.random} draws after {@code
 * np.random.seed}.
 *
 * <p>Every operation is a definite sequence of IEEE 754 operations in a documented order, so the same input gives the
 * same bits. The elementary functions of {@link dev.plumbline.math.Matrix} are the one exception. They are those of
 * {@link java.lang.Math}: within one unit in the last place ({@code tanh} within 2.5), and fast, because a virtual
 * machine may replace them by its own. So the last place may differ between two virtual machines, as NumPy's does
 * between two C libraries. {@link java.lang.StrictMath} avoids that, but it is slower and no closer to NumPy.
 */
@NullMarked
package dev.plumbline.math;

import org.jspecify.annotations.NullMarked;
