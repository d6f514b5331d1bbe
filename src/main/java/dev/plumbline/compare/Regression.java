package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.RegressionThroughOrigin;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Finds mistakes that hide in rounding: a regression of the engine's numbers on the reference's, for each quantity and
 * layer, over all steps taken from the same state.
 *
 * <p>In one step the slope is 1 + r with r = Σ (a − b)·b / Σ b². How far rounding carries it is measured: the reference takes
 * the step again with its numbers moved by last places, in some draws each number at random by √k places (the error of a sum
 * of k terms), in the others all numbers of a tensor to the same side by one place (as by an exp that always rounds down). ρ
 * is the largest |r| of these draws. Over the steps, each r counts by 1/ρ², so that the steps in which little cancels decide.
 *
 * <p>Roundings of different steps are not taken to average out: a training that has converged repeats the same rounding in
 * every step. So the standard error of the slope is that of errors which are all the same, Σ 1/ρ / Σ 1/ρ². It is no less than
 * what the elements leave: a constant is the same in all of them, and roundings are not.
 */
final class Regression {
    /** So many times a step is moved when its rounding is measured, half of them together. */
    private static final int DRAWS = 8;

    /**
     * For so many steps at most the rounding is taken to stay as it was measured; at the beginning for fewer. A prime, so
     * that not always the same batch of an epoch is measured.
     */
    private static final int MEASURED_EVERY = 997;

    /** So many steps count, and then one in so many: since roundings are not taken to average out, more would add little. */
    private static final long FIRST = 1000;

    private static final int ONE_IN = 8;

    /** So often a step is measured because its slope is unusual. */
    private static final int MOST_SURPRISES = 20;

    private final double u;
    private final double placesOfSums;
    private final boolean isCostly;
    private final SplittableRandom random = new SplittableRandom(0);
    private final List<TensorRegression> slopes = new ArrayList<>(); // in causal order
    private boolean measured;
    private long nextMeasurement;
    private int surprises;

    /**
     * A regression of no steps.
     *
     * @param u the unit roundoff
     * @param placesOfSums how many last places the longest sum is off by
     * @param isCostly whether a step takes so long that fewer draws must do, fewer still once it was measured; its many elements
     *     make them much alike
     */
    Regression(double u, double placesOfSums, boolean isCostly) {
        this.isCostly = isCostly;
        this.u = u;
        this.placesOfSums = placesOfSums;
    }

    private static final class TensorRegression {
        private final Quantity quantity;
        private final int layer;
        private final boolean ofFormula;
        private final boolean isLoose;
        private double rounding; // ρ
        private double weighted; // Σ r/ρ²
        private double weights; // Σ 1/ρ²
        private double roots; // Σ 1/ρ
        private double errors; // Σ standard error/ρ²
        private long steps;

        private TensorRegression(Key place, NetworkSpec spec) {
            quantity = place.quantity();
            layer = place.layer();
            ofFormula = isLearned() || hasFormula(quantity, layer, spec);
            isLoose = isLearned()
                    || quantity.isOfUpdate()
                            && spec.layers()
                                    .get(layer - 1)
                                    .gradientNormalization()
                                    .isPresent();
        }

        /**
         * Whether it comes out of a formula whose own constants are rounded, as 1 − β of Adam is, a thousand times as far as
         * one of its numbers: then rounding is what the scales say of it.
         */
        private static boolean hasFormula(Quantity quantity, int layer, NetworkSpec spec) {
            Layer own = spec.layers().get(layer - 1);
            boolean plain = spec.optimizerOf(layer - 1) instanceof Optimizer.Sgd
                    && own.regularization().isEmpty()
                    && own.gradientNormalization().isEmpty()
                    && own.constraint().isEmpty();
            return !plain && quantity.isOfUpdate();
        }

        private boolean isLearned() {
            return quantity.isLearned();
        }

        private Optional<Matrix> in(StepTrace trace) {
            return trace.get(quantity, layer);
        }

