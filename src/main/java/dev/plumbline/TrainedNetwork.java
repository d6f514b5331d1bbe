package dev.plumbline;

import dev.plumbline.data.DataException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.model.Predictions;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.error.ErrorKind;
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
    private final Model model;
    private @Nullable SavedNetwork predictor; // the network of all predictions, built at the first

    TrainedNetwork(Experiment experiment, Trainer.Result result, Preparation preparation) {
        this.experiment = experiment;
        this.result = result;
        this.model = new Model(experiment.spec(), result.weights(), preparation);
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
        model.write(file, Dl4j.json(spec()));
    }

    /** The first NaN or infinity, which ended the training; empty if there was none. */
    public Optional<NotFinite> failure() {
        return result.failure();
    }

    /**
     * The outputs for raw rows in the unit of the targets, as {@link SavedNetwork#predict} computes them: the rows are
     * prepared as those of the training were, and nothing is dropped. {@code Dl4j.output(network(), inputs)} takes inputs that are prepared already.
     *
     * @param rows rows × columns of numbers, as in the file of the data; NaN is a missing value
     * @return rows × outputs
     * @throws DataException if there is another number of columns, or for the first value that cannot be prepared
     */
    public Matrix predict(Matrix rows) throws DataException {
        return predictor().predict(rows);
    }

    /**
     * The predicted class of each raw row, as {@link SavedNetwork#classes} names it.
     *
     * @param rows rows × columns of numbers, as in the file of the data; NaN is a missing value
     * @throws IllegalStateException if the outputs are not classes
     * @throws DataException if there is another number of columns, or for the first value that cannot be prepared
     */
    public List<String> classes(Matrix rows) throws DataException {
        return predictor().classes(rows);
    }

    private synchronized SavedNetwork predictor() {
        if (predictor == null) {
            predictor = new SavedNetwork(model);
        }
        return predictor;
    }

    /**
     * The outputs, the loss and the metrics for other raw rows, which all count alike. The loss is that of the targets as the
     * training scaled them.
     *
     * @param rows rows × columns of numbers, as for {@link #predict}
     * @param targets rows × outputs, in their unit; if the outputs are classes, 1 for the class of the row and 0 for the others
     * @throws DataException if the rows or targets have other columns or another number of rows, or for the first value that
     *     cannot be prepared
     */
    public Evaluation evaluate(Matrix rows, Matrix targets) throws DataException {
        Matrix inputs = model.preparation().apply(rows);
        checkTargets(targets, rows.rows());
        try (Run run = new Dl4jEngine().start(experiment.startingFrom(weights()))) {
            return experiment.inTargetUnit(
                    run.evaluate(inputs, model.preparation().scaledTargets(targets)));
        }
    }

    private void checkTargets(Matrix targets, int rows) throws DataException {
        Predictions predictions = Predictions.of(model);
        if (targets.columns() != spec().outputs()) {
            throw new DataException(
                    ErrorKind.SIZE_MISMATCH,
                    "the targets have " + MessageNames.count(targets.columns(), "column"),
                    spec().outputs() + ", one per output: " + MessageNames.list(predictions.outputs())
                            + (predictions.classes().isEmpty()
                                    ? ""
                                    : " (1 for the class of the row, 0 for the others)"));
        }
        if (targets.rows() != rows) {
            throw new DataException(
                    ErrorKind.SIZE_MISMATCH,
                    "there are " + MessageNames.count(rows, "row") + " and " + MessageNames.count(targets.rows(), "row")
                            + " of targets",
                    "one row of targets per row");
        }
        boolean logTargets =
                model.preparation().targets().map(ColumnScaling::logarithm).orElse(false);
        if (logTargets && targets.min() <= 0) {
            throw new DataException(ErrorKind.OUT_OF_RANGE, "a target is " + targets.min(), Prepare.ABOVE_0);
        }
    }

    /**
     * A new network of DL4J's with the trained weights, to use, train on or save with DL4J's API; its optimizer is at its
     * start.
     */
    public MultiLayerNetwork network() {
        return Dl4j.network(spec(), weights());
    }

    /** The name, the layers, and the loss after the training or the first number that was not finite. */
    @Override
    public String toString() {
        return NetworkSummary.line(spec()) + ", "
                + failure().map(NotFinite::toString).orElseGet(() -> "trained to a loss of " + Numbers.figure(loss()));
    }
}
