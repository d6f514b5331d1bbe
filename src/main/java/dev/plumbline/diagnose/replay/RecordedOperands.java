package dev.plumbline.diagnose.replay;

import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import java.util.function.Predicate;

/**
 * The tensors that each tensor of a step is computed from, as far as they are recorded.
 *
 * @param knowsWeights whether the weights before the step are known
 * @param recorded whether the tensor of a place is recorded
 */
public record RecordedOperands(NetworkSpec spec, boolean knowsWeights, Predicate<Place> recorded) {
    /** Those of a step whose weights are known if it is the first, or if the weights of every step are recorded. */
    public static RecordedOperands of(NetworkSpec spec, long step, Predicate<Place> recorded) {
        boolean showsWeights = Place.areAll(spec, Quantity.WEIGHTS, Quantity.BIAS, recorded);
        return new RecordedOperands(spec, step == 0 || showsWeights, recorded);
    }

    /** Whether all that a tensor is computed from is recorded, so that its own computation is wrong if it differs. */
    public boolean areComplete(Key key) {
        int l = key.layer();
        boolean input = l == 1 || has(Quantity.ACTIVATION, l - 1);
        boolean above = l == spec.layers().size() || has(Quantity.DELTA, l + 1);
        return switch (key.quantity()) {
            case PRE_ACTIVATION -> knowsWeights && input;
            case ACTIVATION -> has(Quantity.PRE_ACTIVATION, l);
            case LOSS -> has(Quantity.ACTIVATION, l);
            case DELTA -> knowsWeights && has(Quantity.PRE_ACTIVATION, l) && has(Quantity.ACTIVATION, l) && above;
            case WEIGHT_GRADIENT -> has(Quantity.DELTA, l) && input;
            case BIAS_GRADIENT -> has(Quantity.DELTA, l);
            default ->
                spec.layers().get(l - 1).normalizesPer(NormScope.NETWORK)
                        ? Place.areAll(spec, Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT, recorded)
                        : has(key.quantity().isOfBias() ? Quantity.BIAS_GRADIENT : Quantity.WEIGHT_GRADIENT, l);
        };
    }

    private boolean has(Quantity quantity, int layer) {
        return recorded.test(new Place(quantity, layer));
    }
}
