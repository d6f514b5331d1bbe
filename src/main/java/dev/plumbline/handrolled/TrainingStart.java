package dev.plumbline.handrolled;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;

/** The start of a training: the initial weights and the description of the network. Every array is a new copy. */
public final class TrainingStart {
    private final Experiment experiment;

    TrainingStart(Experiment experiment) {
        this.experiment = experiment;
    }

    /** {@code weights()[l]} of the layer l + 1, inputs × units. */
    public double[][][] weights() {
        return experiment.initialWeights().stream()
                .map(layer -> layer.weights().toArray())
                .toArray(double[][][]::new);
    }

    /** {@code biases()[l]} of the layer l + 1, a number for each unit; of length 0 if the layer has no bias. */
    public double[][] biases() {
        return experiment.initialWeights().stream()
                .map(layer -> layer.bias().map(Matrix::toRowMajor).orElseGet(() -> new double[0]))
                .toArray(double[][]::new);
    }

    /** The network, with its loss, its optimizer and everything else in its file. */
    public NetworkSpec network() {
        return experiment.spec();
    }

    /** The number of all examples. */
    public int examples() {
        return experiment.inputs().rows();
    }
}
