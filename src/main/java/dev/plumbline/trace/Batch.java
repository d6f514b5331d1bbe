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
 * @param weights n × 1, the factor of each example's loss; empty if the examples are not weighted
 * @param masks for each layer with dropout the mask of its input, n × the layer's inputs: 1 keeps a number, 0 drops it.
 *     One entry for each layer, or an empty list if no layer has dropout
 */
public record Batch(
        long step,
        int epoch,
        boolean startsEpoch,
        Matrix inputs,
        Matrix targets,
        Optional<Matrix> weights,
        List<Optional<Matrix>> masks) {
    public Batch {
        masks = List.copyOf(masks);
    }

    /** Examples without weights, for a network without dropout. */
    public Batch(long step, int epoch, boolean startsEpoch, Matrix inputs, Matrix targets) {
        this(step, epoch, startsEpoch, inputs, targets, Optional.empty(), List.of());
    }

    /** n, the number of examples. */
    public int size() {
        return inputs.rows();
    }

    /**
     * The same examples with other masks.
     *
     * @param others one entry for each layer, as in {@link #masks}
     */
    public Batch withMasks(List<Optional<Matrix>> others) {
        return new Batch(step, epoch, startsEpoch, inputs, targets, weights, others);
    }

    /** The dropout mask of the input of a layer, counted from 1; empty if nothing is dropped. */
    public Optional<Matrix> mask(int layer) {
        return masks.isEmpty() ? Optional.empty() : masks.get(layer - 1);
    }
}
