package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a difference comes from a number on a kink, whatever formula has it: the reference takes the step again,
 * going on from the engine's number in the place of its own, which agrees with it.
 *
 * @param comparison what agrees
 * @param actual what the engine recorded of the step
 * @param before the state from which the engine took it
 */
record KinkSearch(TensorComparison comparison, StepTrace actual, TrainingState before) {
    /** How far between the two numbers it is tried whether there is a slope: not halfway, where sign(0) is no jump. */
    private static final double PART_OF_THE_WAY = 1.0 / 3;

    /**
     * What was found behind a difference.
     *
     * @param bifurcation how the ways part
     * @param step the reference's step, on the engine's way
     */
    record CrossedKink(Bifurcation bifurcation, ReferenceStep step) {}

    /**
     * The kink behind a difference, if there is one.
     *
     * @param found the first difference in causal order that is not yet explained
     * @param expected the reference's step
     * @param differing the tensors of the step that are known to differ
     */
    Optional<CrossedKink> behind(Difference found, ReferenceStep expected, Set<Key> differing) {
        Key key = found.key();
        ReferenceStep own = expected;
        Difference left = found; // once some of what decides is the engine's
        for (Key decider : deciders(key, own.spec())) {
            Optional<Matrix> theirs = theirs(decider, own, differing);
            Optional<Matrix> ours = own.get(decider);
            if (theirs.isEmpty() || ours.isEmpty() || theirs.equals(ours)) {
                continue;
            }
            ReferenceStep turned = own.given(decider, theirs.get());
            Difference then = difference(key, turned);
            // What agrees where it was, because its scale has grown, has its jump in what comes next.
            if (turns(left, own, turned) && then.kind() == Difference.Kind.AGREES) {
                Matrix partly =
                        ours.get().times(1 - PART_OF_THE_WAY).plus(theirs.get().times(PART_OF_THE_WAY));
                return jumps(left, own, own.given(decider, partly), turned)
                        ? Optional.of(
                                new CrossedKink(bifurcation(left, decider, theirs.get(), ours.get(), own), turned))
                        : Optional.empty();
            }
            own = turned;
            left = then.kind().isOfValues() ? then : left;
        }
        return Optional.empty();
    }

    /** Whether there is anything that could be a kink behind a tensor, if it should differ. */
    boolean maybeBehind(Key key, ReferenceStep expected, Set<Key> differing) {
        return deciders(key, expected.spec()).stream()
                .anyMatch(decider -> theirs(decider, expected, differing).isPresent());
    }

    /** What the engine has of a decider, if that agrees with what the reference has. */
    private Optional<Matrix> theirs(Key decider, ReferenceStep own, Set<Key> differing) {
        return decider.step() < own.trace().step()
                ? ReferenceStep.in(before, decider)
                : actual.get(decider).filter(tensor -> !differing.contains(decider));
    }

    /** What a quantity may have a kink in, the last calculated first. Where none is named, it is a sum and has no kink. */
    private static List<Key> deciders(Key key, NetworkSpec spec) {
        long step = key.step();
        int layer = key.layer();
        Optional<Regularization> penalties = spec.layers().get(layer - 1).regularization();
        return switch (key.quantity()) {
            case PRE_ACTIVATION, LOSS, WEIGHT_GRADIENT, BIAS_GRADIENT -> List.of();
            case ACTIVATION -> List.of(new Key(step, Quantity.PRE_ACTIVATION, layer));
            case DELTA ->
                List.of(new Key(step, Quantity.ACTIVATION, layer), new Key(step, Quantity.PRE_ACTIVATION, layer));
            default -> {
                List<Key> deciders = new ArrayList<>(List.of(
                        new Key(step, Quantity.BIAS_GRADIENT, layer), new Key(step, Quantity.WEIGHT_GRADIENT, layer)));
                penalties
                        .filter(each -> each.l1Bias() != 0)
                        .ifPresent(bias -> deciders.add(new Key(step - 1, Quantity.BIAS, layer)));
                penalties
                        .filter(each -> each.l1() != 0)
                        .ifPresent(weights -> deciders.add(new Key(step - 1, Quantity.WEIGHTS, layer)));
                yield deciders;
            }
        };
    }

    /** Whether what differs most is nearer to the engine's number now than to where it was; costs nothing, unlike the rest. */
    private static boolean turns(Difference found, ReferenceStep own, ReferenceStep turned) {
        double now = at(found, turned);
        return Math.abs(found.actual() - now) < Math.abs(at(found, own) - now);
    }

    private Difference difference(Key key, ReferenceStep step) {
        return comparison.of(key, actual.get(key).orElseThrow(), step.get(key).orElseThrow(), step::scales);
    }

    /** Whether the number that differs most jumps between the two ways, rather than to climb from the one to the other. */
    private static boolean jumps(Difference found, ReferenceStep own, ReferenceStep partly, ReferenceStep turned) {
        double from = at(found, own);
        double way = (at(found, partly) - from) / (at(found, turned) - from);
        return Math.abs(way - PART_OF_THE_WAY) > Tolerances.ON_A_SLOPE;
    }

    private static double at(Difference found, ReferenceStep step) {
        return step.get(found.key()).orElseThrow().get(found.row(), found.column());
    }

    private Bifurcation bifurcation(Difference found, Key decider, Matrix theirs, Matrix ours, ReferenceStep step) {
        boolean sameShape = theirs.hasShapeOf(actual.get(found.key()).orElseThrow());
        MatrixDifference most = theirs.differenceFrom(ours);
        int row = sameShape ? found.row() : most.row();
        int column = sameShape ? found.column() : most.column();
        return new Bifurcation(
                comparison.lane(),
                decider,
                row,
                column,
                theirs.get(row, column),
                ours.get(row, column),
                found.key(),
                found.actual(),
                found.expected(),
                kinkOf(decider, step.spec()));
    }

    private static String kinkOf(Key decider, NetworkSpec spec) {
        Layer layer = spec.layers().get(decider.layer() - 1);
        boolean last = decider.layer() == spec.layers().size();
        return switch (decider.quantity()) {
            case WEIGHT_GRADIENT, BIAS_GRADIENT ->
                Schema.wordOf(layer.gradientNormalization()
                        .map(Object.class::cast)
                        .orElse(spec.optimizerOf(decider.layer() - 1)));
            case WEIGHTS -> "l1";
            case BIAS -> "l1_bias";
            default ->
                Schema.wordOf(last && decider.quantity() == Quantity.ACTIVATION ? spec.loss() : layer.activation());
        };
    }
}
