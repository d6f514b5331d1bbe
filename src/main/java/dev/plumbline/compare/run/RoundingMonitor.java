package dev.plumbline.compare.run;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Decides whether the distance between an engine and the reference in the free-running lane comes from rounding alone.
 * The decision uses the steps that both take from the same state. In each of them the engine's distance from the
 * reference, in norm and in its largest element, must be at most ten times the distance of the reference from itself
 * after a random perturbation of its last places. While all steps fulfil this, the training itself causes the rest of
 * the distance: it amplifies the rounding errors. That rest is the distance between the reference's steps from its own
 * state and from the engine's.
 *
 * <p>For a single step it is stricter than {@link EnsembleSpread}, the fallback where it has no answer. But rounding
 * errors that are all on one side may move a training further than this allows. It is cheaper: one extra step of the
 * reference in a hundred, where the ensemble takes eight in each step.
 */
final class RoundingMonitor {
    /** The number of steps for which a measurement of the rounding stays valid. */
    private static final int STEPS = 100;

    /** The largest number of perturbations of a step, each at random. */
    private static final int DRAWS = 8;

    private static final int LAST_PLACES = 1;

    private final double lastPlace;
    private final SplittableRandom random = new SplittableRandom(0);
    private final Map<Place, RoundingSize> roundings = new HashMap<>();
    private long measured = -STEPS; // at which step
    private boolean onlyRounding = true;

    /**
     * A monitor for this precision.
     *
     * @param precision the precision in which the engine computes
     */
    RoundingMonitor(Precision precision) {
        lastPlace = precision.unitRoundoff();
    }

    /** The distance by which a perturbation moved a tensor. */
    private record RoundingSize(double norm, double largest) {
        static RoundingSize of(MatrixDifference perturbed) {
            return new RoundingSize(perturbed.norm(), perturbed.largest());
        }

        RoundingSize max(RoundingSize size) {
            return new RoundingSize(Math.max(norm, size.norm), Math.max(largest, size.largest));
        }
    }

    /**
     * Examines a step.
     *
     * @param actual the engine's step; a missing tensor counts as more than rounding
     * @param expected the reference's step, from the same state
     */
    void step(StepTrace actual, ReferenceStep expected) {
        if (!onlyRounding) {
            return;
        }
        long step = expected.trace().step();
        if (step >= measured + STEPS) {
            roundings.clear();
            measured = step;
        }
        boolean within = !roundings.isEmpty() && isOnlyRounding(actual, expected.trace());
        // A step may round more than the one before, often if it depends on a single number.
        for (int draw = 0; draw < DRAWS && !within; draw++) {
            measure(expected);
            within = isOnlyRounding(actual, expected.trace());
        }
        onlyRounding = within;
    }

    /** Whether every step so far differs by rounding only. */
    boolean isOnlyRounding() {
        return onlyRounding;
    }

    /**
     * The distance, in norm, that the training alone may have caused in a tensor: twice the distance between the
     * reference's steps from its own state and from the engine's, since the engine is about as far away.
     *
     * @param freely the reference's step from its own state
     * @param locally the reference's step from the engine's state
     */
    static double distance(Key key, StepTrace freely, StepTrace locally) {
        return 2
                * freely.get(key)
                        .orElseThrow()
                        .normOfDifference(locally.get(key).orElseThrow());
    }

    private boolean isOnlyRounding(StepTrace actual, StepTrace expected) {
        return roundings.entrySet().stream().allMatch(entry -> {
            Quantity quantity = entry.getKey().quantity();
            int layer = entry.getKey().layer();
            Matrix reference = expected.get(quantity, layer).orElseThrow();
            return actual.get(quantity, layer)
                    .filter(recorded -> recorded.hasShapeOf(reference))
                    .map(recorded -> recorded.differenceFrom(reference))
                    .filter(difference -> isRounding(difference, entry.getValue()))
                    .isPresent();
        });
    }

    /** Whether a difference is at most ten times the perturbation's, or ten last places of the expected values. */
    private boolean isRounding(MatrixDifference difference, RoundingSize perturbed) {
        return difference.norm()
                        <= Tolerances.PERTURBED_STEP * Math.max(perturbed.norm, lastPlace * difference.expectedNorm())
                && difference.largest()
                        <= Tolerances.PERTURBED_STEP
                                * Math.max(perturbed.largest, lastPlace * difference.expectedLargest());
    }

    /** Repeats the reference's step with perturbed last places and keeps the largest movements of its result. */
    private void measure(ReferenceStep expected) {
        StepTrace perturbed = expected.perturbed(LAST_PLACES, false, random);
        for (Key key : expected.trace().keys()) {
            if (key.quantity().isOfState()) {
                MatrixDifference distance = perturbed
                        .get(key)
                        .orElseThrow()
                        .differenceFrom(expected.trace().get(key).orElseThrow());
                roundings.merge(key.place(), RoundingSize.of(distance), RoundingSize::max);
            }
        }
    }
}
