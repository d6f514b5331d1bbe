package dev.plumbline.compare;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.AllowedDistance;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Key;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Compares the tensors of one step. Callers ask for them in causal order. */
final class StepComparison {
    private final TensorComparison comparison;
    private final KinkSearch kinks;
    private final AllowedDistance allowed;
    private final boolean byElement;
    private final Set<Key> differing = new HashSet<>();
    private ReferenceStep expected;
    private boolean differed;

    /**
     * A comparison of a step.
     *
     * @param kinks explains differences by the engine's record of the step
     * @param expected the reference's step
     * @param allowed the distance that two correct engines may have
     * @param byElement in the local lane, whether each element is compared, regardless of the tensor's norm
     */
    StepComparison(
            TensorComparison comparison,
            KinkSearch kinks,
            ReferenceStep expected,
            AllowedDistance allowed,
            boolean byElement) {
        this.comparison = comparison;
        this.kinks = kinks;
        this.allowed = allowed;
        this.byElement = byElement;
        this.expected = expected;
    }

    /**
     * The outcome of a tensor's comparison.
     *
     * @param difference the difference; after a kink, from the reference's step on the engine's side
     * @param bifurcation the kink found before the difference
     * @param isChaotic whether the training is chaotic, so that the difference means nothing
     */
    record Outcome(Difference difference, Optional<Bifurcation> bifurcation, boolean isChaotic) {}

    /**
     * Compares a tensor that both sides have recorded.
     *
     * @param value the engine's tensor
     */
    Outcome of(Key key, Matrix value) {
        Difference difference = difference(key, value, 0);
        boolean local = comparison.lane() == ComparisonMode.LOCAL;
        if (local && difference.kind() == Difference.Kind.AGREES) {
            return new Outcome(difference, Optional.empty(), false);
        }
        Optional<KinkSearch.CrossedKink> kink = Optional.empty();
        if (difference.kind().isOfValues() && !differed) { // later differences follow from the first one
            kink = kinks.explain(difference, expected, differing);
            if (kink.isPresent()) {
                expected = kink.get().step();
                difference = difference(key, value, 0);
            }
        }
        boolean chaotic = false;
        if (!local && mayBeSensitive(difference)) {
            double distance = allowed.estimate(key);
            chaotic = comparison.isChaotic(difference, expected, distance);
            difference = difference(key, value, distance);
        }
        // A tensor that the training alone has moved this far is no input of a kink for later tensors.
        boolean far = !local
                && !difference.kind().isStructural()
                && difference.relative() > comparison.tolerances().turning();
        boolean isAmplified = far && allowed.isWithinQuickEstimate(key);
        if (isAmplified || difference.kind() != Difference.Kind.AGREES) {
            differing.add(key);
            differed |= difference.kind().isDifference();
        }
        return new Outcome(difference, kink.map(KinkSearch.CrossedKink::bifurcation), chaotic);
    }

    /** The reference's step; after a kink, on the engine's side. */
    ReferenceStep expected() {
        return expected;
    }

    private Difference difference(Key key, Matrix value, double distance) {
        Matrix tensor = expected.get(key).orElseThrow();
        if (comparison.lane() == ComparisonMode.LOCAL) {
            return byElement
                    ? comparison.byElement(key, value, tensor, expected::scales)
                    : comparison.byNorm(key, value, tensor, expected::scales);
        }
        return comparison.freely(
                key, value, tensor, expected::scales, expectedNorm -> amplified(key, expectedNorm), distance);
    }

    /**
     * The distance, in norm, that the training alone has caused in a tensor, if it may excuse the difference. It may
     * not exceed the limit from which a kink is possible; if no kink is possible, the limit from which the training is
     * chaotic.
     */
    private double amplified(Key key, double expectedNorm) {
        double estimate = allowed.quickEstimate(key);
        if (estimate == 0) {
            return 0;
        }
        Tolerances tolerances = comparison.tolerances();
        boolean mayCrossKink = !differed && kinks.mayExplain(key, expected, differing);
        double most = mayCrossKink ? tolerances.turning() : tolerances.chaotic();
        return estimate <= most * expectedNorm ? estimate : 0;
    }

    /** Whether the last digits of the initial weights may have caused the difference. */
    private static boolean mayBeSensitive(Difference difference) {
        boolean both = !Double.isFinite(difference.actual()) && !Double.isFinite(difference.expected());
        return difference.kind().isOfValues() || difference.kind() == Difference.Kind.NOT_FINITE && !both;
    }
}
