package dev.plumbline.cli;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.fuzz.Fuzzing;
import dev.plumbline.fuzz.Trials;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.FuzzJson;
import dev.plumbline.report.FuzzText;
import dev.plumbline.report.Json;
import dev.plumbline.trace.Engine;
import dev.plumbline.yaml.YamlWriter;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumbline fuzz}: random networks on both engines. */
@Command(
        name = "fuzz",
        header = "Train random networks on both engines, and compare every step.",
        description = {
            "",
            "Generates random networks that combine every word with every other, and checks each as"
                    + " `plumbline check` does. If the engines disagree on a network, reduces it to the smallest file"
                    + " that still fails, and prints it. The exit code is then 3."
        },
        footer = {"", "Example:", "  plumbline fuzz --networks 10000 --seed 1"})
final class FuzzCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Engine engine;
    private final BooleanSupplier stopped;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "The number of networks. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1000")
    private long networks = 1000;

    @Mixin
    private SeedOption seed = new SeedOption();

    @Mixin
    private Output output = new Output();

    FuzzCommand(Terminal terminal) {
        this(terminal, new Dl4jEngine(), () -> false);
    }

    /** For tests that try another engine, and stop when they want. */
    FuzzCommand(Terminal terminal, Engine engine, BooleanSupplier stopped) {
        this.terminal = terminal;
        this.engine = engine;
        this.stopped = stopped;
    }

    @Override
    public Integer call() {
        seed.require(networks >= 1, "--networks", networks, "at least 1");
        long number = seed.seed();
        Natives.announce(terminal);
        FuzzText text = new FuzzText(engine.name(), YamlWriter::write, terminal.style());
        try (Interruption interruption = new Interruption()) {
            Fuzzing.Result result = fuzz(text, number, () -> !interruption.isWanted() && !stopped.getAsBoolean());
            terminal.print(output.json ? Json.text(FuzzJson.of(result, YamlWriter::write)) : text.closing(result));
            return result.agrees() ? ExitCode.DONE : ExitCode.DIFFERS;
        }
    }

    private Fuzzing.Result fuzz(FuzzText text, long number, BooleanSupplier goesOn) {
        try (Progress progress = new Progress(terminal, "fuzzing", "network", networks)) {
            Trials trials = new Trials(new ReferenceEngine(), engine);
            return new Fuzzing(trials).run(networks, number, new Fuzzing.Listener() {
                @Override
                public void tried(long done) {
                    progress.stepped(done);
                }

                @Override
                public void disagreed(Fuzzing.Disagreement disagreement) {
                    if (!output.json) {
                        terminal.print(text.disagreement(disagreement));
                    }
                }

                @Override
                public boolean goesOn() {
                    return goesOn.getAsBoolean();
                }
            });
        }
    }
}
