package dev.plumbline.compare;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.ElementSteps;
import dev.plumbline.compare.run.ReferenceStep;
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
import java.util.function.Predicate;

/**
 * Finds mistakes that are too small for any single step: a regression of the engine's numbers on the reference's, for
 * each quantity and layer, over all steps taken from the same state.
 *
 * <p>In one step the slope is 1 + r with r = Σ (a − b)·b / Σ b². The effect of rounding on r is measured: the reference
 * repeats the step with its numbers perturbed by units in the last place. In half of the draws each number moves at
 * random by √k places (the error of a sum of k terms); in the others all numbers of a tensor move to the same side by
 * one place (as with an exp that always rounds down). ρ is the largest |r| of these draws. Over the steps, each r has
 * the weight 1/ρ², so steps with little cancellation dominate.
 *
 * <p>Rounding errors of different steps are not assumed to average out: a training that has converged repeats the same
 * rounding in every step. So the standard error of the slope is that of identical errors, Σ 1/ρ / Σ 1/ρ². It is at
 * least the standard error of the regression over the elements: a constant factor is the same in all elements, and
 * rounding errors are not.
 */
final class Regression {
    /** The number of draws that measure the rounding of a step, half of them with common sides. */
    private static final int DRAWS = 8;

    /**
     * The largest number of steps between two measurements; at the beginning there are fewer. A prime, so that not
     * always the same batch of an epoch is measured.
     */
    private static final int MEASURED_EVERY = 997;

    /**
     * All of the first steps count, then one of every {@link #ONE_IN}. Rounding errors are not assumed to average out,
     * so more steps would add little. Costly steps have many elements: fewer of them tell as much.
     */
    private static final long FIRST = 1000;

    private static final long FIRST_COSTLY = 100;

    private static final int ONE_IN = 8;

    /** The largest number of extra measurements after an unusual slope. */
    private static final int MAX_EXTRA_MEASUREMENTS = 20;

    private final double u;
    private final double placesOfSums;
    private final boolean isCostly;
    private final Predicate<Quantity> quantities;
    private final SplittableRandom random = new SplittableRandom(0);
    private final List<TensorRegression> regressions = new ArrayList<>(); // in causal order
    private boolean measured;
    private long nextMeasurement;
    private int extraMeasurements;

    /**
     * A regression without steps.
     *
     * @param u the unit roundoff
     * @param placesOfSums the rounding error of the longest sum, in units in the last place
     * @param isCostly whether a step is so costly that fewer draws must suffice, and even fewer after the first
     *     measurement. Costly steps have many elements, so their draws differ little
     * @param quantities the quantities to examine
     */
    Regression(double u, double placesOfSums, boolean isCostly, Predicate<Quantity> quantities) {
        this.quantities = quantities;
        this.isCostly = isCostly;
        this.u = u;
        this.placesOfSums = placesOfSums;
    }

    private static final class TensorRegression {
        private final Quantity quantity;
        private final int layer;
        private final boolean ofFormula;
        private final boolean isLoose;
        private final boolean isPlain; // whether the update is a multiple of the gradient
        private double rounding; // ρ
        private double weighted; // Σ r/ρ²
        private double weights; // Σ 1/ρ²
        private double roots; // Σ 1/ρ
        private double errors; // Σ standard error/ρ²
        private long steps;

        private TensorRegression(Key place, NetworkSpec spec) {
            quantity = place.quantity();
            layer = place.layer();
            isPlain = isPlain(layer, spec);
            ofFormula = quantity.isOfUpdate() && (isLearned() || !isPlain);
            isLoose = quantity.isOfUpdate()
                    && spec.layers().get(layer - 1).gradientNormalization().isPresent();
        }

        /**
         * Whether an update is a multiple of the gradient. Otherwise it comes from a formula whose own constants are
         * rounded, such as Adam's 1 − β, whose error is a thousand times that of a number. Then the scales give the
         * rounding.
         */
        private static boolean isPlain(int layer, NetworkSpec spec) {
            Layer layerSpec = spec.layers().get(layer - 1);
            return spec.optimizerOf(layer - 1) instanceof Optimizer.Sgd
                    && layerSpec.regularization().isEmpty()
                    && layerSpec.gradientNormalization().isEmpty()
                    && layerSpec.constraint().isEmpty();
        }

        private boolean isLearned() {
            return quantity.isLearned();
        }

        private Optional<Matrix> in(StepTrace trace) {
            return trace.get(quantity, layer);
        }

        private void add(RegressionThroughOrigin fit) {
            double r = fit.excess();
            double weight = 1 / (rounding * rounding);
            if (Math.abs(r) <= Double.MAX_VALUE && weight > 0) {
                weighted += r * weight;
                weights += weight;
                roots += 1 / rounding;
                errors += fit.standardError() * weight;
                steps++;
            }
        }

