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
import java.util.stream.Stream;

/**
 * Finds out whether a difference comes from a number on a kink, in any formula. The reference repeats the step with the
 * engine's tensor, which agrees, in place of its own.
 *
 * @param comparison decides what agrees
 * @param actual the engine's record of the step
 * @param before the state from which the engine took it
 * @param mayTakeOtherSlopes whether at exactly 0 the slope of either side is right; otherwise only the reference's
 */
record KinkSearch(TensorComparison comparison, StepTrace actual, TrainingState before, boolean mayTakeOtherSlopes) {
    /**
     * The tested position between the two numbers, to distinguish a slope from a jump. Not halfway, where sign(0) is no
     * jump.
     */
    private static final double FRACTION = 1.0 / 3;

    /** Less than any rounding of a number that matters. */
    private static final double LEAST = Float.MIN_NORMAL;

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
     * @param difference the first difference in causal order that has no explanation yet
     * @param expected the reference's step
     * @param differing the tensors of the step that are known to differ
     */
    Optional<CrossedKink> explain(Difference difference, ReferenceStep expected, Set<Key> differing) {
        Key key = difference.key();
        ReferenceStep current = expected;
        Difference left = difference; // after some inputs are the engine's
        for (Key input : kinkInputs(key, current.spec())) {
            Optional<Matrix> theirs = theirs(input, current, differing);
            Optional<Matrix> ours = current.get(input);
            if (theirs.isEmpty() || ours.isEmpty()) {
                continue;
            }
            Optional<CrossedKink> atZero = atZero(left, input, theirs.get(), current);
            if (atZero.isPresent()) {
                return atZero;
            }
            if (theirs.equals(ours)) {
                continue;
            }
            ReferenceStep crossed = current.with(input, theirs.get());
            Difference then = difference(key, crossed);
            // If the result agrees without a move, only its scale has grown; then the next input has the jump.
            if (movesTowardsEngine(left, current, crossed) && then.kind() == Difference.Kind.AGREES) {
                Matrix partial =
                        ours.get().times(1 - FRACTION).plus(theirs.get().times(FRACTION));
                return jumps(left, current, current.with(input, partial), crossed)
                        ? Optional.of(
                                new CrossedKink(bifurcation(left, input, theirs.get(), ours.get(), current), crossed))
                        : Optional.empty();
            }
            current = crossed;
            left = then.kind().isOfValues() ? then : left;
        }
        return Optional.empty();
    }

    /**
     * The kink at exactly 0, where the slope of either side is right, and their mean: the engine's numbers follow from
     * zeros that are moved to one side by less than any rounding. Elements that are not 0 stay as they are.
     */
    private Optional<CrossedKink> atZero(Difference difference, Key input, Matrix theirs, ReferenceStep current) {
        boolean mayLieOnKink = mayTakeOtherSlopes
                && input.quantity() == Quantity.PRE_ACTIVATION
                && difference.key().quantity() == Quantity.DELTA
                && theirs.hasShapeOf(actual.get(difference.key()).orElseThrow())
                && theirs.get(difference.row(), difference.column()) == 0;
        if (!mayLieOnKink) {
            return Optional.empty();
        }
        ReferenceStep above = current.with(input, theirs.map(z -> z == 0 ? LEAST : z));
        ReferenceStep below = current.with(input, theirs.map(z -> z == 0 ? -LEAST : z));
        Key key = difference.key();
        Matrix mean =
                above.get(key).orElseThrow().plus(below.get(key).orElseThrow()).times(0.5);
        return Stream.of(above, below, current.with(key, mean))
                .filter(crossed -> movesTowardsEngine(difference, current, crossed)
                        && difference(key, crossed).kind() == Difference.Kind.AGREES)
                .findFirst()
                .map(crossed -> new CrossedKink(bifurcation(difference, input, theirs, theirs, current), crossed));
    }

    /** Whether the tensor has an input that could lie on a kink. */
    boolean mayExplain(Key key, ReferenceStep expected, Set<Key> differing) {
        return kinkInputs(key, expected.spec()).stream()
                .anyMatch(input -> theirs(input, expected, differing).isPresent());
    }

    /** The engine's tensor of an input, if it agrees with the reference's. */
    private Optional<Matrix> theirs(Key input, ReferenceStep step, Set<Key> differing) {
        return input.step() < step.trace().step()
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
                List<Key> kinkInputs = new ArrayList<>();
                Layer.withOneNorm(spec.layers(), layer)
                        .forEach(l -> kinkInputs.addAll(List.of(
                                new Key(step, Quantity.BIAS_GRADIENT, l), new Key(step, Quantity.WEIGHT_GRADIENT, l))));
                penalties
                        .filter(penalty -> penalty.l1Bias() != 0)
                        .ifPresent(bias -> kinkInputs.add(new Key(step - 1, Quantity.BIAS, layer)));
                penalties
                        .filter(penalty -> penalty.l1() != 0)
                        .ifPresent(weights -> kinkInputs.add(new Key(step - 1, Quantity.WEIGHTS, layer)));
                yield kinkInputs;
            }
        };
    }

    /** Whether the number that differs most has moved towards the engine's. This test is cheap, unlike the others. */
    private static boolean movesTowardsEngine(Difference difference, ReferenceStep uncrossed, ReferenceStep crossed) {
        double now = at(difference, crossed);
        return Math.abs(difference.actual() - now) < Math.abs(at(difference, uncrossed) - now);
    }

    private Difference difference(Key key, ReferenceStep step) {
        return comparison.of(key, actual.get(key).orElseThrow(), step.get(key).orElseThrow(), step::scales);
    }

    /** Whether the number that differs most jumps between the two sides instead of following a slope. */
    private static boolean jumps(
            Difference difference, ReferenceStep uncrossed, ReferenceStep partial, ReferenceStep crossed) {
        double from = at(difference, uncrossed);
        double position = (at(difference, partial) - from) / (at(difference, crossed) - from);
        return Math.abs(position - FRACTION) > Tolerances.SLOPE_DEVIATION;
    }

    private static double at(Difference difference, ReferenceStep step) {
        return step.get(difference.key()).orElseThrow().get(difference.row(), difference.column());
    }

    private Bifurcation bifurcation(Difference difference, Key input, Matrix theirs, Matrix ours, ReferenceStep step) {
        boolean sameShape = theirs.hasShapeOf(actual.get(difference.key()).orElseThrow());
        MatrixDifference most = theirs.differenceFrom(ours);
        int row = sameShape ? difference.row() : most.row();
        int column = sameShape ? difference.column() : most.column();
        return new Bifurcation(
                comparison.lane(),
                input,
                row,
                column,
                theirs.get(row, column),
                ours.get(row, column),
                difference.key(),
                difference.actual(),
                difference.expected(),
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
