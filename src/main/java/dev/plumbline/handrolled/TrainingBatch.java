package dev.plumbline.handrolled;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import java.util.Arrays;

/** The examples of one step. Every array is a new copy. */
public final class TrainingBatch {
    private final Batch batch;

    TrainingBatch(Batch batch) {
        this.batch = batch;
    }

    /** n × inputs. */
    public double[][] x() {
        return batch.inputs().toArray();
    }

    /** n × outputs. */
    public double[][] y() {
        return batch.targets().toArray();
    }

    /** The weights of the n examples, which multiply their losses; all 1 if the data have no weights. */
    public double[] weights() {
        return batch.weights().map(Matrix::toRowMajor).orElseGet(() -> {
            double[] ones = new double[batch.size()];
            Arrays.fill(ones, 1);
            return ones;
        });
    }

    /**
     * The dropout mask of a layer's input, n × the layer's inputs: 1 for a number that is kept, 0 for one that is
     * dropped. An array without rows if the layer has no dropout.
     *
     * @param layer counted from 1
     */
    public double[][] mask(int layer) {
        return batch.mask(layer).map(Matrix::toArray).orElseGet(() -> new double[0][]);
    }

    /** The step, counted from 0 over the whole training. */
    public long step() {
        return batch.step();
    }

    /** The epoch, counted from 0. */
    public int epoch() {
        return batch.epoch();
    }
}
