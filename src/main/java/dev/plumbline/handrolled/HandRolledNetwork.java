package dev.plumbline.handrolled;

/**
 * Your own network, which Plumbline checks against the reference. Order of use: start, then all steps, then optionally
 * outputs. Rows are examples throughout, and layers count from 1.
 *
 * <p>A class needs a constructor without parameters and the two abstract methods. For a training with dropout,
 * weighted examples or a learning rate that changes, also override {@link #step(TrainingBatch, Tape)}.
 */
public interface HandRolledNetwork {

    /**
     * Receives the initial weights. The arrays belong to the network, which can keep them and change them in place.
     *
     * @param weights {@code weights[l]} of the layer l + 1, inputs × units: a row for each input
     * @param biases {@code biases[l]} of the layer l + 1, a number for each unit; of length 0 if the layer has no bias
     */
    void start(double[][][] weights, double[][] biases);

    /**
     * One training step: forward, backward, update.
     *
     * @param x n × inputs
     * @param y n × outputs
     * @param tape records the values of the network; every value is optional, and the check compares each value that is
     *     there
     */
    void step(double[][] x, double[][] y, Tape tape);

    /**
     * Starts a training like {@link #start(double[][][], double[][])}, for networks that need more information about
     * it.
     */
    default void start(TrainingStart start) {
        start(start.weights(), start.biases());
    }

    /**
     * Takes a step like {@link #step(double[][], double[][], Tape)}, for networks that need more information about the
     * batch.
     */
    default void step(TrainingBatch batch, Tape tape) {
        step(batch.x(), batch.y(), tape);
    }

    /**
     * The outputs of the network for these examples in its current state, n × outputs, without training. The default,
     * an array without rows, means that the network provides no outputs.
     *
     * @param x n × inputs
     */
    default double[][] outputs(double[][] x) {
        return new double[0][];
    }
}