        private Optional<SystematicError> error() {
            double excess = weighted / weights;
            double allowed = Tolerances.STANDARD_ERRORS * Math.max(roots, errors) / weights;
            return Math.abs(excess) > allowed
                    ? Optional.of(new SystematicError(quantity, layer, 1 + excess, allowed, steps))
                    : Optional.empty();
        }
    }

    /**
     * Adds a step.
     *
     * @param actual the engine's step
     * @param expected the reference's step, from the same state
     */
    void step(StepTrace actual, ReferenceStep expected) {
        StepTrace reference = expected.trace();
        if (regressions.isEmpty()) {
            reference.keys().stream()
                    .filter(key -> quantities.test(key.quantity()))
                    .forEach(key -> regressions.add(new TensorRegression(key, expected.spec())));
        }
        if (!counts(reference.step())) {
            return;
        }
        if (reference.step() >= nextMeasurement) {
            measure(expected);
            nextMeasurement = reference.step() + Math.max(1, Math.min(reference.step(), MEASURED_EVERY));
        }
        for (TensorRegression regression : regressions) {
            Optional<Matrix> theirs = regression.in(actual);
            Matrix tensor = regression.in(reference).orElseThrow();
            if (theirs.isPresent() && theirs.get().hasShapeOf(tensor)) {
                RegressionThroughOrigin fit = theirs.get().regressOn(tensor);
                if (Math.abs(fit.excess()) > Tolerances.STANDARD_ERRORS * regression.rounding
                        && extraMeasurements < MAX_EXTRA_MEASUREMENTS) {
                    extraMeasurements++;
                    measure(expected);
                }
                regression.add(fit);
            }
        }
    }

    /** Whether a step counts: all of the first, then one of every eight, at a moving position of the epoch. */
    private boolean counts(long step) {
        return step < (isCostly ? FIRST_COSTLY : FIRST) || ElementSteps.isOneOf(ONE_IN, step);
    }

    /**
     * Measures ρ. An earlier measurement is halved each time and not dropped at once, because the next batch may be
     * more similar to its batch. An infinite ρ is dropped at once: a gradient that begins at 0 has a rounding error in
     * the next step.
     */
    private void measure(ReferenceStep expected) {
        for (TensorRegression regression : regressions) {
            double ofScale = ofScale(regression, expected);
            boolean usesScale = regression.ofFormula || ofScale > Tolerances.ILL_CONDITIONED * u;
            double previous = Double.isInfinite(regression.rounding) ? 0 : regression.rounding / 2;
            regression.rounding = Math.max(previous, Math.max(u, usesScale ? ofScale / Tolerances.STANDARD_ERRORS : 0));
        }
        int draws = isCostly ? DRAWS / 2 : DRAWS;
        if (isCostly && measured) {
            draws /= 2;
        }
        measured = true;
        for (int draw = 0; draw < draws; draw++) {
            boolean together = draw % 2 == 0;
            StepTrace perturbed = expected.perturbed(together ? 1 : placesOfSums, together, random);
            for (TensorRegression regression : regressions) {
                if (regression.isLearned()) {
                    continue; // the scales bound its update, and it is rounded once
                }
                Matrix unperturbed = regression.in(expected.trace()).orElseThrow();
                double r = regression
                        .in(perturbed)
                        .orElseThrow()
                        .regressOn(unperturbed)
                        .excess();
                regression.rounding =
                        Double.isNaN(r) ? regression.rounding : Math.max(regression.rounding, Math.abs(r));
            }
        }
    }

    /**
     * The error of the slope if each number is off by u times its scale, in the worst direction. Infinite if so much
     * cancels that nothing is known about the slope. W and b are off by their own last place and by the error of the
     * update, about which little is known unless it is a multiple of the gradient.
     */
    private double ofScale(TensorRegression regression, ReferenceStep expected) {
        Matrix magnitudes = regression.in(expected.trace()).orElseThrow().abs();
        Matrix scale = expected.scales().of(regression.quantity, regression.layer);
        if (regression.isLearned()) {
            scale = scale.minus(magnitudes)
                    .times(regression.isPlain ? placesOfSums : Tolerances.LOOSE)
                    .plus(magnitudes);
        } else if (regression.isLoose) {
            scale = scale.times(Tolerances.LOOSE);
        }
        double condition = scale.times(magnitudes).sum() / magnitudes.square().sum();
        return u * condition <= Math.sqrt(u) ? u * condition : Double.POSITIVE_INFINITY; // half of the digits are lost
    }

    /** The systematic errors found. */
    List<SystematicError> found() {
        return regressions.stream()
                .flatMap(regression -> regression.error().stream())
                .toList();
    }
}
