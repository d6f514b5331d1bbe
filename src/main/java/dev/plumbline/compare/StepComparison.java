package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Compares the tensors of one step, which are asked for in causal order. */
final class StepComparison {
    private final TensorComparison comparison;
    private final KinkSearch kinks;
    private final AllowedDistance apart;
    private final boolean byElement;
    private final Set<Key> differing = new HashSet<>();
    private ReferenceStep expected;
    private boolean differed;

    /**
     * A comparison in which nothing has been asked for.
     *
     * @param actual what the engine recorded of the step
     * @param before the state from which the engine took it
     * @param expected the reference's step
     * @param apart how far two right engines may be apart
     * @param byElement in the local lane, whether each element is compared, whatever the tensor's norm
     */
    StepComparison(
            TensorComparison comparison,
            StepTrace actual,
            TrainingState before,
            ReferenceStep expected,
            AllowedDistance apart,
            boolean byElement) {
        this.comparison = comparison;
        this.kinks = new KinkSearch(comparison, actual, before);
        this.apart = apart;
        this.byElement = byElement;
        this.expected = expected;
    }

    /**
     * What came of comparing a tensor.
     *
     * @param difference how it differs; from a kink on, the reference goes the engine's way
     * @param bifurcation the kink that was found before it
     * @param isChaotic whether nothing can be learned from the difference
     */
    record Outcome(Difference difference, Optional<Bifurcation> bifurcation, boolean isChaotic) {}

    /**
     * Compares a tensor that both have recorded.
     *
     * @param value the engine's
     */
    Outcome of(Key key, Matrix value) {
        Difference found = difference(key, value, 0);
        boolean local = comparison.lane() == Lane.LOCAL;
        if (local && found.kind() == Difference.Kind.AGREES) {
            return new Outcome(found, Optional.empty(), false);
        }
        Optional<KinkSearch.CrossedKink> fork = Optional.empty();
        if (found.kind().isOfValues() && !differed) { // what follows from a difference needs no other reason
            fork = kinks.behind(found, expected, differing);
            if (fork.isPresent()) {
                expected = fork.get().step();
                found = difference(key, value, 0);
            }
        }
        boolean chaotic = false;
        if (!local && mayBeSensitive(found)) {
            double distance = apart.estimate(key);
            chaotic = comparison.isChaotic(found, expected, distance);
            found = difference(key, value, distance);
        }
        // What is as far apart as that, and only because the training has carried it, has no kink behind what follows.
        boolean far = !local
                && !found.kind().isStructural()
                && found.relative() > comparison.tolerances().turning();
        boolean carried = far && apart.isWithinQuickEstimate(key);
        if (carried || found.kind() != Difference.Kind.AGREES) {
            differing.add(key);
            differed |= found.kind().isDifference();
        }
        return new Outcome(found, fork.map(KinkSearch.CrossedKink::bifurcation), chaotic);
    }

    /** The reference's step; from a kink on, on the engine's side. */
    ReferenceStep expected() {
        return expected;
    }

    private Difference difference(Key key, Matrix value, double distance) {
        Matrix right = expected.get(key).orElseThrow();
        if (comparison.lane() == Lane.LOCAL) {
            return byElement
                    ? comparison.byElement(key, value, right, expected::scales)
                    : comparison.byNorm(key, value, right, expected::scales);
        }
        return comparison.freely(
                key, value, right, expected::scales, expectedNorm -> carried(key, expectedNorm), distance);
    }

    /**
     * How far, in norm, the training alone has carried a tensor, if that is to excuse it: up to where a kink may
     * be behind it, and as long as the training is not chaotic where no kink can be behind it.
     */
    private double carried(Key key, double expectedNorm) {
        double way = apart.quickEstimate(key);
        if (way == 0) {
            return 0;
        }
        Tolerances tolerances = comparison.tolerances();
        boolean mayTurn = !differed && kinks.maybeBehind(key, expected, differing);
        double most = mayTurn ? tolerances.turning() : tolerances.chaotic();
        return way <= most * expectedNorm ? way : 0;
    }

    /** Whether last digits of the initial weights may have made the difference. */
    private static boolean mayBeSensitive(Difference found) {
        boolean both = !Double.isFinite(found.actual()) && !Double.isFinite(found.expected());
        return found.kind().isOfValues() || found.kind() == Difference.Kind.NOT_FINITE && !both;
    }
}
