package dev.plumbline.reference;

import static java.lang.Math.abs;
import static java.lang.Math.exp;
import static java.lang.Math.expm1;
import static java.lang.Math.log1p;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.signum;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Every activation, with forward and backward pass together: {@code elementwise(f, f′)}. f is a function of z, f′ of z
 * and a = f(z). At a kink of f, f′ has DL4J's value.
 */
final class Activations implements Activation.Cases<Activations.Function> {

    /** The function of an activation. */
    static Function of(Activation activation) {
        return activation.match(new Activations());
    }

    /** a = f(z), and ∂l/∂z from ∂l/∂a. */
    interface Function {
        /** a, of the shape of z. */
        Matrix forward(Matrix z);

        /** dz, of the shape of z, from da = ∂l/∂a and both tensors of the forward pass. */
        Matrix backward(Matrix da, Matrix z, Matrix a);
    }

    private static Function elementwise(DoubleUnaryOperator f, DoubleBinaryOperator derivative) {
        return new Function() {
            @Override
            public Matrix forward(Matrix z) {
                return z.map(f);
            }

            @Override
            public Matrix backward(Matrix da, Matrix z, Matrix a) {
                return da.times(z.zip(a, derivative));
            }
        };
    }

    @Override
    public Function identity() {
        return elementwise(z -> z, (z, a) -> 1);
    }

    @Override
    public Function sigmoid() {
        return elementwise(Activations::logistic, (z, a) -> a * (1 - a));
    }

    private static double logistic(double z) {
        return 1 / (1 + exp(-z));
    }

    @Override
    public Function tanh() {
        return elementwise(Math::tanh, (z, a) -> 1 - a * a);
    }

    @Override
    public Function relu() {
        return elementwise(z -> max(0, z), (z, a) -> z > 0 ? 1 : 0);
    }

    @Override
    public Function leakyRelu(double alpha) {
        double below = (float) alpha;
        return elementwise(z -> z >= 0 ? z : below * z, (z, a) -> z >= 0 ? 1 : below);
    }

    @Override
    public Function relu6() {
        return elementwise(z -> min(max(0, z), 6), (z, a) -> z > 0 && z < 6 ? 1 : 0);
    }

    @Override
    public Function elu() {
        return elementwise(z -> z >= 0 ? z : expm1(z), (z, a) -> z >= 0 ? 1 : exp(z));
    }

    @Override
    public Function selu() {
        double alpha = 1.6732632423543772;
        double lambda = 1.0507009873554805;
        return elementwise(
                z -> z > 0 ? lambda * z : lambda * alpha * expm1(z),
                (z, a) -> z > 0 ? lambda : lambda * alpha * exp(z));
    }

    @Override
    public Function softplus() {
        return elementwise(Activations::logOnePlusExp, (z, a) -> logistic(z));
    }

    private static double square(double x) {
        return x * x;
    }

    /** log(1 + eᶻ), without overflow and without the loss of a small eᶻ beside the 1. */
    private static double logOnePlusExp(double z) {
        return max(z, 0) + log1p(exp(-abs(z)));
    }

    @Override
    public Function softsign() {
        return elementwise(z -> z / (1 + abs(z)), (z, a) -> 1 / square(1 + abs(z)));
    }

    @Override
    public Function hardSigmoid() {
        double slope = 0.2f;
        return elementwise(z -> min(max(0, slope * z + 0.5), 1), (z, a) -> z >= -2.5 && z <= 2.5 ? slope : 0);
    }

    @Override
    public Function hardTanh() {
        return elementwise(z -> min(max(-1, z), 1), (z, a) -> z >= -1 && z <= 1 ? 1 : 0);
    }

    @Override
    public Function swish() {
        return elementwise(z -> z * logistic(z), (z, a) -> logistic(z) * (1 + z * logistic(-z)));
    }

    @Override
    public Function mish() {
        return elementwise(z -> z * Math.tanh(logOnePlusExp(z)), (z, a) -> {
            double t = Math.tanh(logOnePlusExp(z));
            return t + z * (1 - t * t) * logistic(z);
        });
    }

    @Override
    public Function gelu() {
        double c = 1.702f;
        return elementwise(z -> z * logistic(c * z), (z, a) -> logistic(c * z) * (1 + c * z * logistic(-c * z)));
    }

    @Override
    public Function cube() {
        return elementwise(z -> z * z * z, (z, a) -> 3 * z * z);
    }

    @Override
    public Function rationalTanh() {
        double scale = 1.7159f;
        double c = 1.41645f;
        return elementwise(
                z -> {
                    double y = abs(2 * z / 3);
                    return scale * signum(z) * (1 - 1 / (1 + y + y * y + c * y * y * y * y));
                },
                (z, a) -> {
                    double y = abs(2 * z / 3);
                    double d = 1 + y + y * y + c * y * y * y * y;
                    return scale * (2.0 / 3) * (1 + 2 * y + 4 * c * y * y * y) / square(d);
                });
    }

    @Override
    public Function rectifiedTanh() {
        return elementwise(z -> max(0, Math.tanh(z)), (z, a) -> z > 0 ? 1 - a * a : 0);
    }

    @Override
    public Function thresholdedRelu(double theta) {
        return elementwise(z -> z > theta ? z : 0, (z, a) -> z > theta ? 1 : 0);
    }

    @Override
    public Function softmax() {
        return new Function() {
            @Override
            public Matrix forward(Matrix z) {
                Matrix largest = Matrix.column(rowMax(z));
                Matrix e = z.minus(largest).exp(); // exponents of at most 0: no overflow
                return e.div(e.sum(1));
            }

            @Override
            public Matrix backward(Matrix da, Matrix z, Matrix a) {
                return a.times(da.minus(da.times(a).sum(1)));
            }
        };
    }

    private static double[] rowMax(Matrix z) {
        int[] at = z.argmax(1);
        double[] largest = new double[z.rows()];
        for (int i = 0; i < largest.length; i++) {
            largest[i] = z.get(i, at[i]);
        }
        return largest;
    }
}
