package dev.plumbline.compare;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;

/**
 * How large a difference may be.
 *
 * <p>A sum of k products, rounded at each step, is off by at most k·u of what was summed, and by about √k·u when the
 * roundings are as often up as down; u is the unit roundoff, 2⁻⁵³ or 2⁻²⁴ (Higham, Accuracy and Stability of Numerical
 * Algorithms, chapters 3 and 4). Through L layers such errors add up. τ = 16·√k·L·u therefore bounds what two correct
 * implementations differ by in one step, with a factor of 16 for libraries that differ in the order of their sums and in
 * the last digit of exp. It is relative to {@link Scales}, the size of what was summed.
 *
 * <p>A difference is rounding if it is within {@code agreed} of the tensor itself, or within τ of its scale. What is
 * neither has diverged if it is more than {@code diverged} of the tensor itself, and else is worth a warning. So every
 * difference of more than {@code diverged} is found, but where rounding alone could have made it.
 *
 * @param tau τ, what a single step may differ by
 * @param agreed the least difference, relative to the tensor, that matters at all
 * @param diverged beyond it, values have diverged; between the two a warning is due
 * @param chaotic where last digits of the initial weights move a tensor by more than this, relative to its scale, the
 *     training is chaotic, and two right ones go different ways
 * @param smallestNormal the smallest number that has all its digits
 * @param largestNumber the largest number that there is
 */
record Tolerances(
        double tau, double agreed, double diverged, double chaotic, double smallestNormal, double largestNumber) {
    private static final double SAFETY = 16;

    /** The tolerances of an experiment: of its precision, its longest sum and its depth. */
    static Tolerances of(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        long longestSum = spec.training().batchSize().of(experiment.inputs().rows());
        for (int i = 0; i < spec.layers().size(); i++) {
            longestSum = Math.max(
                    longestSum, Math.max(spec.inputsOf(i), spec.layers().get(i).units()));
        }
        boolean f64 = spec.precision() == Precision.F64;
        double tau = SAFETY
                * Math.sqrt(longestSum)
                * spec.layers().size()
                * spec.precision().unitRoundoff();
        return f64
                ? new Tolerances(tau, 1e-12, 1e-9, 1e-3, Double.MIN_NORMAL, Double.MAX_VALUE)
                : new Tolerances(tau, 1e-5, 1e-3, 1e-1, Float.MIN_NORMAL, Float.MAX_VALUE);
    }

    /** What is allowed relative to a tensor's own size. */
    double ofItself(Lane lane, long step) {
        return Math.max(agreed, grown(lane, step));
    }

    /** What is allowed relative to its scale. Freely running, rounding has been at work before this step. */
    double ofItsScale(Lane lane, long step) {
        return lane == Lane.LOCAL ? tau : ofItself(lane, step);
    }

    /** τ after so many steps, counted from 0: in the free-running lane, errors grow like a random walk. */
    private double grown(Lane lane, long step) {
        return lane == Lane.LOCAL ? tau : tau * Math.sqrt(step + 1.0);
    }

    /** Whether an error above {@code allowed} is no longer a matter of rounding. */
    boolean isDivergence(double error, double allowed) {
        return !(error <= Math.max(diverged, allowed));
    }
}
