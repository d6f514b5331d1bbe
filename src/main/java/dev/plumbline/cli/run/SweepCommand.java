package dev.plumbline.cli.run;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.Combinations;
import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Machine;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.options.WorkersOption;
import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.cluster.Workers;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.PartFile;
import dev.plumbline.model.FolderLock;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.run.SweepTable;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
                    + " table. Runs that are finished already are kept, so the same command continues an interrupted"
                    + " sweep. The exit code is 3 if a training ends with a number that is not finite."
        },
        footer = {
            "",
            "FILE has lists of values, by short names or by paths as in --set:",
            "  sweep:",
            "    learning_rate: [0.1, 0.01]",
            "    units: [4, 8]                      # of every hidden layer",
            "    layers[0].activation: [tanh, relu]",
            "",
            "Examples:",
            "  plumbline sweep --run sweeps/1 network.yaml",
            "  plumbline sweep --run sweeps/1 --spark spark://host:7077 network.yaml"
        })
public final class SweepCommand extends Verb {
    private static final String TABLE = "sweep.csv";
    private static final String LOCK = ".lock";

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

    @Override
    public Integer call() throws IOException {
        Combinations combinations = Combinations.of(file, settings)
                .orElseThrow(
                        () -> new RefusedException(
                                ErrorKind.MISSING_KEY,
                                file
                                        + " has no `sweep`: name the values to try, such as `sweep: { learning_rate: [0.1, 0.01] }`"));
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new RefusedException(
                    ErrorKind.ALREADY_EXISTS, directory + " is a file; needed: a new directory, or that of this sweep");
        }
        List<NetworkSpec> networks = combinations.networks();
        try {
            List<Integer> missing = missing(combinations, networks);
            if (!missing.isEmpty()) {
                train(combinations, networks, missing);
            }
            return report(combinations);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
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
    private List<Integer> missing(Combinations combinations, List<NetworkSpec> networks) throws IOException {
        List<Integer> missing = new ArrayList<>();
        Map<String, String> fingerprints = new HashMap<>(); // of the files, which most combinations share
        for (int i = 0; i < networks.size(); i++) {
            requireFiles(combinations, i, networks.get(i));
            Path folder = folder(combinations, i);
            if (!RunFolder.isRun(folder)) {
                RunFolder.check(folder);
                missing.add(i);
                continue;
            }
            RunFolder run = RunFolder.open(folder);
            if (!isOf(networks.get(i), run, fingerprints)) {
                throw new RefusedException(
                        ErrorKind.WRONG_STATE,
                        folder + " is a run of another network, other values or other data:"
                                + " choose another directory for this sweep");
            }
            if (run.record().outcome().isEmpty()) {
                throw new RefusedException(
                        ErrorKind.WRONG_STATE,
                        folder + " is not finished: delete it, or `plumbline train --resume " + folder
                                + "` continues it");
            }
        }
        return missing;
    }

    private boolean isOf(NetworkSpec network, RunFolder run, Map<String, String> fingerprints) throws IOException {
        RunRecord now = RunRecords.of(network, engine.name(), LoadedNetwork.directory(file), fingerprints);
        fingerprints.putAll(now.data());
        NetworkSpec trained = YamlReader.read(run.resolvedFile()).spec();
        return run.record().engine().equals(engine.name())
                && run.record().changedData(now).isEmpty()
                && withClassesOf(trained, network).equals(trained);
    }

    /** Replaces `classes: infer` by the classes that the same data had. */
    private static NetworkSpec withClassesOf(NetworkSpec trained, NetworkSpec network) {
        return trained.data() instanceof DataSource.Csv resolved
                        && network.data() instanceof DataSource.Csv csv
                        && csv.classes().orElse(null) instanceof ClassList.Infer
                ? Schema.with(network, "data", Schema.with(csv, "classes", resolved.classes()))
                : network;
    }

    /** Reads the data of a combination if one of its files is missing, which shows the error before any training. */
    private void requireFiles(Combinations combinations, int i, NetworkSpec network) {
        Path origin = LoadedNetwork.directory(file);
        if (RunRecords.files(network).stream().anyMatch(name -> !Files.isReadable(origin.resolve(name)))) {
            LoadedNetwork.read(file, origin, combinations.settings(i));
        }
    }

    private void train(Combinations combinations, List<NetworkSpec> networks, List<Integer> missing)
            throws IOException {
        SweepWork here = SweepWork.here(file, engine);
        Set<String> data = new LinkedHashSet<>();
        missing.forEach(i -> data.addAll(RunRecords.files(networks.get(i))));
        SweepWork work = spark.isGiven() ? here.withFiles(data) : here;
        engine.announce(terminal());
        int atOnce = spark.isGiven() ? missing.size() : trainingsAtOnce(combinations, networks, missing);
        Files.createDirectories(directory);
        FolderLock lock = FolderLock.take(directory, directory.resolve(LOCK));
        try {
            PartFile.clear(directory);
            train(combinations, missing, work, atOnce);
        } finally {
            lock.close();
        }
    }

    private void train(Combinations combinations, List<Integer> missing, SweepWork work, int atOnce) {
        try (Workers workers = spark.workers("sweep", false, atOnce);
                Progress progress = new Progress(terminal(), "training", "network", missing.size())) {
            long[] done = {0};
            workers.each(work, missing.stream().map(combinations::settings).toList(), (index, run) -> {
                keep(run, folder(combinations, missing.get(index)));
                done[0]++;
                progress.stepped(done[0]);
            });
        }
    }

    /**
     * The number of trainings that fit into the memory at the same time, which depends on the largest.
     *
     * @throws BadInputException if one of them does not fit alone
     */
    private int trainingsAtOnce(Combinations combinations, List<NetworkSpec> networks, List<Integer> missing) {
        Machine machine = Machine.here();
        Map<Object, Integer> examples = new HashMap<>(); // by all that decides their number
        int atOnce = missing.size();
        for (int i : missing) {
            NetworkSpec network = networks.get(i);
            Path origin = LoadedNetwork.directory(file);
            int count = examples.computeIfAbsent(
                    List.of(network.data(), network.validation()),
                    data -> LoadedNetwork.read(file, origin, combinations.settings(i))
                            .examples());
            Footprint footprint = engine.footprint(network, count);
            if (footprint
                    .refusal(network, machine.heapLimit(), machine.physical())
                    .isPresent()) {
                LoadedNetwork.read(file, origin, combinations.settings(i)).experiment(footprint); // throws
            }
            atOnce = Math.min(atOnce, machine.trainingsAtOnce(footprint));
        }
        if (atOnce < Math.min(missing.size(), Runtime.getRuntime().availableProcessors())) {
            message("plumbline: trainings at a time: " + atOnce + ", because the memory is not enough for more");
        }
        return atOnce;
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
        for (int i = 0; i < combinations.size(); i++) {
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
        print(output.json ? Json.text(table.json()) : table.text(style()));
        return table.isFinite() ? ExitCode.DONE : ExitCode.DIFFERS;
    }
}
