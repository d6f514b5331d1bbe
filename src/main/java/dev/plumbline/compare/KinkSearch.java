package dev.plumbline.compare;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether a difference comes from a number on a kink, in any formula. The reference repeats the step with the
 * engine's tensor, which agrees, in place of its own.
 *
 * @param comparison decides what agrees
 * @param actual the engine's record of the step
 * @param before the state from which the engine took it
 */
record KinkSearch(TensorComparison comparison, StepTrace actual, TrainingState before) {
    /**
     * The tested position between the two numbers, to distinguish a slope from a jump. Not halfway, where sign(0) is no
     * jump.
     */
    private static final double FRACTION = 1.0 / 3;

    /**
     * A kink with the two numbers on different sides.
     *
     * @param bifurcation its description
     * @param step the reference's step on the engine's side
     */
    record CrossedKink(Bifurcation bifurcation, ReferenceStep step) {}

    /**
     * The kink that explains a difference, if there is one.
     *
     * @param found the first difference in causal order that has no explanation yet
     * @param expected the reference's step
     * @param differing the tensors of the step that are known to differ
     */
    Optional<CrossedKink> explain(Difference found, ReferenceStep expected, Set<Key> differing) {
        Key key = found.key();
        ReferenceStep own = expected;
        Difference left = found; // after some inputs are the engine's
        for (Key input : kinkInputs(key, own.spec())) {
            Optional<Matrix> theirs = theirs(input, own, differing);
            Optional<Matrix> ours = own.get(input);
            if (theirs.isEmpty() || ours.isEmpty() || theirs.equals(ours)) {
                continue;
            }
            ReferenceStep crossed = own.with(input, theirs.get());
            Difference then = difference(key, crossed);
            // If the result agrees without a move, only its scale has grown; then the next input has the jump.
            if (movesTowardsEngine(left, own, crossed) && then.kind() == Difference.Kind.AGREES) {
                Matrix partial =
                        ours.get().times(1 - FRACTION).plus(theirs.get().times(FRACTION));
                return jumps(left, own, own.with(input, partial), crossed)
                        ? Optional.of(new CrossedKink(bifurcation(left, input, theirs.get(), ours.get(), own), crossed))
                        : Optional.empty();
            }
            own = crossed;
            left = then.kind().isOfValues() ? then : left;
        }
        return Optional.empty();
    }

    /** Whether the tensor has an input that could lie on a kink. */
    boolean mayExplain(Key key, ReferenceStep expected, Set<Key> differing) {
        return kinkInputs(key, expected.spec()).stream()
                .anyMatch(input -> theirs(input, expected, differing).isPresent());
    }

    /** The engine's tensor of an input, if it agrees with the reference's. */
    private Optional<Matrix> theirs(Key input, ReferenceStep own, Set<Key> differing) {
        return input.step() < own.trace().step()
                ? ReferenceStep.in(before, input)
                : actual.get(input).filter(tensor -> !differing.contains(input));
    }

    /**
     * The inputs in which a quantity can have a kink, the last computed first. A quantity without such inputs is a sum
     * and has no kink.
     */
    private static List<Key> kinkInputs(Key key, NetworkSpec spec) {
        long step = key.step();
        int layer = key.layer();
        Optional<Regularization> penalties = spec.layers().get(layer - 1).regularization();
        return switch (key.quantity()) {
            case PRE_ACTIVATION, LOSS, WEIGHT_GRADIENT, BIAS_GRADIENT -> List.of();
            case ACTIVATION -> List.of(new Key(step, Quantity.PRE_ACTIVATION, layer));
            case DELTA ->
                List.of(new Key(step, Quantity.ACTIVATION, layer), new Key(step, Quantity.PRE_ACTIVATION, layer));
            default -> {
                List<Key> kinkInputs = new ArrayList<>(List.of(
                        new Key(step, Quantity.BIAS_GRADIENT, layer), new Key(step, Quantity.WEIGHT_GRADIENT, layer)));
                penalties
                        .filter(each -> each.l1Bias() != 0)
                        .ifPresent(bias -> kinkInputs.add(new Key(step - 1, Quantity.BIAS, layer)));
                penalties
                        .filter(each -> each.l1() != 0)
                        .ifPresent(weights -> kinkInputs.add(new Key(step - 1, Quantity.WEIGHTS, layer)));
                yield kinkInputs;
            }
        };
    }

    /** Whether the number that differs most has moved towards the engine's. This test is cheap, unlike the others. */
    private static boolean movesTowardsEngine(Difference found, ReferenceStep own, ReferenceStep crossed) {
        double now = at(found, crossed);
        return Math.abs(found.actual() - now) < Math.abs(at(found, own) - now);
    }

    private Difference difference(Key key, ReferenceStep step) {
        return comparison.of(key, actual.get(key).orElseThrow(), step.get(key).orElseThrow(), step::scales);
    }

    /** Whether the number that differs most jumps between the two sides instead of following a slope. */
    private static boolean jumps(Difference found, ReferenceStep own, ReferenceStep partial, ReferenceStep crossed) {
        double from = at(found, own);
        double position = (at(found, partial) - from) / (at(found, crossed) - from);
        return Math.abs(position - FRACTION) > Tolerances.SLOPE_DEVIATION;
    }

    private static double at(Difference found, ReferenceStep step) {
        return step.get(found.key()).orElseThrow().get(found.row(), found.column());
    }

    private Bifurcation bifurcation(Difference found, Key input, Matrix theirs, Matrix ours, ReferenceStep step) {
        boolean sameShape = theirs.hasShapeOf(actual.get(found.key()).orElseThrow());
        MatrixDifference most = theirs.differenceFrom(ours);
        int row = sameShape ? found.row() : most.row();
        int column = sameShape ? found.column() : most.column();
        return new Bifurcation(
                comparison.lane(),
                input,
                row,
                column,
                theirs.get(row, column),
                ours.get(row, column),
                found.key(),
                found.actual(),
                found.expected(),
                kinkOf(input, step.spec()));
    }

    private static String kinkOf(Key input, NetworkSpec spec) {
        Layer layer = spec.layers().get(input.layer() - 1);
        boolean last = input.layer() == spec.layers().size();
        return switch (input.quantity()) {
            case WEIGHT_GRADIENT, BIAS_GRADIENT ->
                Schema.wordOf(layer.gradientNormalization()
                        .map(Object.class::cast)
                        .orElse(spec.optimizerOf(input.layer() - 1)));
            case WEIGHTS -> "l1";
            case BIAS -> "l1_bias";
            default ->
                Schema.wordOf(last && input.quantity() == Quantity.ACTIVATION ? spec.loss() : layer.activation());
        };
    }
}
