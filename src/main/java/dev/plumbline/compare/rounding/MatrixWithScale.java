package dev.plumbline.compare.rounding;

import dev.plumbline.math.Matrix;

/**
 * A matrix with the scale of the rounding error of each element.
 *
 * @param value the reference's matrix
 * @param scale in units of {@link Tolerances#tau}, of the shape of the value
 */
record MatrixWithScale(Matrix value, Matrix scale) {

    /** Multiplies by a factor that is exact except for its last digit. */
    MatrixWithScale times(double factor) {
        Matrix product = value.times(factor);
        return new MatrixWithScale(product, scale.times(Math.abs(factor)).plus(product.abs()));
    }

    /** Adds an exact matrix. */
    MatrixWithScale plus(Matrix exact) {
        return new MatrixWithScale(value.plus(exact), scale.plus(value.abs()).plus(exact.abs()));
    }
}
