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

    /** What the loss of each of the n examples is multiplied by; all 1 where they count alike. */
    public double[] weights() {
        return batch.weights().map(Matrix::toRowMajor).orElseGet(() -> {
            double[] ones = new double[batch.size()];
            Arrays.fill(ones, 1);
            return ones;
        });
    }

    /**
     * What dropout keeps of a layer's input, n × the layer's inputs: 1 for a number that is kept and 0 for one that is
     * dropped; an array of no rows where nothing is dropped.
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
