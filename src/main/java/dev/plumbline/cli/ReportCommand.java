package dev.plumbline.cli;

import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.InputColumn;
import dev.plumbline.data.NetworkData;
import dev.plumbline.data.Preparation;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Fingerprint;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.EvaluationReport;
import dev.plumbline.report.HtmlPage;
import dev.plumbline.report.RunPage;
import dev.plumbline.report.RunReplay;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline report}: the page of a run. */
@Command(
        name = "report",
        header = "Write a training as one HTML page.",
        description = {
            "",
            "Trains the network of a run once more and writes what it looks like on the way as one page: the metrics,"
                    + " the weights and gradients, dead and saturated units, the confusion matrix, the worst examples"
                    + " and, for two inputs, the outputs over the plane."
        },
        footer = {"", "Example:", "  plumbline report runs/1"})
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "RUN", description = "The folder of a run.")
    private Path path = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The page. Default: report.html in the folder of the run.")
    private Optional<Path> file = Optional.empty();

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            RunFolder run = RunFolder.open(path);
            Path target = file.orElse(path.resolve("report.html"));
            ReportFile.at(target, ReportFile.Kind.HTML).close(); // refuses a file that is no report, before the work
            String page = page(run).html();
            AtomicFile.write(target, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
            terminal.message("plumbline: the page is " + target);
            return ExitCode.DONE;
        } catch (ReportFile.UnwritableException e) {
            throw new RefusedException(e.getMessage());
        } catch (IOException e) {
            throw RefusedException.of(e);
        }
    }

    private RunPage page(RunFolder run) throws IOException {
        RunRecord record = run.record();
        RunRecord.Outcome outcome = record.outcome()
                .orElseThrow(() -> new RefusedException(
                        "`" + path + "` has not ended: `plumbline train --resume " + path + "` goes on with it"));
        LoadedNetwork loaded =
                LoadedNetwork.read(run.resolvedFile(), Path.of(record.directory()), new SettingOptions());
        Experiment experiment = loaded.experiment();
        boolean onDl4j = record.engine().equals(TrainCommand.Choice.dl4j.name());
        Engine engine = onDl4j ? new Dl4jEngine() : new ReferenceEngine();
        if (onDl4j) {
            Natives.announce(terminal);
        }
        RunReplay replay;
        try (Progress progress = new Progress(terminal, "training again", outcome.steps())) {
            replay = RunReplay.of(engine, experiment, outcome.steps(), progress::stepped);
        }
        List<LayerWeights> weights = replay.snapshots().isEmpty()
                ? experiment.initialWeights()
                : replay.snapshots().get(replay.snapshots().size() - 1).weights();
        boolean same =
                outcome.bestEpoch().isPresent() || Fingerprint.of(weights).equals(outcome.weights());
        NetworkData data = loaded.data();
        String part = data.validation().isPresent() ? "validation" : "training";
        Dataset examples = data.validation().orElse(data.examples());
        Evaluation evaluation = ModelEvaluation.of(SavedModel.read(path).model(), engine, examples);
        EvaluationReport report = new EvaluationReport(
                loaded.spec().name(),
                engine.name(),
                part,
                evaluation,
                data.preparation().classes());
        return new RunPage(
                experiment,
                outcome.end(),
                run.lines(loaded.spec()),
                replay,
                same,
                evaluation,
                raw(examples.inputs(), data.preparation()),
                report,
                part,
                data.preparation().classes(),
                new HtmlPage.Origin(Plumbline.version(), "plumbline report " + path, Instant.now()));
    }

    /** Prepared inputs as they were before; empty if they are not numbers alone. */
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
