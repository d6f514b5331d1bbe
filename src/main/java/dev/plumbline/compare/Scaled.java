package dev.plumbline.compare;

import dev.plumbline.math.Matrix;

/**
 * Numbers, and how far rounding may carry each.
 *
 * @param value the reference's
 * @param scale in units of {@link Tolerances#tau}, the shape of the value
 */
record Scaled(Matrix value, Matrix scale) {

    /** Each number times a factor that is exact but for its last digit. */
    Scaled times(double factor) {
        Matrix product = value.times(factor);
        return new Scaled(product, scale.times(Math.abs(factor)).plus(product.abs()));
    }

    /** Each number and another one that is exact. */
    Scaled plus(Matrix other) {
        return new Scaled(value.plus(other), scale.plus(value.abs()).plus(other.abs()));
    }
}
