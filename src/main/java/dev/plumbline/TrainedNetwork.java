package dev.plumbline;

import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/** A network after its training: weights, outputs and metrics, and the same as a network of DL4J's. */
public final class TrainedNetwork {
    private final Experiment experiment;
    private final Trainer.Result result;
    private final Preparation preparation;
    private @Nullable MultiLayerNetwork predictor; // the network of all predictions, built at the first

    TrainedNetwork(Experiment experiment, Trainer.Result result, Preparation preparation) {
        this.experiment = experiment;
        this.result = result;
        this.preparation = preparation;
    }

    /** The description of the network. */
    public NetworkSpec spec() {
        return experiment.spec();
    }

    /** The trained weights, layer by layer: W of inputs × units and, for a layer with a bias, b of 1 × units. */
    public List<LayerWeights> weights() {
        return result.weights();
    }

    /** The outputs for all examples of the training in the unit of the targets, examples × outputs. */
    public Matrix outputs() {
        return result.afterTraining().outputs();
    }

    /** The loss over all examples of the training. */
    public double loss() {
        return result.afterTraining().loss();
    }

    /** The lines of the network's report, with the metrics in the order of the report. */
    public List<Trainer.EpochMetrics> history() {
        return result.lines();
    }

    /**
     * One metric in every line of the report.
     *
     * @throws IllegalArgumentException if the report does not have it
     */
    public List<Double> history(Metric metric) {
        int column = spec().report().metrics().indexOf(metric);
        if (column < 0) {
            throw new IllegalArgumentException(
                    "the report has no " + metric + ", but " + spec().report().metrics());
        }
        return result.lines().stream().map(line -> line.metrics().get(column)).toList();
    }

    /** The evaluation of the examples that the network's file holds out; empty if it holds out none. */
    public Optional<Evaluation> validation() {
        return result.validation();
    }

    /** Why the training ended. */
    public Trainer.End end() {
        return result.end();
    }

    /**
     * Writes the network to a file, the whole of it or nothing. {@link SavedNetwork} reads it, {@code plumbline predict} and
     * plain DL4J do too.
     */
    public void save(Path file) throws IOException {
        new Model(spec(), weights(), preparation).write(file, Dl4j.json(spec()));
    }

    /** The first NaN or infinity, which ended the training; empty if there was none. */
    public Optional<NotFinite> failure() {
        return result.failure();
    }

    /**
     * The outputs for other inputs, in the unit of the targets; nothing is dropped.
     *
     * @param inputs examples × inputs, prepared as those of the training
     * @return examples × outputs
     * @throws IllegalArgumentException if the inputs have another width
     */
    public synchronized Matrix predict(Matrix inputs) {
        if (inputs.columns() != spec().inputs()) {
            throw new IllegalArgumentException(
                    "inputs of " + inputs.shape() + " for a network of " + spec().inputs() + " inputs");
        }
        if (predictor == null) {
            predictor = network();
        }
        return preparation.inTargetUnit(Dl4j.output(predictor, inputs));
    }

    /**
     * The outputs, the loss and the metrics for other examples, which all count alike. The loss is that of the targets
     * as the training scaled them.
     *
     * @param inputs examples × inputs
     * @param targets examples × outputs
     */
    public Evaluation evaluate(Matrix inputs, Matrix targets) {
        try (Run run = new Dl4jEngine().start(experiment.startingFrom(weights()))) {
            return experiment.inTargetUnit(run.evaluate(inputs, preparation.scaledTargets(targets)));
        }
    }

    /**
     * A new network of DL4J's with the trained weights, to use, train on or save with DL4J's API; its optimizer is at its
     * start.
     */
    public MultiLayerNetwork network() {
        return Dl4j.network(spec(), weights());
    }
}
