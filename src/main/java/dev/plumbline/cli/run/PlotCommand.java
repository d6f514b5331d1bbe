package dev.plumbline.cli.run;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.NewFile;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.model.RunFolder;
import dev.plumbline.report.page.RunPlot;
import dev.plumbline.report.page.RunReplay;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline plot}: draws a run. */
@Command(
        name = "plot",
        header = "Draw a training as SVG or PNG.",
        description = {
            "",
            "Draws a metric of a run over the epochs. With --plane, draws the outputs of a network with two inputs "
                    + "over the plane of its inputs."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline plot runs/1 -o loss.svg",
            "  plumbline plot runs/1 --metric accuracy -o accuracy.png",
            "  plumbline plot runs/1 --plane -o plane.svg"
        })
public final class PlotCommand extends Verb {
    @Parameters(paramLabel = "RUN", description = "The directory of a run.")
    private Path path = Path.of("");

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description = "A metric of the run's report. Default: the first.")
    private Optional<String> wanted = Optional.empty();

    @Option(names = "--plane", description = "Draw the outputs of a network with two inputs.")
    private boolean plane;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The picture: .svg or .png.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        if (plane && wanted.isPresent()) {
            throw new RefusedException(ErrorKind.OPTION_CONFLICT, "--plane draws outputs: leave out `--metric`");
        }
        boolean isPng = NewFile.endingOf(file, List.of(".svg", ".png")).equals(".png");
        byte[] picture = plane ? plane(FinishedRun.read(path), isPng) : curves(RunFolder.open(path), isPng);
        AtomicFile.write(file, out -> out.write(picture));
        print("wrote " + file + "\n");
        return ExitCode.DONE;
    }

    private byte[] curves(RunFolder run, boolean isPng) throws IOException {
        var spec = LoadedNetwork.network(run.resolvedFile()).spec();
        List<Metric> metrics = spec.report().metrics();
        Metric metric = wanted.map(word -> metrics.stream()
                        .filter(candidate -> Schema.wordOf(candidate).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new RefusedException(
                                ErrorKind.OPTION_CONFLICT,
                                "--metric: the run has no `" + word + "`; allowed: "
                                        + metrics.stream().map(Schema::wordOf).collect(Collectors.joining(", ")))))
                .orElse(metrics.get(0));
        return RunPlot.curves(spec, metric, metrics.indexOf(metric), run.lines(spec), isPng);
    }

    private byte[] plane(FinishedRun run, boolean isPng) {
        Experiment experiment = run.loaded().experiment();
        if (experiment.spec().inputs() != 2) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT,
                    "--plane: the network has " + experiment.spec().inputs() + " inputs; a plane has two");
        }
        RunReplay replay = run.replay(run.engine().engine(terminal()), experiment, terminal());
        RunReplay.Snapshot result = replay.result()
                .orElseThrow(
                        () -> new RefusedException(ErrorKind.WRONG_STATE, "--plane: the run has not taken a step"));
        return RunPlot.plane(experiment, result, replay.grid().orElseThrow(), isPng);
    }
}
