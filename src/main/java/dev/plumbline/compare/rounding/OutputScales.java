package dev.plumbline.compare.rounding;

import static java.lang.Math.abs;
import static java.lang.Math.log;
import static java.lang.Math.max;
import static java.lang.Math.min;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Loss;
import java.util.function.DoubleUnaryOperator;

/**
 * The error scales of a loss and its gradient, from the derivative and the terms of each formula; the same analysis as
 * in {@link ErrorScales}. {@code KinkSearch} handles the kinks of a loss and its gradient.
 *
 * @param a the outputs ŷ, examples × outputs
 * @param ea their scale
 * @param y the targets
 * @param cancels whether the derivative of the last activation cancels the divisor of the loss, so that ŷ − y is left
 * @param tau τ
 */
record OutputScales(Matrix a, Matrix ea, Matrix y, boolean cancels, double tau)
        implements Loss.Cases<OutputScales.Terms> {

    /**
     * The scales of a loss, not yet reduced over the batch.
     *
     * @param loss the scale of l, examples × 1 or examples × outputs
     * @param gradient |∂l/∂ŷ|, examples × outputs
     * @param ofGradient the scale of the gradient, examples × outputs
     */
    record Terms(Matrix loss, Matrix gradient, Matrix ofGradient) {
        Terms times(double factor) {
            return new Terms(loss.times(factor), gradient.times(factor), ofGradient.times(factor));
        }
    }

    static Terms of(Loss loss, OutputScales scales) {
        return loss.match(scales);
    }

    /** A function of ŷ, its scale eŷ and y. */
    @FunctionalInterface
    private interface Formula {
        double of(double a, double ea, double y);
    }

    private Matrix each(Formula formula) {
        double[] outputs = a.toRowMajor();
        double[] scales = ea.toRowMajor();
        double[] targets = y.toRowMajor();
        double[] result = new double[outputs.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = formula.of(outputs[i], scales[i], targets[i]);
        }
        return Matrix.wrap(a.rows(), a.columns(), result);
    }

    private Terms each(Formula loss, Formula gradient, Formula ofGradient) {
        return new Terms(each(loss), each(gradient), each(ofGradient));
    }

    private double perOutput() {
        return 1.0 / a.columns();
    }

    /** The terms of ŷ − y: eŷ + |ŷ| + |y|. */
    private static double difference(double a, double ea, double y) {
        return ea + abs(a) + abs(y);
    }

    /** The scale of x²: 2·|x|·ex, and τ·ex², the only term if x = 0. */
    private double square(double x, double ex) {
        return 2 * abs(x) * ex + tau * ex * ex + x * x;
    }

    @Override
    public Terms halfSquaredError() {
        return each(
                (a, ea, y) -> square(a - y, difference(a, ea, y)) / 2,
                (a, ea, y) -> abs(a - y),
                OutputScales::difference);
    }

    @Override
    public Terms squaredError() {
        return halfSquaredError().times(2);
    }

    @Override
    public Terms meanSquaredError() {
        return squaredError().times(perOutput());
    }

    @Override
    public Terms absoluteError() {
        return each(OutputScales::difference, (a, ea, y) -> a == y ? 0 : 1, (a, ea, y) -> 1);
    }

    @Override
    public Terms meanAbsoluteError() {
        return absoluteError().times(perOutput());
    }

    /** The loss is a straight line if |ŷ − y| exceeds δ by more than rounding, and has the derivative δ there. */
    @Override
    public Terms huber(double delta) {
        return each(
                (a, ea, y) -> abs(a - y) <= delta
                        ? square(a - y, difference(a, ea, y)) / 2
                        : delta * (difference(a, ea, y) + abs(a - y) + delta),
                (a, ea, y) -> min(abs(a - y), delta),
                (a, ea, y) -> {
                    double terms = difference(a, ea, y);
                    return abs(a - y) - tau * terms > delta ? delta : terms;
                });
    }

    @Override
    public Terms meanHuber(double delta) {
        return huber(delta).times(perOutput());
    }

    /**
     * The scale of r = log((1 + ŷ)/(1 + y)). A relative error of the quotient is an absolute error of its logarithm.
     */
    private static double logRatio(double a, double ea, double y) {
        return (ea + 1 + abs(a)) / abs(1 + a) + 2 + (1 + abs(y)) / abs(1 + y) + abs(log((1 + a) / (1 + y)));
    }

    @Override
    public Terms meanSquaredLogarithmicError() {
        return each(
                        (a, ea, y) -> square(log((1 + a) / (1 + y)), logRatio(a, ea, y)),
                        (a, ea, y) -> abs(2 * log((1 + a) / (1 + y)) / (1 + a)),
                        (a, ea, y) -> 2
                                * (logRatio(a, ea, y)
                                        + abs(log((1 + a) / (1 + y))) * ((ea + 1 + abs(a)) / abs(1 + a) + 2))
                                / abs(1 + a))
                .times(perOutput());
    }

    @Override
    public Terms meanAbsolutePercentageError() {
        return each(
                        (a, ea, y) -> 100 * difference(a, ea, y) / abs(y),
                        (a, ea, y) -> a == y ? 0 : 100 / abs(y),
                        (a, ea, y) -> 100 / abs(y))
                .times(perOutput());
    }

    @Override
    public Terms binaryCrossEntropy(double clip) {
        DoubleUnaryOperator clipped = a -> min(max(a, clip), 1 - clip);
        Matrix loss = each((a, ea, y) -> {
            double p = clipped.applyAsDouble(a);
            return abs(y) * ofLog(p, ea + p) + abs(1 - y) * ofLog(1 - p, ea + 1);
        });
        if (cancels) {
            return new Terms(loss, each((a, ea, y) -> abs(a - y)), each(OutputScales::difference));
        }
        return new Terms(
                loss,
                each((a, ea, y) -> {
                    double p = clipped.applyAsDouble(a);
                    return abs((p - y) / (p * (1 - p)));
                }),
                each((a, ea, y) -> {
                    double p = clipped.applyAsDouble(a);
                    double error = (ea + p) / p + (ea + 1) / (1 - p);
                    return (difference(p, ea, y) + abs(p - y) * (error + 2)) / (p * (1 - p));
                }));
    }

    /** The scale of log p. */
    private static double ofLog(double p, double ep) {
        return ep / p + abs(log(p));
    }

    @Override
    public Terms categoricalCrossEntropy() {
        double clip = 1e-10;
        return each(
                (a, ea, y) -> abs(y) * ofLog(min(max(a, clip), 1 - clip), ea + 1e-10),
                (a, ea, y) -> abs(a - y),
                OutputScales::difference);
    }

    @Override
    public Terms klDivergence() {
        double clip = 1e-5;
        return each(
                (a, ea, y) -> {
                    double q = min(max(y, clip), 1);
                    double p = min(max(a, clip), 1);
                    return q * (ofLog(p, ea + p) + abs(log(q / p)) + 2);
                },
                (a, ea, y) -> abs(y / a),
                (a, ea, y) -> abs(y / a) * (ea / abs(a) + 1));
    }

    @Override
    public Terms poisson() {
        return each(
                (a, ea, y) -> ea + abs(a) + abs(y) * ofLog(abs(a), ea),
                (a, ea, y) -> abs(1 - y / a),
                (a, ea, y) -> 1 + abs(y / a) * (ea / abs(a) + 1));
    }

    @Override
    public Terms hinge() {
        return each(
                this::margin,
                (a, ea, y) -> 1 - y * a > 0 ? abs(y) : 0,
                (a, ea, y) -> margin(a, ea, y) > 0 ? abs(y) : 0);
    }

    /** The scale of max(0, 1 − y·ŷ); 0 if the margin is met by more than rounding. */
    private double margin(double a, double ea, double y) {
        double terms = 1 + abs(y) * (ea + abs(a));
        return 1 - y * a + tau * terms > 0 ? terms : 0;
    }

    @Override
    public Terms squaredHinge() {
        return each(
                (a, ea, y) -> square(max(0, 1 - y * a), margin(a, ea, y)),
                (a, ea, y) -> 2 * abs(y) * max(0, 1 - y * a),
                (a, ea, y) -> 2 * abs(y) * margin(a, ea, y));
    }

    @Override
    public Terms cosine() {
        double shortest = 1e-5;
        Matrix product = a.times(y).sum(1); // (n, 1)
        Matrix squared = a.square().sum(1); // (n, 1)
        Matrix length = squared.sqrt().maximum(shortest); // (n, 1)
        Matrix lengths = length.times(y.square().sum(1).sqrt().maximum(shortest)); // (n, 1)
        Matrix by = lengths.times(squared.maximum(shortest)); // (n, 1)
        Matrix size = a.abs();
        Matrix target = y.abs();
        Matrix products = size.times(target).sum(1); // (n, 1)
        Matrix ofProducts = ea.times(target).sum(1).plus(products); // (n, 1)
        Matrix ofSquared = size.times(ea)
                .sum(1)
                .times(2)
                .plus(squared)
                .plus(ea.square().sum(1).times(tau)); // (n, 1)
        Matrix ofLength = ea.square().sum(1).sqrt().div(length).plus(1); // relative, (n, 1)
        Matrix gradient = a.times(product).minus(y.times(squared)).div(by).abs(); // (n, outputs)
        Matrix ofAcross = ea.times(products.plus(ofProducts.times(tau)))
                .plus(size.times(ofProducts))
                .plus(target.times(ofSquared)); // (n, outputs)
        return new Terms(
                ofProducts.div(lengths).plus(products.div(lengths).times(ofLength)),
                gradient,
                ofAcross.div(by).plus(gradient.times(ofLength.times(3))));
    }
}
