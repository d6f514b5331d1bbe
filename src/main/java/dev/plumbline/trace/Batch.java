package dev.plumbline.trace;

import dev.plumbline.math.Matrix;

/**
 * The examples of one training step.
 *
 * @param step counted from 0 over the whole training
 * @param epoch counted from 0
 * @param startsEpoch whether this is the epoch's first batch
 * @param inputs n × inputs
 * @param targets n × outputs
 */
public record Batch(long step, int epoch, boolean startsEpoch, Matrix inputs, Matrix targets) {

    /** n, the number of examples. */
    public int size() {
        return inputs.rows();
    }
}
