package dev.plumbline.compare.rounding;

import static java.lang.Math.abs;
import static java.lang.Math.cosh;
import static java.lang.Math.exp;
import static java.lang.Math.max;
import static java.lang.Math.min;

import dev.plumbline.spec.Activation;

/** Bounds on the derivatives of each activation over the interval in which rounding may move z. */
final class ActivationBounds implements Activation.Cases<ActivationBounds.Bounds> {

    /** The bounds of an activation; softmax has none, because its units are coupled. */
    static Bounds of(Activation activation) {
        return activation.match(new ActivationBounds());
    }

    /** A bound on a function over an interval of z. */
    @FunctionalInterface
    interface IntervalBound {
        double on(double low, double high);
    }

    /**
     * The bounds of one activation.
     *
     * @param steepest of |f′|
     * @param curved of |f″|, except at a kink
     * @param ofActivation the number of roundings of a in the formula of the derivative; 2 for 1 − a²
     * @param terms the terms beside a itself if the formula is computed literally, such as 1 in eᶻ − 1 for small z
     * @param termsOfSlope the terms beside f′ itself, likewise
     * @param powerOfSlope the highest power of z in a divisor of f′, if it is not the square of one; the derivative is lost
     *     where this power overflows
     */
    record Bounds(
            IntervalBound steepest,
            IntervalBound curved,
            int ofActivation,
            IntervalBound terms,
            IntervalBound termsOfSlope,
            int powerOfSlope) {
        Bounds(IntervalBound steepest, IntervalBound curved, int ofActivation) {
            this(steepest, curved, ofActivation, (low, high) -> 0, (low, high) -> 0, 0);
        }

        Bounds withTerms(IntervalBound extra) {
            return new Bounds(steepest, curved, ofActivation, extra, termsOfSlope, powerOfSlope);
        }

        Bounds withTermsOfSlope(IntervalBound extra) {
            return new Bounds(steepest, curved, ofActivation, terms, extra, powerOfSlope);
        }

        Bounds withPowerOfSlope(int power) {
            return new Bounds(steepest, curved, ofActivation, terms, termsOfSlope, power);
        }
    }

    /** A piecewise linear activation, from the steepest slope on an interval. */
    private static Bounds lines(IntervalBound steepest) {
        return new Bounds(steepest, (low, high) -> 0, 0);
    }

    /** A curve whose derivative is computed from a and changes by at most three times itself if z changes by 1. */
    private static Bounds curveOfActivation(IntervalBound steepest) {
        return new Bounds(steepest, (low, high) -> 3 * steepest.on(low, high), 2);
    }

    /** The distance of an interval from 0. */
    private static double nearest(double low, double high) {
        return max(0, max(low, -high));
    }

    @Override
    public Bounds identity() {
        return lines((low, high) -> 1);
    }

    /** Small values have the rounding of the terms of 1/2 (1 + tanh(z / 2)), which is written so that it does not overflow. */
    @Override
    public Bounds sigmoid() {
        return curveOfActivation((low, high) -> {
                    double e = exp(-nearest(low, high));
                    return e / ((1 + e) * (1 + e));
                })
                .withTerms((low, high) -> low < -2.5 ? 0.5 : 0);
    }

    private static double slopeOfTanh(double z) {
        double c = cosh(z);
        return 1 / c / c;
    }

    @Override
    public Bounds tanh() {
        return curveOfActivation((low, high) -> slopeOfTanh(nearest(low, high))).withTerms((low, high) -> 0.25);
    }

    @Override
    public Bounds relu() {
        return lines((low, high) -> high > 0 ? 1 : 0);
    }

    @Override
    public Bounds leakyRelu(double alpha) {
        return lines((low, high) -> high >= 0 ? max(1, abs(alpha)) : abs(alpha));
    }

    @Override
    public Bounds relu6() {
        return lines((low, high) -> high > 0 && low < 6 ? 1 : 0);
    }