        private void add(RegressionThroughOrigin found) {
            double r = found.excess();
            double weight = 1 / (rounding * rounding);
            if (Math.abs(r) <= Double.MAX_VALUE && weight > 0) {
                weighted += r * weight;
                weights += weight;
                roots += 1 / rounding;
                errors += found.standardError() * weight;
                steps++;
            }
        }

        private Optional<SystematicError> error() {
            double away = weighted / weights;
            double allowed = Tolerances.STANDARD_ERRORS * Math.max(roots, errors) / weights;
            return Math.abs(away) > allowed
                    ? Optional.of(new SystematicError(quantity, layer, 1 + away, allowed, steps))
                    : Optional.empty();
        }
    }

    /**
     * Takes up a step.
     *
     * @param actual the engine's
     * @param expected the reference's, from the same state
     */
    void step(StepTrace actual, ReferenceStep expected) {
        StepTrace right = expected.trace();
        if (slopes.isEmpty()) {
            right.keys().forEach(key -> slopes.add(new TensorRegression(key, expected.spec())));
        }
        if (!counts(right.step())) {
            return;
        }
        if (right.step() >= nextMeasurement) {
            measure(expected);
            nextMeasurement = right.step() + Math.max(1, Math.min(right.step(), MEASURED_EVERY));
        }
        for (TensorRegression slope : slopes) {
            Optional<Matrix> theirs = slope.in(actual);
            Matrix own = slope.in(right).orElseThrow();
            if (theirs.isPresent() && theirs.get().hasShapeOf(own)) {
                RegressionThroughOrigin found = theirs.get().regressOn(own);
                if (Math.abs(found.excess()) > Tolerances.STANDARD_ERRORS * slope.rounding
                        && surprises < MOST_SURPRISES) {
                    surprises++;
                    measure(expected);
                }
                slope.add(found);
            }
        }
    }

    /** Whether a step counts: the first thousand, and then one in eight, each time another of an epoch. */
    private static boolean counts(long step) {
        return step < FIRST || ElementSteps.isOneOf(ONE_IN, step);
    }

    /**
     * Measures ρ. What was measured before is forgotten slowly, since the next batch may be more like that one. An infinite ρ is
     * forgotten at once: a gradient that begins at 0 has a rounding in the next step.
     */
    private void measure(ReferenceStep expected) {
        for (TensorRegression slope : slopes) {
            double ofScale = ofScale(slope, expected) * (slope.isLoose ? Tolerances.LOOSE : 1);
            boolean counts = slope.ofFormula || ofScale > Tolerances.ILL_CONDITIONED * u;
            double faded = Double.isInfinite(slope.rounding) ? 0 : slope.rounding / 2;
            slope.rounding = Math.max(faded, Math.max(u, counts ? ofScale / Tolerances.STANDARD_ERRORS : 0));
        }
        int draws = isCostly ? DRAWS / 2 : DRAWS;
        if (isCostly && measured) {
            draws /= 2;
        }
        measured = true;
        for (int draw = 0; draw < draws; draw++) {
            boolean together = draw % 2 == 0;
            StepTrace moved = expected.moved(together ? 1 : placesOfSums, together, random);
            for (TensorRegression slope : slopes) {
                Matrix own = slope.in(expected.trace()).orElseThrow();
                double r = slope.in(moved).orElseThrow().regressOn(own).excess();
                slope.rounding = Double.isNaN(r) ? slope.rounding : Math.max(slope.rounding, Math.abs(r));
            }
        }
    }

    /**
     * How far the slope is off if each number is by u times its scale, to the side that matters; infinite where so much
     * cancels that nothing is known of it.
     */
    private double ofScale(TensorRegression slope, ReferenceStep expected) {
        Matrix own = slope.in(expected.trace()).orElseThrow();
        Matrix scale = expected.scales().of(slope.quantity, slope.layer);
        double condition = scale.times(own.abs()).sum() / own.square().sum();
        return u * condition <= Math.sqrt(u) ? u * condition : Double.POSITIVE_INFINITY; // half of the digits are lost
    }

    /** The mistakes that it has found. */
    List<SystematicError> found() {
        return slopes.stream().flatMap(slope -> slope.error().stream()).toList();
    }
}
