package dev.plumbline.compare;

import static java.lang.Math.abs;
import static java.lang.Math.cosh;
import static java.lang.Math.exp;
import static java.lang.Math.max;
import static java.lang.Math.min;

import dev.plumbline.spec.Activation;

/** How steep and how curved each activation is where rounding may carry its z: bounds, as nothing else is needed. */
final class ActivationBounds implements Activation.Cases<ActivationBounds.Bounds> {

    /** From a word to its bounds; softmax, whose units are coupled, has none. */
    static Bounds of(Activation activation) {
        return activation.match(new ActivationBounds());
    }

    /** A bound on all of an interval of z. */
    @FunctionalInterface
    interface IntervalBound {
        double on(double low, double high);
    }

    /**
     * The bounds of one activation.
     *
     * @param steepest of |f′|
     * @param curved of |f″|, but at a kink
     * @param ofActivation how many roundings of a its slope's formula has, as 1 − a² has two
     * @param terms of what a is left over from where its formula is taken as it stands, as 1 in eᶻ − 1 for small z
     * @param termsOfSlope of what f′ is left over from, likewise
     */
    record Bounds(
            IntervalBound steepest,
            IntervalBound curved,
            int ofActivation,
            IntervalBound terms,
            IntervalBound termsOfSlope) {
        Bounds(IntervalBound steepest, IntervalBound curved, int ofActivation) {
            this(steepest, curved, ofActivation, (low, high) -> 0, (low, high) -> 0);
        }

        Bounds leftOver(IntervalBound from) {
            return new Bounds(steepest, curved, ofActivation, from, termsOfSlope);
        }

        Bounds slopeLeftOver(IntervalBound from) {
            return new Bounds(steepest, curved, ofActivation, terms, from);
        }
    }

    /** Straight lines, of which the steepest on an interval is given. */
    private static Bounds lines(IntervalBound steepest) {
        return new Bounds(steepest, (low, high) -> 0, 0);
    }

    /** A curve whose slope is calculated from a, and changes by no more than three times itself where z changes by 1. */
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

    @Override
    public Bounds sigmoid() {
        return curveOfActivation((low, high) -> {
            double e = exp(-nearest(low, high));
            return e / ((1 + e) * (1 + e));
        });
    }

    private static double slopeOfTanh(double z) {
        double c = cosh(z);
        return 1 / c / c;
    }

    @Override
    public Bounds tanh() {
        return curveOfActivation((low, high) -> slopeOfTanh(nearest(low, high))).leftOver((low, high) -> 0.25);
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
                .leftOver((low, high) -> low < 0 ? 1 : 0);
    }

    @Override
    public Bounds selu() {
        return new Bounds(
                        (low, high) -> 1.76 * exp(min(high, 0)),
                        (low, high) -> low < 0 ? 3 * 1.76 * exp(min(high, 0)) : 0,
                        0)
                .leftOver((low, high) -> low < 0 ? 1.76 : 0);
    }

    @Override
    public Bounds softplus() {
        return new Bounds((low, high) -> 1 / (1 + exp(-high)), (low, high) -> exp(-nearest(low, high)), 0)
                .leftOver((low, high) -> 1);
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

    /** Of z times what goes from 0 to 1 at least as fast as exp does. */
    private static Bounds gated() {
        return new Bounds(
                (low, high) -> high > -1 ? 1.2 : exp(high) * (1 - 2 * high),
                (low, high) -> {
                    double distance = nearest(low, high); // on either side the line is soon straight
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
        // Where eᶻ is nothing beside 1, so is what it comes to.
        return gated().leftOver((low, high) -> low < 0 ? -low * min(1, exp(high + 34)) : 0)
                .slopeLeftOver((low, high) -> low < 0 ? (1 - low) * min(1, exp(high + 34)) : 0);
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
        // Far out the slope is a power of z, y⁻⁵, which changes the less where z changes by 1, the larger z is.
        return new Bounds(
                        ActivationBounds::slopeOfRationalTanh,
                        (low, high) -> 3 * min(1, 3.75 / nearest(low, high)) * slopeOfRationalTanh(low, high),
                        0)
                .leftOver((low, high) -> 1.72);
    }

    private static double slopeOfRationalTanh(double low, double high) {
        double y = 2 * nearest(low, high) / 3;
        double d = 1 + y + y * y + 1.41645 * y * y * y * y;
        return 1.2 * ((1 + 2 * y + 5.6658 * y * y * y) / d) / d;
    }

    @Override
    public Bounds rectifiedTanh() {
        return curveOfActivation((low, high) -> high > 0 ? slopeOfTanh(nearest(low, high)) : 0)
                .leftOver((low, high) -> high > 0 ? 0.25 : 0);
    }

    @Override
    public Bounds thresholdedRelu(double theta) {
        return lines((low, high) -> high > theta ? 1 : 0);
    }

    @Override
    public Bounds softmax() {
        throw new IllegalArgumentException("the units of softmax are coupled");
    }
}
