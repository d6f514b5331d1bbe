package dev.plumbline.cli;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.Json;
import dev.plumbline.report.TrainJson;
import dev.plumbline.report.TrainText;
import dev.plumbline.spec.Footprint;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline train}: one engine. */
@Command(
        name = "train",
        header = "Train on one engine.",
        description = {
            "",
            "Trains the network of FILE and prints the metrics of its `report`. The exit code is 3 if a number is not"
                    + " finite; the message names the step and the layer."
        },
        footer = {"", "Example:", "  plumbline train --engine reference configs/three-layer.yaml"})
final class TrainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "dl4j")
    private Choice choice = Choice.dl4j;

    @Option(names = "--verbose", description = "Show DL4J's own log on the error stream.")
    private boolean verbose;

    @Mixin
    private BackendOption backend = new BackendOption();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private Output output = new Output();

    /** The engines, as they are written on the command line. */
    enum Choice {
        dl4j,
        reference
    }

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedNetwork read = LoadedNetwork.read(file, settings);
        LoadedNetwork loaded = choice == Choice.dl4j ? backend.applyTo(read, terminal) : read;
        Footprint footprint = choice == Choice.dl4j
                ? Footprint.ofDl4j(loaded.spec(), loaded.examples())
                : Footprint.ofReference(loaded.spec(), loaded.examples());
        Experiment experiment = loaded.experiment(footprint);
        Engine engine = choice == Choice.dl4j ? new Dl4jEngine() : new ReferenceEngine();
        TrainText text = new TrainText(experiment, engine.name(), terminal.style());
        if (!output.json) {
            terminal.print(text.opening());
        }
        if (verbose) {
            VerboseLogging.begin();
        }
        if (choice == Choice.dl4j) {
            Natives.announce(terminal);
        }
        Trainer.Result result;
        try (Progress progress = new Progress(terminal, "training", experiment.steps())) {
            result = new Trainer(engine).run(experiment, new Trainer.Listener() {
                @Override
                public void reported(Trainer.EpochMetrics line) {
                    if (!output.json) {
                        terminal.print(text.line(line));
                    }
                }

                @Override
                public void stepped(long steps) {
                    progress.stepped(steps);
                }
            });
        }
        terminal.print(output.json ? Json.text(TrainJson.of(experiment, result)) : text.closing(result));
        return result.failure().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERS;
    }
}
