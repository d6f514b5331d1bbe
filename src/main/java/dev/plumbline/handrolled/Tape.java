package dev.plumbline.handrolled;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;

/**
 * Records a network's values of one step, with the names of a recording. Layers count from 1. The tape copies each
 * array immediately, so the network can reuse the array. Every value is optional, and the order does not matter.
 *
 * <p>An invalid call throws an {@link IllegalArgumentException} that names step, layer and quantity: a layer that does
 * not exist, rows of different lengths, or the same tensor twice in a step. The tape accepts an unexpected shape,
 * because the check reports it.
 */
public final class Tape {
    private final StepTrace trace;
    private final int layers;

    Tape(long step, int layers) {
        this.trace = new StepTrace(step, layers);
        this.layers = layers;
    }

    StepTrace trace() {
        return trace;
    }

    /** z = x W + b, n × units. */
    public Tape Z(int layer, double[][] z) {
        return take(Quantity.PRE_ACTIVATION, layer, z);
    }

    /** a = f(z), n × units. */
    public Tape A(int layer, double[][] a) {
        return take(Quantity.ACTIVATION, layer, a);
    }

    /** The loss of the batch. */
    public Tape loss(double loss) {
        return record(Quantity.LOSS, layers, Matrix.full(1, 1, loss));
    }

    /** The delta, ∂l/∂z of each example, n × units. */
    public Tape dZ(int layer, double[][] delta) {
        return take(Quantity.DELTA, layer, delta);
    }

    /** The gradient of the batch's loss with respect to W, inputs × units. */
    public Tape dW(int layer, double[][] gradient) {
        return take(Quantity.WEIGHT_GRADIENT, layer, gradient);
    }

    /** The gradient of the batch's loss with respect to b, a number for each unit. */
    public Tape db(int layer, double[] gradient) {
        return take(Quantity.BIAS_GRADIENT, layer, gradient);
    }

    /** The update that is subtracted from W, inputs × units. */
    public Tape uW(int layer, double[][] update) {
        return take(Quantity.WEIGHT_UPDATE, layer, update);
    }

    /** The update that is subtracted from b, a number for each unit. */
    public Tape ub(int layer, double[] update) {
        return take(Quantity.BIAS_UPDATE, layer, update);
    }

    /** W after the update, inputs × units. */
    public Tape W(int layer, double[][] weights) {
        return take(Quantity.WEIGHTS, layer, weights);
    }

    /** b after the update, a number for each unit. */
    public Tape b(int layer, double[] bias) {
        return take(Quantity.BIAS, layer, bias);
    }

    private Tape take(Quantity quantity, int layer, double[] row) {
        boolean hasNoBias = row != null && row.length == 0;
        return hasNoBias ? this : take(quantity, layer, new double[][] {row});
    }

    private Tape take(Quantity quantity, int layer, double[][] rows) {
        if (layer < 1 || layer > layers) {
            throw new IllegalArgumentException("step " + trace.step() + ", " + quantity.description()
                    + ": there is no layer " + layer + "; layers count from 1, and the last is " + layers);
        }
        Key key = new Key(trace.step(), quantity, layer);
        if (rows == null) { // callers may be compiled without null checks
            throw new IllegalArgumentException(key + " is null");
        }
        if (rows.length == 0) {
            throw new IllegalArgumentException(key + " has no rows");
        }
        return record(quantity, layer, matrix(key, rows));
    }

    private static Matrix matrix(Key key, double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw new IllegalArgumentException(key + ": row " + i + " is null");
            }
            if (rows[i].length == 0) {
                throw new IllegalArgumentException(key + ": row " + i + " has no numbers");
            }
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(
                        key + ": row 0 has " + rows[0].length + " numbers, and row " + i + " has " + rows[i].length);
            }
        }
        return Matrix.of(rows);
    }

    private Tape record(Quantity quantity, int layer, Matrix tensor) {
        if (trace.get(quantity, layer).isPresent()) {
            throw new IllegalArgumentException(
                    new Key(trace.step(), quantity, layer) + " was recorded twice in one step");
        }
        trace.record(quantity, layer, tensor);
        return this;
    }
}
