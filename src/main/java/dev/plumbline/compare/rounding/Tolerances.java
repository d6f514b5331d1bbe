package dev.plumbline.compare.rounding;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;

/**
 * All tolerances of a comparison and of a diagnosis, each with its reason.
 *
 * <p>A sum of k products, rounded at each step, is off by at most k·u of its terms, and by about √k·u if the roundings
 * are random in sign; u is the unit roundoff, 2⁻⁵³ or 2⁻²⁴ (Higham, Accuracy and Stability of Numerical Algorithms,
 * chapters 3 and 4). Through L layers such errors add up. So τ = 16·√k·L·u bounds the difference of two correct
 * implementations in one step, with a factor of 16 for libraries that differ in the order of their sums and in the last
 * digit of exp. It is relative to {@link ErrorScales}, the size of the terms of each element.
 *
 * @param u the unit roundoff of the engine's precision
 * @param tau τ, the tolerance of an element in a single step, relative to its scale
 * @param usual if elements are not compared one by one: the largest relative difference in norm before they are. It is
 *     also the smallest relative difference that matters in the free-running lane, since 10,000 steps of τ accumulate
 *     to about as much
 * @param turning in the free-running lane, the relative distance caused by the training above which a number may lie on
 *     the other side of a kink, so that a kink is searched for
 * @param chaotic the relative movement of a tensor, with respect to its scale, above which the training is chaotic: a
 *     perturbation of the last digits of the initial weights moves it further, so two correct engines diverge
 * @param smallestNormal the smallest number with all its digits
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

    /** The factor in τ for libraries that differ in the order of their sums and in the last digit of exp. */
    private static final double SAFETY = 16;

    /**
     * An element that is off by less than τ of itself divided by this needs no scale. Most are off by a few u, which
     * this is for short sums. An element without a scale stays below an eighth of its bound.
     */
    public static final double NEGLIGIBLE = 8;

    /**
     * The largest error of 1 − a and similar, relative to itself, where a is almost 1: one side has one or two last
     * places of 1 left, the other has 0.
     */
    static final double SATURATED = 8;

    /** A rate below this multiple of the smallest normal number counts as 0, because some engines flush it to 0. */
    static final double NEGLIGIBLE_RATE = 32;

    /**
     * At a third of the distance to the engine's number, a slope has covered a third of its own change, up to this
     * deviation for its curvature. A larger deviation is a jump.
     */
    public static final double SLOPE_DEVIATION = 0.03;

    /**
     * A number is tested by a comparison if it is at least this multiple of its bound: a number that is missing or doubled
     * is off by itself, and so by at least twice its bound.
     */
    public static final double DISCERNED = 2;

    // ---- all steps: regression ----

    /** The largest distance of the slope from 1, in standard errors. Over 600 random networks it was never 3. */
    public static final double STANDARD_ERRORS = 4;

    /** The condition number above which another way to compute a formula differs by more than its own last places. */
    public static final double ILL_CONDITIONED = 1000;

    /**
     * The factor for the error of a norm whose squares are below the smallest normal number, and for weights after an
     * update about which little is known.
     */
    public static final double LOOSE = 64;

    // ---- free-running lane ----

    /**
     * The largest distance of a correct training, as a multiple of the distance of perturbed runs. Two implementations
     * differ by a rounding at every operation, and may differ by more than a few runs do.
     */
    public static final double PERTURBED_RUNS = 30;

    /** A response is a jump if it exceeds the proportional response to the perturbation by this factor. */
    public static final double JUMP = 10;

    /**
     * The largest distance after a single step, as a multiple of the distance of a perturbed step or of the last places
     * of the values.
     */
    public static final double PERTURBED_STEP = 10;

    /**
     * The rounding error of an update in last places: it is a factor times a moment, divided by the root of another
     * moment.
     */
    static final double ROUNDINGS_OF_UPDATE = 4;

    /** The part of the rounding of β that reaches an update through 1 − β and a root, on average over its steps. */
    static final double PART_OF_MEANS = 1 / 8.0;

    // ---- the diagnosis ----

    /**
     * The largest relative distance, in norm, at which a mistake's formula reproduces a tensor of 64 bits. Another
     * mistake's formula does not come this close: the nearest two known ones, places of Adam's ε, are 5e-6 apart. It is
     * a hundred thousand times the rounding error of a well-conditioned tensor, so that an ill-conditioned one is
     * reproduced too.
     */
    public static final double REPRODUCED = 1e-9;

    /** The largest relative distance for a tensor of 32 bits: some thousand times the unit roundoff. */
    public static final double REPRODUCED_IN_32_BITS = 2e-4;

    /** The error of constants rounded to 32 bits is 6e-8; this is the error of a result of a few of them. */
    public static final double OF_CONSTANTS = 2e-7;

    /**
     * The largest relative distance of two tensors that have the same values, computed by different code, and are not
     * merely similar.
     */
    public static final double SAME = 1e-10;

    /**
     * The tolerance for a value that is inferred from a training and not recorded. A solver, or the steps, amplified
     * its rounding errors. Mistakes differ by more.
     */
    public static final double CONCLUDED = 1e-6;

    /** If rounding changes a tensor by more than this, relative to its norm, the tensor gives no information. */
    public static final double LOST = 1e-3;

    /**
     * The largest distance that the outputs of an imported network may have from those of its translation, relative to the
     * largest output, where the translation corrects a constant that DL4J rounds to 32 bits.
     */
    public static final double CORRECTED = 1e-6;

    /**
     * The rounding of the outputs of a network, relative to the terms of their sums: τ with the longest sum of a forward
     * pass, the inputs of a layer and its bias.
     */
    public static double ofOutputs(NetworkSpec spec) {
        int longest = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            longest = Math.max(longest, spec.inputsOf(i));
        }
        return SAFETY
                * Math.sqrt(longest + 1.0)
                * spec.layers().size()
                * spec.precision().unitRoundoff();
    }

    /**
     * The largest relative distance, in norm, of the weights of two correct trainings: τ after all steps. A training that
     * amplifies its rounding errors may move them further.
     */
    static double ofFinalWeights(NetworkSpec spec, int examples, long steps) {
        return of(spec, examples).grown(steps);
    }

    /** The tolerances of an experiment, from its precision, its longest sum and its depth. */
    public static Tolerances of(Experiment experiment) {
        return of(experiment.spec(), experiment.inputs().rows());
    }

    private static Tolerances of(NetworkSpec spec, int examples) {
        double u = spec.precision().unitRoundoff();
        double tau = SAFETY * ofSums(spec, examples) * spec.layers().size() * u;
        return spec.precision() == Precision.F64
                ? new Tolerances(u, tau, 1e-12, 1e-9, 1e-3, Double.MIN_NORMAL, Double.MAX_VALUE)
                : new Tolerances(u, tau, 1e-5, 1e-3, 1e-1, Float.MIN_NORMAL, Float.MAX_VALUE);
    }

    /** The same with another tolerance of an element. */
    public Tolerances withTau(double unit) {
        return new Tolerances(u, unit, usual, turning, chaotic, smallestNormal, largestNumber);
    }

    /**
     * A number smaller than this may have no correct digit: it may be a product or a quotient with an intermediate
     * result below the smallest normal number, which has few digits or becomes 0.
     */
    double vanishing() {
        return smallestNormal / u;
    }

    /** √k: the rounding error of the longest sum of an experiment, in last places. */
    static double ofSums(Experiment experiment) {
        return ofSums(experiment.spec(), experiment.inputs().rows());
    }

    private static double ofSums(NetworkSpec spec, int examples) {
        long longest = Math.min(spec.training().batchOfWorker(), examples);
        for (int i = 0; i < spec.layers().size(); i++) {
            longest = Math.max(
                    longest, Math.max(spec.inputsOf(i), spec.layers().get(i).units()));
        }
        return Math.sqrt(longest);
    }

    /**
     * √k for a mistake that is sought over all steps. If all examples are equal, a sum over them repeatedly adds the
     * same number, and every addition may round to the same side: k places. On some processors a sum of 10,000 equal
     * numbers in f32 is off by 1,700 of them.
     */
    public static double ofSystematicSums(Experiment experiment) {
        double places = ofSums(experiment);
        return areEqual(experiment.inputs()) ? places * places : places;
    }

    private static boolean areEqual(Matrix rows) {
        for (int i = 1; i < rows.rows(); i++) {
            for (int j = 0; j < rows.columns(); j++) {
                if (rows.get(i, j) != rows.get(0, j)) {
                    return false;
                }
            }
        }
        return rows.rows() > 1;
    }

    /** τ after this number of steps, counted from 0. In the free-running lane errors grow like a random walk. */
    public double grown(long step) {
        return Math.max(usual, tau * Math.sqrt(step + 1.0));
    }
}
