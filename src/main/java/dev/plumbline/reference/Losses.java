package dev.plumbline.reference;

import static java.lang.Math.abs;
import static java.lang.Math.log;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.signum;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Loss;
import java.util.function.DoubleBinaryOperator;

/**
 * Every loss, with its gradient beside it: {@code summed(l, ∂l/∂ŷ)} sums over the outputs; both are functions of ŷ and
 * y.
 */
final class Losses implements Loss.Cases<Losses.Function> {

    /** The function of a loss. */
    static Function of(Loss loss) {
        return loss.match(new Losses());
    }

    /** l(ŷ, y) of each example, and ∂l/∂ŷ; ŷ is the last layer's activation a. */
    interface Function {
        /** The loss of each example, not yet reduced over the batch: (n, outputs) → (n, 1). */
        Matrix forward(Matrix a, Matrix y);

        /** ∂l/∂a, (n, outputs). */
        Matrix backward(Matrix a, Matrix y);

        /** ∂l/∂z, (n, outputs): the backward pass through the last layer's activation. */
        default Matrix delta(Activations.Function f, Matrix z, Matrix a, Matrix y) {
            return f.backward(backward(a, y), z, a);
        }
    }

    private static Function summed(DoubleBinaryOperator l, DoubleBinaryOperator gradient) {
        return new Function() {
            @Override
            public Matrix forward(Matrix a, Matrix y) {
                return a.zip(y, l).sum(1);
            }

            @Override
            public Matrix backward(Matrix a, Matrix y) {
                return a.zip(y, gradient);
            }
        };
    }

    /** The sum over the outputs, divided by their number. */
    private static Function averaged(DoubleBinaryOperator l, DoubleBinaryOperator gradient) {
        Function sum = summed(l, gradient);
        return new Function() {
            @Override
            public Matrix forward(Matrix a, Matrix y) {
                return sum.forward(a, y).div(y.columns());
            }

            @Override
            public Matrix backward(Matrix a, Matrix y) {
                return sum.backward(a, y).div(y.columns());
            }
        };
    }

    private static double square(double x) {
        return x * x;
    }

    @Override
    public Function halfSquaredError() {
        return summed((a, y) -> 0.5 * square(a - y), (a, y) -> a - y);
    }

    @Override
    public Function squaredError() {
        return summed((a, y) -> square(a - y), (a, y) -> 2 * (a - y));
    }

    @Override
    public Function meanSquaredError() {
        return averaged((a, y) -> square(a - y), (a, y) -> 2 * (a - y));
    }

    @Override
    public Function absoluteError() {
        return summed((a, y) -> abs(a - y), (a, y) -> signum(a - y));
    }

    @Override
    public Function meanAbsoluteError() {
        return averaged((a, y) -> abs(a - y), (a, y) -> signum(a - y));
    }

    @Override
    public Function huber(double delta) {
        return summed(huberOf(delta), huberSlope(delta));
    }

    @Override
    public Function meanHuber(double delta) {
        return averaged(huberOf(delta), huberSlope(delta));
    }

    private static DoubleBinaryOperator huberOf(double delta) {
        return (a, y) -> abs(a - y) <= delta ? 0.5 * square(a - y) : delta * (abs(a - y) - 0.5 * delta);
    }

    private static DoubleBinaryOperator huberSlope(double delta) {
        return (a, y) -> min(max(a - y, -delta), delta);
    }

    @Override
    public Function meanSquaredLogarithmicError() {
        return averaged((a, y) -> square(log((1 + a) / (1 + y))), (a, y) -> 2 * log((1 + a) / (1 + y)) / (1 + a));
    }

    @Override
    public Function meanAbsolutePercentageError() {
        return averaged((a, y) -> 100 * abs((a - y) / y), (a, y) -> 100 * signum(a - y) / abs(y));
    }

    @Override
    public Function binaryCrossEntropy(double clip) {
        return summed(
                (a, y) -> {
                    double p = min(max(a, clip), 1 - clip);
                    return -(y * log(p) + (1 - y) * log(1 - p));
                },
                (a, y) -> {
                    double p = min(max(a, clip), 1 - clip);
                    return (p - y) / (p * (1 - p));
                });
    }

    @Override
    public Function categoricalCrossEntropy() {
        double clip = 1e-10;
        Function general = summed((a, y) -> -y * log(min(max(a, clip), 1 - clip)), (a, y) -> -y / a);
        return new Function() {
            @Override
            public Matrix forward(Matrix a, Matrix y) {
                return general.forward(a, y);
            }

            @Override
            public Matrix backward(Matrix a, Matrix y) {
                return general.backward(a, y);
            }

            /** With softmax and targets that sum to 1, the delta is ŷ − y: no division by a vanishing ŷ. */
            @Override
            public Matrix delta(Activations.Function softmax, Matrix z, Matrix a, Matrix y) {
                return a.minus(y);
            }
        };
    }

    @Override
    public Function klDivergence() {
        double clip = 1e-5;
        return summed(
                (a, y) -> {
                    double p = min(max(a, clip), 1);
                    double q = min(max(y, clip), 1);
                    return q * log(q / p);
                },
                (a, y) -> -y / a);
    }

    @Override
    public Function poisson() {
        return summed((a, y) -> a - y * log(a), (a, y) -> 1 - y / a);
    }

    @Override
    public Function hinge() {
        return summed((a, y) -> max(0, 1 - y * a), (a, y) -> 1 - y * a > 0 ? -y : 0);
    }

    @Override
    public Function squaredHinge() {
        return summed((a, y) -> square(max(0, 1 - y * a)), (a, y) -> -2 * y * max(0, 1 - y * a));
    }

    /** Lengths below 1e-5 and squared lengths below 1e-5 count as 1e-5, so a row of zeros causes no division by 0. */
    @Override
    public Function cosine() {
        double shortest = 1e-5;
        return new Function() {
            @Override
            public Matrix forward(Matrix a, Matrix y) {
                return a.times(y).sum(1).div(lengths(a, y)).unaryMinus();
            }

            @Override
            public Matrix backward(Matrix a, Matrix y) {
                Matrix product = a.times(y).sum(1); // (n, 1)
                Matrix squared = a.square().sum(1); // (n, 1)
                Matrix across = a.times(product).minus(y.times(squared)); // (n, outputs)
                return across.div(lengths(a, y).times(squared.maximum(shortest)));
            }

            /** |a| |y|, (n, 1). */
            private Matrix lengths(Matrix a, Matrix y) {
                return length(a).maximum(shortest).times(length(y).maximum(shortest));
            }

            /** |row|, (n, 1). */
            private Matrix length(Matrix rows) {
                return rows.square().sum(1).sqrt();
            }
        };
    }
}
