package dev.plumbline.compare;

import dev.plumbline.math.Matrix;

/**
 * A matrix, with the scale of the rounding error of each element.
 *
 * @param value the reference's
 * @param scale in units of {@link Tolerances#tau}, the shape of the value
 */
record ScaledMatrix(Matrix value, Matrix scale) {

    /** Each number times a factor that is exact but for its last digit. */
    ScaledMatrix times(double factor) {
        Matrix product = value.times(factor);
        return new ScaledMatrix(product, scale.times(Math.abs(factor)).plus(product.abs()));
    }

    /** Each number and another one that is exact. */
    ScaledMatrix plus(Matrix other) {
        return new ScaledMatrix(value.plus(other), scale.plus(value.abs()).plus(other.abs()));
    }
}
