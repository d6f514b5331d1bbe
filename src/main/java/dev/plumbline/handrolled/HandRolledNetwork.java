package dev.plumbline.handrolled;

/**
 * A network of your own, to be checked against the reference. Order of use: start, then step after step, then perhaps
 * outputs. Rows are examples throughout, and layers count from 1.
 *
 * <p>A class needs a constructor without parameters and the two short methods. Where the training has dropout or weighted
 * examples, take the longer ones instead, {@link #start(TrainingStart)} and {@link #step(TrainingBatch, Tape)}.
 */
public interface HandRolledNetwork {

    /**
     * Takes the weights that training starts from. The arrays are yours: they may be kept and changed in place.
     *
     * @param weights {@code weights[l]} of the layer l + 1, inputs × units: a row for each input
     * @param biases {@code biases[l]} of the layer l + 1, a number for each unit; of length 0 where the layer has no bias
     */
    void start(double[][][] weights, double[][] biases);

    /**
     * One training step: forward, backward, update.
     *
     * @param x n × inputs
     * @param y n × outputs
     * @param tape takes what the network had; everything is optional, and the more there is, the more can be proven
     */
    void step(double[][] x, double[][] y, Tape tape);

    /** The same as {@link #start(double[][][], double[][])} for networks that need to know more of the training. */
    default void start(TrainingStart start) {
        start(start.weights(), start.biases());
    }

    /** The same as {@link #step(double[][], double[][], Tape)} for networks that need to know more of the batch. */
    default void step(TrainingBatch batch, Tape tape) {
        step(batch.x(), batch.y(), tape);
    }

    /**
     * What the network as it now stands makes of these examples, n × outputs; nothing is trained. An array of no rows,
     * which is the default, says that the network does not show it.
     *
     * @param x n × inputs
     */
    default double[][] outputs(double[][] x) {
        return new double[0][];
    }
}
