package dev.plumbline.compare;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;

/**
 * How large a difference may be: every tolerance of a comparison, with its reason.
 *
 * <p>A sum of k products, rounded at each step, is off by at most k·u of what was summed, and by about √k·u when the
 * roundings are as often up as down; u is the unit roundoff, 2⁻⁵³ or 2⁻²⁴ (Higham, Accuracy and Stability of Numerical
 * Algorithms, chapters 3 and 4). Through L layers such errors add up. τ = 16·√k·L·u therefore bounds what two correct
 * implementations differ by in one step, with a factor of 16 for libraries that differ in the order of their sums and in
 * the last digit of exp. It is relative to {@link Scales}, the size of what was summed for each element.
 *
 * @param u the unit roundoff of the precision in which the engine calculates
 * @param tau τ, what an element of a single step may differ by, relative to its scale
 * @param usual where no single element is looked at, what a tensor may differ by in norm before each is; it is also the
 *     least relative difference that matters freely running, since 10,000 steps of τ come to about as much
 * @param turning freely running, a tensor that the training has carried further than this may stand on the other side of a
 *     kink, so that one is looked for
 * @param chaotic where last digits of the initial weights move a tensor by more than this, relative to its scale, the
 *     training is chaotic, and two correct engines go different ways
 * @param smallestNormal the smallest number that has all its digits
 * @param largestNumber the largest finite number
 */
record Tolerances(
        double u,
        double tau,
        double usual,
        double turning,
        double chaotic,
        double smallestNormal,
        double largestNumber) {
    private static final double SAFETY = 16;

    /**
     * An element that is off by less than τ of itself divided by this needs no scale. Most are off by a few u, which this is
     * for short sums; and no element that needs none comes closer to its bound than an eighth.
     */
    static final double NEGLIGIBLE = 8;

    /** The tolerances of an experiment: of its precision, its longest sum and its depth. */
    static Tolerances of(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        double u = spec.precision().unitRoundoff();
        double tau = SAFETY * ofSums(experiment) * spec.layers().size() * u;
        return spec.precision() == Precision.F64
                ? new Tolerances(u, tau, 1e-12, 1e-9, 1e-3, Double.MIN_NORMAL, Double.MAX_VALUE)
                : new Tolerances(u, tau, 1e-5, 1e-3, 1e-1, Float.MIN_NORMAL, Float.MAX_VALUE);
    }

    /**
     * A number smaller than this may have no right digit: it may be a product or a quotient of intermediate results of which
     * one is below the smallest normal number, where it has few digits or is taken for 0.
     */
    double vanishing() {
        return smallestNormal / u;
    }

    /** √k: how many last places the longest sum of an experiment is off by. */
    static double ofSums(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        long longest = spec.training().batchSize().of(experiment.inputs().rows());
        for (int i = 0; i < spec.layers().size(); i++) {
            longest = Math.max(
                    longest, Math.max(spec.inputsOf(i), spec.layers().get(i).units()));
        }
        return Math.sqrt(longest);
    }

    /** τ after so many steps, counted from 0: freely running, errors grow like a random walk. */
    double grown(long step) {
        return Math.max(usual, tau * Math.sqrt(step + 1.0));
    }
}