    @Override
    public Bounds elu() {
        return new Bounds((low, high) -> exp(min(high, 0)), (low, high) -> low < 0 ? 3 * exp(min(high, 0)) : 0, 0)
                .withTerms((low, high) -> low < 0 ? 1 : 0);
    }

    @Override
    public Bounds selu() {
        return new Bounds(
                        (low, high) -> 1.76 * exp(min(high, 0)),
                        (low, high) -> low < 0 ? 3 * 1.76 * exp(min(high, 0)) : 0,
                        0)
                .withTerms((low, high) -> low < 0 ? 1.76 : 0);
    }

    @Override
    public Bounds softplus() {
        return new Bounds((low, high) -> 1 / (1 + exp(-high)), (low, high) -> exp(-nearest(low, high)), 0)
                .withTerms((low, high) -> 1);
    }

    @Override
    public Bounds softsign() {
        return new Bounds(
                (low, high) -> {
                    double d = 1 + nearest(low, high);
                    return 1 / (d * d);
                },
                (low, high) -> {
                    double d = 1 + nearest(low, high);
                    return 2 / (d * d * d);
                },
                0);
    }

    @Override
    public Bounds hardSigmoid() {
        return lines((low, high) -> high >= -2.5 && low <= 2.5 ? 0.2 : 0);
    }

    @Override
    public Bounds hardTanh() {
        return lines((low, high) -> high >= -1 && low <= 1 ? 1 : 0);
    }

    /** The bounds of z·g(z), where g rises from 0 to 1 at least as fast as exp. */
    private static Bounds gated() {
        return new Bounds(
                (low, high) -> high > -1 ? 1.2 : exp(high) * (1 - 2 * high),
                (low, high) -> {
                    double distance = nearest(low, high); // nearly linear on both sides
                    return 3 * (2 + distance) * exp(-distance);
                },
                0);
    }

    @Override
    public Bounds swish() {
        return gated();
    }

    @Override
    public Bounds mish() {
        // Where eᶻ vanishes beside 1, log(1 + eᶻ) vanishes too if it is computed literally.
        return gated().withTerms((low, high) -> low < 0 ? -low * min(1, exp(high + 34)) : 0)
                .withTermsOfSlope((low, high) -> low < 0 ? (1 - low) * min(1, exp(high + 34)) : 0);
    }

    @Override
    public Bounds gelu() {
        return gated();
    }

    @Override
    public Bounds cube() {
        return new Bounds(
                (low, high) -> 3 * max(low * low, high * high), (low, high) -> 6 * max(abs(low), abs(high)), 0);
    }

    @Override
    public Bounds rationalTanh() {
        // For large |z| the derivative is a power of z, y⁻⁵. The larger z is, the less it changes if z changes by 1.
        return new Bounds(
                        ActivationBounds::slopeOfRationalTanh,
                        (low, high) -> 3 * min(1, 3.75 / nearest(low, high)) * slopeOfRationalTanh(low, high),
                        0)
                .withTerms((low, high) -> 1.72)
                .withPowerOfSlope(8);
    }

    private static double slopeOfRationalTanh(double low, double high) {
        double y = 2 * nearest(low, high) / 3;
        double d = 1 + y + y * y + 1.41645 * y * y * y * y;
        return 1.2 * ((1 + 2 * y + 5.6658 * y * y * y) / d) / d;
    }

    @Override
    public Bounds rectifiedTanh() {
        return curveOfActivation((low, high) -> high > 0 ? slopeOfTanh(nearest(low, high)) : 0)
                .withTerms((low, high) -> high > 0 ? 0.25 : 0);
    }

    @Override
    public Bounds thresholdedRelu(double theta) {
        return lines((low, high) -> high > theta ? 1 : 0);
    }

    @Override
    public Bounds softmax() {
        throw new IllegalArgumentException("the units of softmax are coupled, so it has no bounds for each unit");
    }
}
