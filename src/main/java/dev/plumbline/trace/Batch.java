package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.Optional;

/**
 * The examples of one training step.
 *
 * @param step counted from 0 over the whole training
 * @param epoch counted from 0
 * @param startsEpoch whether this is the epoch's first batch
 * @param inputs n × inputs
 * @param targets n × outputs
 * @param weights n × 1, what each example's loss is multiplied by, where the examples do not all count alike
 */
public record Batch(
        long step, int epoch, boolean startsEpoch, Matrix inputs, Matrix targets, Optional<Matrix> weights) {

    /** Examples that all count alike. */
    public Batch(long step, int epoch, boolean startsEpoch, Matrix inputs, Matrix targets) {
        this(step, epoch, startsEpoch, inputs, targets, Optional.empty());
    }

    /** n, the number of examples. */
    public int size() {
        return inputs.rows();
    }
}
