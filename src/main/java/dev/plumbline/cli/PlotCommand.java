package dev.plumbline.cli;

import dev.plumbline.data.AtomicFile;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.RunPlot;
import dev.plumbline.report.RunReplay;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline plot}: pictures of a run. */
@Command(
        name = "plot",
        header = "Draw a training as SVG or PNG.",
        description = {
            "",
            "Draws a metric of a run over the epochs or, with --plane, the outputs of a network of two inputs over the"
                    + " plane of these."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline plot runs/1 -o loss.svg",
            "  plumbline plot runs/1 --metric accuracy -o accuracy.png",
            "  plumbline plot runs/1 --plane -o plane.svg"
        })
final class PlotCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "RUN", description = "The folder of a run.")
    private Path path = Path.of("");

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description = "A metric of the run's report. Default: the first.")
    private Optional<String> wanted = Optional.empty();

    @Option(names = "--plane", description = "Draw the outputs over the plane of the two inputs.")
    private boolean plane;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The picture: .svg or .png.")
    private Path file = Path.of("");

    PlotCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".svg") && !name.endsWith(".png")) {
            throw new RefusedException("the name of `" + file + "` says no format: it must end in .svg or .png");
        }
        if (Files.exists(file)) {
            throw new RefusedException("`" + file + "` exists and is not replaced");
        }
        try {
            RunFolder run = RunFolder.open(path);
            byte[] picture = plane ? plane(run, name.endsWith(".png")) : curves(run, name.endsWith(".png"));
            AtomicFile.write(file, out -> out.write(picture));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw RefusedException.of(e);
        }
    }

    private byte[] curves(RunFolder run, boolean isPng) throws IOException {
        var spec = LoadedNetwork.network(run.resolvedFile()).spec();
        List<Metric> metrics = spec.report().metrics();
        Metric metric = wanted.map(word -> metrics.stream()
                        .filter(each -> Schema.wordOf(each).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new RefusedException("--metric: the run has no `" + word + "`, but "
                                + metrics.stream().map(Schema::wordOf).collect(Collectors.joining(", ")))))
                .orElse(metrics.get(0));
        return RunPlot.curves(spec.name(), metric, metrics.indexOf(metric), run.lines(spec), isPng);
    }

    private byte[] plane(RunFolder run, boolean isPng) {
        RunRecord record = run.record();
        RunRecord.Outcome outcome =
                record.outcome().orElseThrow(() -> new RefusedException("`" + path + "` has not ended"));
        Experiment experiment = LoadedNetwork.read(
                        run.resolvedFile(), Path.of(record.directory()), new SettingOptions())
                .experiment();
        if (experiment.spec().inputs() != 2) {
            throw new RefusedException(
                    "--plane: the network has " + experiment.spec().inputs() + " inputs; a plane has two");
        }
        if (outcome.steps() == 0) {
            throw new RefusedException("--plane: the run has not taken a step");
        }
        boolean onDl4j = record.engine().equals(TrainCommand.Choice.dl4j.name());
        Engine engine = onDl4j ? new Dl4jEngine() : new ReferenceEngine();
        if (onDl4j) {
            Natives.announce(terminal);
        }
        try (Progress progress = new Progress(terminal, "training again", outcome.steps())) {
            RunReplay replay = RunReplay.of(engine, experiment, outcome.steps(), progress::stepped);
            RunReplay.Snapshot last = replay.snapshots().get(replay.snapshots().size() - 1);
            return RunPlot.plane(experiment, last, replay.grid().orElseThrow(), isPng);
        }
    }
}
