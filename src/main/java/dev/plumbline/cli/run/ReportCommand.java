package dev.plumbline.cli.run;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.ReportFile;
import dev.plumbline.cli.options.SavedModel;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.cli.terminal.Version;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.data.preparation.InputColumn;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Fingerprint;
import dev.plumbline.report.page.Origin;
import dev.plumbline.report.page.RunPage;
import dev.plumbline.report.page.RunReplay;
import dev.plumbline.report.run.EvaluationReport;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline report}: writes the page of a run. */
@Command(
        name = "report",
        header = "Write a training as one HTML page.",
        description = {
            "",
            "Trains the network of a run once more and writes one page that shows how the training goes: the metrics,"
                    + " the weights and gradients, dead and saturated units, the confusion matrix, the worst examples"
                    + " and, for two inputs, the outputs over the plane of the inputs."
        },
        footer = {"", "Example:", "  plumbline report runs/1"})
public final class ReportCommand extends Verb {
    @Parameters(paramLabel = "RUN", description = "The directory of a run.")
    private Path path = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The page. Default: report.html in the directory of the run.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--importance",
            description = "Also measure how important each input column is, as `evaluate --importance` does.")
    private boolean importance;

    @Override
    public Integer call() throws IOException {
        try {
            FinishedRun run = FinishedRun.read(path);
            // Fail before the training if the page cannot be written.
            try (ReportFile target = ReportFile.at(file.orElse(path.resolve("report.html")), ReportFile.Kind.HTML)) {
                target.write(page(run).html());
                message("plumbline: the page is " + target.path());
                return ExitCode.DONE;
            }
        } catch (ReportFile.UnwritableException e) {
            throw new RefusedException(ErrorKind.NOT_WRITABLE, e.getMessage());
        }
    }

    private RunPage page(FinishedRun run) throws IOException {
        LoadedNetwork loaded = run.loaded();
        Experiment experiment = loaded.experiment();
        Engine engine = run.engine().engine(terminal());
        RunReplay replay = run.replay(engine, experiment, terminal());
        List<LayerWeights> weights =
                replay.result().map(RunReplay.Snapshot::weights).orElse(experiment.initialWeights());
        NetworkData data = loaded.data();
        String part = data.validation().isPresent() ? "validation" : "training";
        Dataset examples = data.validation().orElse(data.examples());
        SavedModel saved = SavedModel.read(path);
        Evaluation evaluation = saved.evaluate(engine, examples);
        EvaluationReport report = new EvaluationReport(
                loaded.spec(),
                engine.name(),
                "the " + part + " part",
                evaluation,
                data.preparation().classes());
        if (importance) {
            report.with(saved.importance(engine, examples));
        }
        return new RunPage(
                experiment,
                run.outcome().end(),
                run.folder().lines(loaded.spec()),
                replay,
                Fingerprint.of(weights).equals(run.outcome().weights()),
                evaluation,
                raw(examples.inputs(), data.preparation()),
                report,
                part,
                data.preparation().classes(),
                new Origin(Version.here(), "plumbline report " + path, Instant.now()));
    }

    /** The inputs before their preparation; empty if some are categories. */
    private static Optional<Matrix> raw(Matrix inputs, Preparation preparation) {
        double[] values = inputs.toRowMajor();
        List<InputColumn> columns = preparation.columns();
        for (int i = 0; i < values.length; i++) {
            if (!(columns.get(i % inputs.columns() % columns.size()) instanceof InputColumn.Number number)) {
                return Optional.empty();
            }
            values[i] = values[i] * number.divide() + number.subtract();
        }
        return columns.size() == inputs.columns()
                ? Optional.of(Matrix.wrap(inputs.rows(), inputs.columns(), values))
                : Optional.empty();
    }
}
