package dev.plumbline.compare;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;

/**
 * How large a difference may be: every tolerance of a comparison and of a diagnosis, with its reason.
 *
 * <p>A sum of k products, rounded at each step, is off by at most k·u of what was summed, and by about √k·u when the
 * roundings are as often up as down; u is the unit roundoff, 2⁻⁵³ or 2⁻²⁴ (Higham, Accuracy and Stability of Numerical
 * Algorithms, chapters 3 and 4). Through L layers such errors add up. τ = 16·√k·L·u therefore bounds what two correct
 * implementations differ by in one step, with a factor of 16 for libraries that differ in the order of their sums and in
 * the last digit of exp. It is relative to {@link ErrorScales}, the size of what was summed for each element.
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
public record Tolerances(
        double u,
        double tau,
        double usual,
        double turning,
        double chaotic,
        double smallestNormal,
        double largestNumber) {
    // ---- one step ----

    /** In τ, for libraries that differ in the order of their sums and in the last digit of exp. */
    private static final double SAFETY = 16;

    /**
     * An element that is off by less than τ of itself divided by this needs no scale. Most are off by a few u, which this is
     * for short sums; and no element that needs none comes closer to its bound than an eighth.
     */
    static final double NEGLIGIBLE = 8;

    /**
     * So many times itself 1 − a may be off, and the like, where a is all but 1: the one side has a last place or two of 1 left
     * of it, the other nothing.
     */
    static final double SATURATED = 8;

    /** A rate of so many of the smallest normal numbers is as good as 0: some engines take the one for the other. */
    static final double AS_GOOD_AS_ZERO = 32;

    /**
     * A third of the way to the engine's number, what has a slope has gone a third of its own way but for so much: it is curved.
     * What is further off jumps.
     */
    static final double ON_A_SLOPE = 0.03;

    // ---- all steps: the slope of the one side against the other ----

    /** So many standard errors the slope may be away from 1; over 600 random networks it was never 3 away. */
    static final double STANDARD_ERRORS = 4;

    /** Where more cancels than this, other ways to calculate a formula leave more than its own last places. */
    static final double ILL_CONDITIONED = 1000;

    /**
     * So many times more is left of a norm whose squares are below the smallest normal number, and of weights that are moved
     * by an update of which little is known.
     */
    static final double LOOSE = 64;

    // ---- freely running ----

    /**
     * So many times as far as a training goes that is moved by last places a right one may go: two implementations differ by a
     * rounding at every operation, and may differ by more than a few runs do.
     */
    static final double PERTURBED_RUNS = 30;

    /** Beyond so many times what is in proportion to the perturbation, an answer to it is a leap. */
    static final double LEAP = 10;

    /** So many times as far as a single step that is moved by last places, or so many last places of what is there. */
    static final double MOVED_STEPS = 10;

    /** So many last places an update is moved by: it is a factor times a moment, by the root of another. */
    static final double ROUNDINGS_OF_UPDATE = 4;

    /** What of the rounding of β goes through 1 − β and a root into an update, on average over its steps. */
    static final double PART_OF_MEANS = 1 / 8.0;

    // ---- the diagnosis ----

    /**
     * A mistake's formula reproduces a tensor of 64 bits more closely than this, in norm, and another mistake's does not: the
     * nearest two that are known, places of Adam's ε, are 5e-6 apart. A hundred thousand times what rounding makes of a
     * well-conditioned tensor, so that an ill-conditioned one is reproduced too.
     */
    public static final double REPRODUCED = 1e-9;

    /** The same of 32 bits: some thousand times their unit roundoff. */
    public static final double REPRODUCED_IN_32_BITS = 2e-4;

    /** Constants that are rounded to 32 bits are off by 6e-8, and so is what is calculated from a few of them together. */
    public static final double OF_CONSTANTS = 2e-7;

    /** Two tensors that are the same number for number, written by different lines, and not merely alike. */
    public static final double SAME = 1e-10;

    /**
     * What is concluded from a training, and not shown: it has passed through a solver or through every step, which multiply
     * last digits. Mistakes are told apart by more than that.
     */
    public static final double CONCLUDED = 1e-6;

    /** Where last digits move a tensor by more than this, relative to it, nothing is learned of it any more. */
    public static final double LOST = 1e-3;

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
