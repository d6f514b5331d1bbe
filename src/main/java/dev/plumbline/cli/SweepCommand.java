package dev.plumbline.cli;

import dev.plumbline.cluster.Workers;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.report.Json;
import dev.plumbline.report.SweepTable;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline sweep}: trains a network once for each combination of values. */
@Command(
        name = "sweep",
        header = "Train once for each combination of the values in `sweep`.",
        description = {
            "",
            "Trains the network of FILE once for each combination of the values in its section `sweep`, several at a"
                    + " time, and prints the results. Each training is a run of its own in DIR; DIR/sweep.csv has the"
                    + " table. Runs that are there already are kept, so the same command continues a sweep that was"
                    + " interrupted. The exit code is 3 if a training ends with a number that is not finite."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline sweep --run sweeps/1 network.yaml",
            "  plumbline sweep --run sweeps/1 --spark spark://host:7077 network.yaml"
        })
final class SweepCommand implements Callable<Integer> {
    private static final String TABLE = "sweep.csv";

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Option(names = "--run", required = true, paramLabel = "DIR", description = "The directory of the runs.")
    private Path directory = Path.of("");

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "The engine: ${COMPLETION-CANDIDATES}. Default: dl4j.")
    private EngineChoice engine = EngineChoice.dl4j;

    @Mixin
    private WorkersOption spark = new WorkersOption();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private Output output = new Output();

    SweepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Combinations combinations = Combinations.of(file, settings)
                .orElseThrow(() -> new RefusedException(file
                        + " has no `sweep`: name the values to try, such as `sweep: { learning_rate: [0.1, 0.01] }`"));
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new RefusedException(directory + " is a file; needed: a new directory, or that of this sweep");
        }
        combinations.examine();
        try {
            List<Integer> missing = missing(combinations);
            if (!missing.isEmpty()) {
                train(combinations, missing);
            }
            return report(combinations);
        } catch (UncheckedIOException e) {
            throw RefusedException.of(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw RefusedException.of(e);
        }
    }

    /** The folder of a combination; the numbers begin with 1 and have equally many digits. */
    private Path folder(Combinations combinations, int i) {
        int digits = Integer.toString(combinations.size()).length();
        String number = Integer.toString(i + 1);
        return directory.resolve("0".repeat(digits - number.length()) + number);
    }

    /**
     * The combinations without a run.
     *
     * @throws RefusedException if a run is there that belongs to something else
     */
    private List<Integer> missing(Combinations combinations) throws IOException {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < combinations.size(); i++) {
            Path folder = folder(combinations, i);
            if (!RunFolder.isRun(folder)) {
                RunFolder.check(folder);
                missing.add(i);
            } else if (!isOf(combinations, i, RunFolder.open(folder))) {
                throw new RefusedException(folder + " is a run of another network, other values or other data:"
                        + " choose another directory for this sweep");
            } else if (RunFolder.open(folder).record().outcome().isEmpty()) {
                throw new RefusedException(folder + " is not finished: delete it, or `plumbline train --resume "
                        + folder + "` continues it");
            }
        }
        return missing;
    }

    private boolean isOf(Combinations combinations, int i, RunFolder run) throws IOException {
        LoadedNetwork loaded = LoadedNetwork.read(file, LoadedNetwork.directory(file), combinations.settings(i));
        RunRecord now = RunRecords.of(loaded, engine.name(), LoadedNetwork.directory(file));
        return run.record().engine().equals(engine.name())
                && run.record().changedData(now).isEmpty()
                && YamlReader.read(run.resolvedFile()).spec().equals(loaded.spec());
    }

    private void train(Combinations combinations, List<Integer> missing) throws IOException {
        SweepWork here = SweepWork.here(file, engine);
        Set<String> data = filesOf(combinations, missing);
        SweepWork work = spark.isGiven() ? here.withFiles(data) : here;
        engine.announce(terminal);
        Files.createDirectories(directory);
        PackedFolder.clear(directory);
        try (Workers workers = spark.workers("sweep", false);
                Progress progress = new Progress(terminal, "training", "network", missing.size())) {
            long[] done = {0};
            workers.each(work, missing.stream().map(combinations::settings).toList(), (index, run) -> {
                keep(run, folder(combinations, missing.get(index)));
                done[0]++;
                progress.stepped(done[0]);
            });
        }
    }

    /**
     * The files of data and weights of these combinations. A combination of which one is missing is read, and refused
     * before anything is trained.
     */
    private Set<String> filesOf(Combinations combinations, List<Integer> missing) {
        Set<String> all = new LinkedHashSet<>();
        Path origin = LoadedNetwork.directory(file);
        for (int i : missing) {
            List<String> files = RunRecords.files(
                    YamlReader.read(file, combinations.settings(i)).spec());
            if (files.stream().anyMatch(each -> !Files.isReadable(origin.resolve(each)))) {
                LoadedNetwork.read(file, origin, combinations.settings(i));
            }
            all.addAll(files);
        }
        return all;
    }

    private static void keep(PackedFolder run, Path folder) {
        try {
            run.unpack(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int report(Combinations combinations) throws IOException {
        List<SweepTable.Row> rows = new ArrayList<>();
        for (int i : IntStream.range(0, combinations.size()).toArray()) {
            Path folder = folder(combinations, i);
            RunRecord.Outcome outcome =
                    RunFolder.open(folder).record().outcome().orElseThrow();
            rows.add(new SweepTable.Row(
                    folder.toString(),
                    combinations.plan().values(i),
                    outcome.end(),
                    outcome.steps(),
                    outcome.training(),
                    outcome.validation()));
        }
        SweepTable table = new SweepTable(combinations.plan().keys(), rows);
        byte[] csv = table.csv().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(directory.resolve(TABLE), out -> out.write(csv));
        terminal.print(output.json ? Json.text(table.json()) : table.text(terminal.style()));
        return table.isFinite() ? ExitCode.DONE : ExitCode.DIFFERS;
    }
}
