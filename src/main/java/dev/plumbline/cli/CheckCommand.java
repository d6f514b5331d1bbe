package dev.plumbline.cli;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.CheckJson;
import dev.plumbline.report.CheckText;
import dev.plumbline.report.Json;
import dev.plumbline.spec.Footprint;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline check}: both engines, every step compared. */
@Command(
        name = "check",
        header = "Train on DL4J and on the reference, and compare every step.",
        description = {
            "",
            "Trains the network of FILE on DL4J and on a reference written from first principles, from the same"
                    + " initial weights and on the same batches, and compares every tensor of every step. Ends with"
                    + " 0 if all agrees and with 3 if the two diverge."
        },
        footer = {"", "Example:", "  plumbline check configs/three-layer.yaml"})
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Engine engine;

    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Option(names = "--verbose", description = "Show what DL4J itself logs, on the error stream.")
    private boolean verbose;

    @Mixin
    private Output output = new Output();

    CheckCommand(Terminal terminal) {
        this(terminal, new Dl4jEngine());
    }

    /** For tests that check another engine. */
    CheckCommand(Terminal terminal, Engine engine) {
        this.terminal = terminal;
        this.engine = engine;
    }

    @Override
    public Integer call() {
        Loaded loaded = Loaded.read(file);
        Experiment experiment = loaded.experiment(Footprint.ofCheck(loaded.spec(), loaded.examples()));
        CheckText text = new CheckText(experiment, engine.name(), terminal.style());
        if (!output.json) {
            terminal.print(text.opening());
        }
        if (verbose) {
            VerboseLogging.begin();
        }
        Natives.announce(terminal);
        CheckResult result;
        try (Progress progress = new Progress(terminal, "checking", experiment.steps())) {
            result = new Check(new ReferenceEngine(), engine).run(experiment, new Check.Listener() {
                @Override
                public void reported(Check.ReportLine line) {
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
        terminal.print(output.json ? Json.text(CheckJson.of(experiment, result)) : text.closing(result));
        return result.agrees() ? ExitCode.DONE : ExitCode.DIVERGED;
    }
}
