package dev.plumbline.compare;

import dev.plumbline.math.Matrix;

/**
 * A matrix, with the scale of the rounding error of each element.
 *
 * @param value the reference's
 * @param scale in units of {@link Tolerances#tau}, the shape of the value
 */
record MatrixWithScale(Matrix value, Matrix scale) {

    /** Each number times a factor that is exact but for its last digit. */
    MatrixWithScale times(double factor) {
        Matrix product = value.times(factor);
        return new MatrixWithScale(product, scale.times(Math.abs(factor)).plus(product.abs()));
    }

    /** Each number and another one that is exact. */
    MatrixWithScale plus(Matrix other) {
        return new MatrixWithScale(value.plus(other), scale.plus(value.abs()).plus(other.abs()));
    }
}
