package dev.plumbline.trace;

import dev.plumbline.spec.NetworkSpec;
import java.io.Serializable;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Identifies a tensor: a quantity of a layer at a step. Keys are ordered causally, because an earlier tensor can be the
 * cause of a later one. So the least of all keys that differ is the place where a network first goes wrong. Within a
 * step the forward pass goes from the first layer to the last; then come the loss, the backward pass from the last
 * layer to the first, and the updates.
 *
 * @param step counted from 0
 * @param quantity which quantity
 * @param layer counted from 1; the loss belongs to the last layer
 */
public record Key(long step, Quantity quantity, int layer) implements Comparable<Key>, Serializable {
    /** The step number of the initial weights. */
    public static final long BEFORE_TRAINING = -1;

    private static final long AFTER_TRAINING = Long.MAX_VALUE;

    /** The outputs of the trained network for all examples, which come after all steps. */
    public static Key ofTrainedOutputs(int layers) {
        return new Key(AFTER_TRAINING, Quantity.ACTIVATION, layers);
    }

    /** Whether it is an initial value. */
    public boolean isBeforeTraining() {
        return step == BEFORE_TRAINING;
    }

    /** Whether it is an output of the trained network. */
    public boolean isAfterTraining() {
        return step == AFTER_TRAINING;
    }

    /** Whether it is calculated in a step. */
    public boolean isInTraining() {
        return !isBeforeTraining() && !isAfterTraining();
    }

    /** Its quantity and layer. */
    public Place place() {
        return new Place(quantity, layer);
    }

    /**
     * A quantity of a layer, at any step.
     *
     * @param layer counted from 1
     */
    public record Place(Quantity quantity, int layer) {

        /** Whether the places of W in all layers, and those of b in all layers that have a bias, meet a condition. */
        public static boolean areAll(
                NetworkSpec spec, Quantity ofWeights, Quantity ofBias, Predicate<? super Place> condition) {
            return IntStream.rangeClosed(1, spec.layers().size())
                    .allMatch(l -> condition.test(new Place(ofWeights, l))
                            && (!spec.layers().get(l - 1).bias() || condition.test(new Place(ofBias, l))));
        }
    }

    private int layerOrder() {
        return quantity.phase() == Quantity.Phase.BACKWARD ? -layer : layer;
    }

    @Override
    public int compareTo(Key other) {
        int order = Long.compare(step, other.step); // no Comparator: a check calls this millions of times
        order = order != 0 ? order : quantity.phase().compareTo(other.quantity.phase());
        order = order != 0 ? order : Integer.compare(layerOrder(), other.layerOrder());
        return order != 0 ? order : quantity.compareTo(other.quantity);
    }

    /** "step 7, layer 2, weight gradient". */
    @Override
    public String toString() {
        if (isBeforeTraining()) {
            return "before training, layer " + layer + ", "
                    + quantity.description().replace("updated", "initial");
        }
        return "step " + step + ", layer " + layer + ", " + quantity.description();
    }
}
