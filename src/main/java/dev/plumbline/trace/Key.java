package dev.plumbline.trace;

/**
 * Which tensor: a quantity of a layer at a step. Keys are ordered causally: what comes first can have caused what comes
 * later, so the least key of all that differ is where a network first goes wrong. Within a step the forward pass goes
 * from the first layer to the last, then comes the loss, then the backward pass from the last layer to the first, then
 * the updates.
 *
 * @param step counted from 0
 * @param quantity which
 * @param layer counted from 1; the loss stands at the last
 */
public record Key(long step, Quantity quantity, int layer) implements Comparable<Key> {
    /** The step of the weights that training starts from. */
    public static final long BEFORE_TRAINING = -1;

    private int layerInTurn() {
        return quantity.phase() == Quantity.Phase.BACKWARD ? -layer : layer;
    }

    @Override
    public int compareTo(Key other) {
        int order = Long.compare(step, other.step); // by hand: a comparison asks this millions of times
        order = order != 0 ? order : quantity.phase().compareTo(other.quantity.phase());
        order = order != 0 ? order : Integer.compare(layerInTurn(), other.layerInTurn());
        return order != 0 ? order : quantity.compareTo(other.quantity);
    }

    /** "step 7, layer 2, weight gradient". */
    @Override
    public String toString() {
        if (step == BEFORE_TRAINING) {
            return "before training, layer " + layer + ", "
                    + quantity.description().replace("updated", "initial");
        }
        return "step " + step + ", layer " + layer + ", " + quantity.description();
    }
}
