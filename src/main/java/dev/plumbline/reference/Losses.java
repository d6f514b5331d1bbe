package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Loss;

/** Every loss, with its gradient beside it. */
final class Losses implements Loss.Cases<Losses.Function> {

    /** From a word to its function. */
    static Function of(Loss loss) {
        return loss.match(new Losses());
    }

    /** l(ŷ, y) of each example, and ∂l/∂ŷ. */
    interface Function {
        /** The loss of each example, not yet reduced over the batch: (n, outputs) → (n, 1). */
        Matrix forward(Matrix a, Matrix y);

        /** ∂l/∂a, (n, outputs). */
        Matrix backward(Matrix a, Matrix y);
    }

    @Override
    public Function halfSquaredError() {
        return new Function() {
            @Override
            public Matrix forward(Matrix a, Matrix y) {
                return a.minus(y).square().sum(1).times(0.5);
            }

            @Override
            public Matrix backward(Matrix a, Matrix y) {
                return a.minus(y);
            }
        };
    }

    @Override
    public Function squaredError() {
        return new Function() {
            @Override
            public Matrix forward(Matrix a, Matrix y) {
                return a.minus(y).square().sum(1);
            }

            @Override
            public Matrix backward(Matrix a, Matrix y) {
                return a.minus(y).times(2);
            }
        };
    }

    @Override
    public Function meanSquaredError() {
        return new Function() {
            @Override
            public Matrix forward(Matrix a, Matrix y) {
                return a.minus(y).square().mean(1);
            }

            @Override
            public Matrix backward(Matrix a, Matrix y) {
                return a.minus(y).times(2).div(y.columns());
            }
        };
    }
}
