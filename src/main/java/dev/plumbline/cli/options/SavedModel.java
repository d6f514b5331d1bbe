package dev.plumbline.cli.options;

import dev.plumbline.data.DataException;
import dev.plumbline.data.Dataset;
import dev.plumbline.metrics.InputImportance;
import dev.plumbline.model.Model;
import dev.plumbline.model.RunFolder;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A trained network on the command line: the folder of a run, or a model file.
 *
 * @param model the network
 * @param run the folder, if the user gave one
 */
public record SavedModel(Model model, Optional<RunFolder> run) {

    /** Reads a model. */
    public static SavedModel read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new DataException(
                    ErrorKind.FILE_NOT_FOUND, path + " does not exist", "the directory of a run, or a model.zip");
        }
        if (!Files.isDirectory(path)) {
            return new SavedModel(Model.read(path), Optional.empty());
        }
        RunFolder run = RunFolder.open(path);
        if (!Files.exists(run.modelFile())) {
            throw new DataException(
                    ErrorKind.WRONG_STATE,
                    path + " has no model yet",
                    "a finished run; `plumbline train --resume " + path + "` continues this one");
        }
        return new SavedModel(Model.read(run.modelFile()), Optional.of(run));
    }

    /** How important each column of the table is for some prepared examples: for their accuracy or for their loss. */
    public List<InputImportance> importance(Engine engine, Dataset examples) {
        List<InputImportance.Column> columns = model.preparation().columns().stream()
                .map(column -> new InputImportance.Column(column.name(), column.width()))
                .toList();
        boolean hasClasses = !model.preparation().classes().isEmpty();
        try (Run run = engine.start(model.experiment(examples.inputs(), examples.targets(), examples.weights()))) {
            return InputImportance.of(examples.inputs(), columns, model.spec().seed(), inputs -> {
                Evaluation evaluation = run.evaluate(inputs, examples.targets(), examples.weights());
                return hasClasses ? -evaluation.metric(Metric.ACCURACY) : evaluation.loss();
            });
        }
    }

    /** The outputs in the unit of the targets, and the loss, of the network for some prepared examples. */
    public Evaluation evaluate(Engine engine, Dataset examples) {
        Experiment experiment = model.experiment(examples.inputs(), examples.targets(), examples.weights());
        try (Run run = engine.start(experiment)) {
            return experiment.inTargetUnit(run.evaluate(examples.inputs(), examples.targets(), examples.weights()));
        }
    }
}
