package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;

/**
 * The examples of one training step.
 *
 * @param step counted from 0 over the whole training
 * @param epoch counted from 0
 * @param startsEpoch whether this is the epoch's first batch
 * @param inputs n × inputs
 * @param targets n × outputs
 * @param masks for each layer that drops some of its input what is kept of it, n × the layer's inputs: 1 for a number
 *     that is kept and 0 for one that is dropped; an entry for every layer, or no entry at all where none drops anything
 */
public record Batch(
        long step, int epoch, boolean startsEpoch, Matrix inputs, Matrix targets, List<Optional<Matrix>> masks) {
    public Batch {
        masks = List.copyOf(masks);
    }

    /** Examples of which nothing is dropped in any layer. */
    public Batch(long step, int epoch, boolean startsEpoch, Matrix inputs, Matrix targets) {
        this(step, epoch, startsEpoch, inputs, targets, List.of());
    }

    /** n, the number of examples. */
    public int size() {
        return inputs.rows();
    }

    /** What is kept of the input of a layer, counted from 1; empty where nothing is dropped. */
    public Optional<Matrix> mask(int layer) {
        return masks.isEmpty() ? Optional.empty() : masks.get(layer - 1);
    }
}
