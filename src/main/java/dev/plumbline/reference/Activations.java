package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;

/** Every activation, forward and backward together. */
final class Activations implements Activation.Cases<Activations.Function> {

    /** From a word to its function. */
    static Function of(Activation activation) {
        return activation.match(new Activations());
    }

    /** a = f(z), and ∂l/∂z from ∂l/∂a. */
    interface Function {
        /** a, the shape of z. */
        Matrix forward(Matrix z);

        /** dz, the shape of z, given da = ∂l/∂a and both sides of the forward pass. */
        Matrix backward(Matrix da, Matrix z, Matrix a);
    }

    @Override
    public Function identity() {
        return new Function() {
            @Override
            public Matrix forward(Matrix z) {
                return z;
            }

            @Override
            public Matrix backward(Matrix da, Matrix z, Matrix a) {
                return da;
            }
        };
    }

    @Override
    public Function sigmoid() {
        return new Function() {
            @Override
            public Matrix forward(Matrix z) {
                return z.map(x -> 1 / (1 + Math.exp(-x)));
            }

            @Override
            public Matrix backward(Matrix da, Matrix z, Matrix a) {
                return da.zip(a, (d, y) -> d * (y * (1 - y)));
            }
        };
    }

    @Override
    public Function tanh() {
        return new Function() {
            @Override
            public Matrix forward(Matrix z) {
                return z.map(Math::tanh);
            }

            @Override
            public Matrix backward(Matrix da, Matrix z, Matrix a) {
                return da.zip(a, (d, y) -> d * (1 - y * y));
            }
        };
    }
}
