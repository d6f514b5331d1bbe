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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline fuzz}: random networks on both engines. */
@Command(
        name = "fuzz",
        header = "Train random networks on both engines, and compare every step.",
        description = {
            "",
            "Makes random networks over the whole vocabulary, so that every word meets every other, and checks each as"
                    + " `plumbline check` does. A network on which the engines disagree is shrunk to the smallest file"
                    + " that still fails, and printed. Ends with 3 if there is one."
        },
        footer = {"", "Example:", "  plumbline fuzz --networks 10000 --seed 1"})
final class FuzzCommand implements Callable<Integer> {
    private static final long LARGEST_SEED = 0xFFFFFFFFL;

    private final Terminal terminal;
    private final Engine engine;
    private final BooleanSupplier stopped;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "How many networks; ${DEFAULT-VALUE} unless said.",
            defaultValue = "1000")
    private long networks = 1000;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Which ones: the same seed makes the same networks; ${DEFAULT-VALUE} unless said.",
            defaultValue = "1")
    private long seed = 1;

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
        require(networks >= 1, "--networks", networks, "at least 1");
        require(seed >= 0 && seed <= LARGEST_SEED, "--seed", seed, "from 0 to " + LARGEST_SEED);
        Natives.announce(terminal);
        FuzzText text = new FuzzText(engine.name(), YamlWriter::write, terminal.style());
        try (Interruption interruption = new Interruption()) {
            Fuzzing.Result result = fuzz(text, () -> !interruption.isWanted() && !stopped.getAsBoolean());
            terminal.print(output.json ? Json.text(FuzzJson.of(result, YamlWriter::write)) : text.closing(result));
            return result.agrees() ? ExitCode.DONE : ExitCode.DIVERGED;
        }
    }

    private Fuzzing.Result fuzz(FuzzText text, BooleanSupplier goesOn) {
        try (Progress progress = new Progress(terminal, "fuzzing", "network", networks)) {
            Trials trials = new Trials(new ReferenceEngine(), engine);
            return new Fuzzing(trials).run(networks, seed, new Fuzzing.Listener() {
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

    private void require(boolean holds, String option, long value, String allowed) {
        if (!holds && spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "`" + option + " " + value + "` is not possible; allowed: " + allowed);
        }
    }
}
