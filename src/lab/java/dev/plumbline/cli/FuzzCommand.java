package dev.plumbline.cli;

import dev.plumbline.cli.describe.ValidateCommand;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Natives;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Interruption;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Problems;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.fuzz.Candidate;
import dev.plumbline.fuzz.DamagedData;
import dev.plumbline.fuzz.DifferentialTester;
import dev.plumbline.fuzz.FileFuzzing;
import dev.plumbline.fuzz.Fuzzing;
import dev.plumbline.fuzz.MutatedDescriptions;
import dev.plumbline.recording.TemporaryDirectory;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.FileFuzzJson;
import dev.plumbline.report.FileFuzzText;
import dev.plumbline.report.FuzzJson;
import dev.plumbline.report.FuzzText;
import dev.plumbline.report.document.Json;
import dev.plumbline.trace.Engine;
import dev.plumbline.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline fuzz}: checks random networks on both engines, or reads damaged files. */
@Command(
        name = "fuzz",
        header = "Train random networks on both engines, or read damaged files.",
        description = {
            "",
            "Generates random networks that combine every word with every other, and checks each as"
                    + " `plumbline check` does. If the engines disagree on a network, reduces it to the smallest file"
                    + " that still fails, and prints it. The exit code is then 3.",
            "",
            "With --files, changes bytes, tokens, structure and encoding of network files, those of FILE and random "
                    + "ones, and reads each as `plumbline validate` does. With --data, generates intact, damaged and "
                    + "hostile data files (NPY, NPZ, IDX, CSV) and recordings, and reads them. Each file must be read "
                    + "as exactly the numbers that it contains, or refused with a reason, within 2 s of processor time "
                    + "and 300 MB. A file that fails is kept in the directory plumbline-fuzz; the exit code is then 3."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline fuzz --networks 10000 --seed 1",
            "  plumbline fuzz --files 100000 --data 5000 configs/*.yaml"
        })
public final class FuzzCommand extends Verb {
    private static final long NETWORKS = 1000;

    private final Engine engine;
    private final BooleanSupplier stopped;

    @Option(names = "--networks", paramLabel = "N", description = "The number of networks. Default: 1000.")
    private @Nullable Long networks;

    @Option(names = "--files", paramLabel = "N", description = "The number of network files to change and read.")
    private long files;

    @Option(names = "--data", paramLabel = "N", description = "The number of data files and recordings to read.")
    private long data;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Network files for --files to change.")
    private List<Path> originals = List.of();

    @Mixin
    private SeedOption seed = new SeedOption();

    @Mixin
    private Output output = new Output();

    /** Runs until all networks are tried, or until it is interrupted. */
    public FuzzCommand() {
        this(new Dl4jEngine(), () -> false);
    }

    /** For tests: with another engine, and a condition to stop. */
    FuzzCommand(Engine engine, BooleanSupplier stopped) {
        this.engine = engine;
        this.stopped = stopped;
    }

    @Override
    public Integer call() {
        long count = networks == null ? NETWORKS : networks;
        seed.require(count >= 1, "--networks", count, "at least 1");
        seed.require(files >= 0, "--files", files, "at least 0");
        seed.require(data >= 0, "--data", data, "at least 0");
        seed.require(originals.isEmpty() || files > 0, "--files", files, "at least 1 where a FILE is named");
        long number = seed.seed();
        if (files > 0 || data > 0) {
            seed.require(networks == null, "--networks", count, "either networks, or --files and --data");
            return fuzzFiles(number);
        }
        Natives.announce(terminal());
        FuzzText text = new FuzzText(engine.name(), YamlWriter::write, style());
        try (Interruption interruption = new Interruption()) {
            Fuzzing.Result result =
                    fuzz(text, count, number, () -> !interruption.isWanted() && !stopped.getAsBoolean());
            print(output.json ? Json.text(FuzzJson.of(result, YamlWriter::write)) : text.closing(result));
            return result.agrees() ? ExitCode.DONE : ExitCode.DIFFERS;
        }
    }

    private int fuzzFiles(long number) {
        List<String> texts = originals.stream()
                .map(file -> LoadedNetwork.network(file).sourceMap().source().text())
                .toList();
        Map<String, FileFuzzing.Result> results = new LinkedHashMap<>();
        try (Interruption interruption = new Interruption()) {
            BooleanSupplier goesOn = () -> !interruption.isWanted() && !stopped.getAsBoolean();
            if (files > 0) {
                results.put(
                        "network files",
                        fuzzFiles(new MutatedDescriptions(number, texts, FuzzCommand::reads), files, goesOn));
            }
            if (data > 0) {
                results.put("data files and recordings", fuzzFiles(new DamagedData(number), data, goesOn));
            }
            print(output.json ? Json.text(FileFuzzJson.of(results)) : new FileFuzzText(style()).of(results));
            boolean isSound = results.values().stream().allMatch(FileFuzzing.Result::isSound);
            return isSound ? ExitCode.DONE : ExitCode.DIFFERS;
        }
    }

    private FileFuzzing.Result fuzzFiles(Supplier<Candidate> source, long count, BooleanSupplier goesOn) {
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                Progress progress = new Progress(terminal(), "fuzzing", "file", count)) {
            return new FileFuzzing(directory.path(), Path.of("plumbline-fuzz"))
                    .run(count, seed.seed(), source, new FileFuzzing.Listener() {
                        @Override
                        public void tried(long done) {
                            progress.stepped(done);
                        }

                        @Override
                        public boolean goesOn() {
                            return goesOn.getAsBoolean();
                        }
                    });
        }
    }

    /** Whether a network file is valid. For an invalid file, all messages are formatted too. */
    private static boolean reads(Path file) {
        try {
            ValidateCommand.examine(file, new SettingOptions());
            return true;
        } catch (BadInputException e) {
            if (e.diagnostics().isEmpty()
                    || e.getMessage().isBlank()
                    || Problems.document(e).isBlank()) {
                throw new IllegalStateException("refuses without a reason", e);
            }
            return false;
        }
    }

    private Fuzzing.Result fuzz(FuzzText text, long count, long number, BooleanSupplier goesOn) {
        Fuzzing fuzzing = new Fuzzing(new DifferentialTester(new ReferenceEngine(), engine));
        try (Progress progress = new Progress(terminal(), "fuzzing", "network", count)) {
            return fuzzing.run(count, number, new Fuzzing.Listener() {
                @Override
                public void tried(long done) {
                    progress.stepped(done);
                }

                @Override
                public void disagreed(Fuzzing.Disagreement disagreement) {
                    if (!output.json) {
                        print(text.disagreement(disagreement));
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
