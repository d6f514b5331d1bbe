package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whether what parts an engine from the reference, freely running, is made of roundings alone. That is told from the steps
 * that the two take from the same state: neither in norm nor in its largest element is what the engine's leaves further
 * from what the reference's does than ten times as far as the reference, moved by last places at random, is from itself.
 * While all steps are so, the rest of the way between the two is the training's own, which carries their roundings on: it
 * is the way between the step of the reference from its own state and that from the engine's.
 *
 * <p>Of a single step it is stricter than {@link EnsembleSpread}, which is asked where it has no answer; but roundings that all fall
 * to one side may carry a training further than that lets them. It is cheaper: one step more of the reference in a hundred,
 * where that takes eight in each.
 */
final class RoundingMonitor {
    /** For so many steps the size of roundings is taken to stay as it was measured. */
    private static final int STEPS = 100;

    /** How often a step is moved at most, each time at random. */
    private static final int DRAWS = 8;

    private static final int LAST_PLACES = 1;

    private final double lastPlace;
    private final SplittableRandom random = new SplittableRandom(0);
    private final Map<LayerQuantity, RoundingSize> roundings = new HashMap<>();
    private long measured = -STEPS; // at which step
    private boolean ofRoundings = true;

    /**
     * For networks of this precision.
     *
     * @param precision that in which the engine calculates
     */
    RoundingMonitor(Precision precision) {
        lastPlace = precision.unitRoundoff();
    }

    private record LayerQuantity(Quantity quantity, int layer) {}

    /** How far a tensor was moved. */
    private record RoundingSize(double norm, double largest) {
        static RoundingSize of(MatrixDifference moved) {
            return new RoundingSize(moved.norm(), moved.largest());
        }

        RoundingSize or(RoundingSize other) {
            return new RoundingSize(Math.max(norm, other.norm), Math.max(largest, other.largest));
        }
    }

    /**
     * Looks at what a step leaves.
     *
     * @param actual the engine's; what it lacks is no rounding
     * @param expected the reference's, from the same state
     */
    void step(StepTrace actual, ReferenceStep expected) {
        if (!ofRoundings) {
            return;
        }
        long step = expected.trace().step();
        if (step >= measured + STEPS) {
            roundings.clear();
            measured = step;
        }
        boolean within = !roundings.isEmpty() && isOfRoundings(actual, expected.trace());
        // A step may round more than the one before; what hangs on a single number, more often than once in a while.
        for (int draw = 0; draw < DRAWS && !within; draw++) {
            measure(expected);
            within = isOfRoundings(actual, expected.trace());
        }
        ofRoundings = within;
    }

    /** Whether every step so far was right but for roundings. */
    boolean isOfRoundings() {
        return ofRoundings;
    }

    /**
     * How far, in norm, the training alone may have carried a tensor: twice the way from the reference's step to its step
     * from the engine's state, since the engine's is about as far.
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

    private boolean isOfRoundings(StepTrace actual, StepTrace expected) {
        return roundings.entrySet().stream().allMatch(each -> {
            Quantity quantity = each.getKey().quantity();
            int layer = each.getKey().layer();
            Matrix right = expected.get(quantity, layer).orElseThrow();
            return actual.get(quantity, layer)
                    .filter(shown -> shown.hasShapeOf(right))
                    .map(shown -> shown.differenceFrom(right))
                    .filter(found -> isRounding(found, each.getValue()))
                    .isPresent();
        });
    }

    /** Whether it is at most ten times as far, or ten last places of what is there. */
    private boolean isRounding(MatrixDifference found, RoundingSize moved) {
        return found.norm() <= Tolerances.MOVED_STEPS * Math.max(moved.norm, lastPlace * found.expectedNorm())
                && found.largest()
                        <= Tolerances.MOVED_STEPS * Math.max(moved.largest, lastPlace * found.expectedLargest());
    }

    /** Takes the reference's step again, moved by last places, and keeps how far what it leaves has moved at most. */
    private void measure(ReferenceStep expected) {
        StepTrace moved = expected.moved(LAST_PLACES, false, random);
        for (Key key : expected.trace().keys()) {
            if (key.quantity().isOfState()) {
                MatrixDifference way = moved.get(key)
                        .orElseThrow()
                        .differenceFrom(expected.trace().get(key).orElseThrow());
                roundings.merge(new LayerQuantity(key.quantity(), key.layer()), RoundingSize.of(way), RoundingSize::or);
            }
        }
    }
}
