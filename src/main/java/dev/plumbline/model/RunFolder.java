package dev.plumbline.model;

import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.DataException;
import dev.plumbline.data.PartFile;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.TrainingProgress;
import dev.plumbline.yaml.YamlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A directory with everything of one training: {@code network.yaml} as given, {@code resolved.yaml} with all options
 * applied, {@code run.json}, {@code history.csv} and an event file of TensorBoard, {@code model.zip}, and {@code
 * checkpoints/}.
 */
public final class RunFolder {
    static final String RECORD = "run.json";
    static final String NETWORK = "network.yaml";
    static final String RESOLVED = "resolved.yaml";
    static final String MODEL = "model.zip";
    static final String CHECKPOINTS = "checkpoints";

    private final Path directory;
    private RunRecord record;

    private RunFolder(Path directory, RunRecord record) {
        this.directory = directory;
        this.record = record;
    }

    /**
     * Starts a run in a new or empty directory.
     *
     * @param networkFile the file as given
     * @throws DataException if the directory has files in it, or cannot be written; then nothing of the run is left
     */
    public static RunFolder create(Path directory, Path networkFile, NetworkSpec spec, RunRecord record)
            throws IOException {
        check(directory);
        boolean isNew = Files.notExists(directory);
        byte[] given = Files.readAllBytes(networkFile);
        try {
            Files.createDirectories(directory.resolve(CHECKPOINTS));
            AtomicFile.write(directory.resolve(NETWORK), out -> out.write(given));
            RunFolder folder = new RunFolder(directory, record);
            folder.resolve(spec);
            record.write(directory.resolve(RECORD)); // the last file: it makes the directory a run
            return folder;
        } catch (IOException e) { // such as a full disk; the same command has to be possible again
            for (String made : List.of(RESOLVED, NETWORK, CHECKPOINTS)) {
                Files.deleteIfExists(directory.resolve(made));
            }
            if (isNew) {
                Files.deleteIfExists(directory);
            }
            throw AtomicFile.notWritable(directory, e);
        }
    }

    /** Writes the network with all options applied. */
    public void resolve(NetworkSpec spec) throws IOException {
        AtomicFile.write(
                directory.resolve(RESOLVED),
                out -> out.write(YamlWriter.write(spec).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Checks that a run can start in a directory; changes nothing.
     *
     * @throws DataException if it cannot
     */
    public static void check(Path directory) throws IOException {
        if (isRun(directory)) {
            throw new DataException(
                    ErrorKind.ALREADY_EXISTS,
                    directory + " contains a run already",
                    "a new directory; `plumbline train --resume " + directory + "` continues that run");
        }
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new DataException(ErrorKind.ALREADY_EXISTS, directory + " is a file", "a new or empty directory");
        }
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                if (files.iterator().hasNext()) {
                    boolean isBegun = Files.isDirectory(directory.resolve(CHECKPOINTS));
                    throw new DataException(
                            ErrorKind.ALREADY_EXISTS,
                            directory + " is not empty"
                                    + (isBegun ? ": a training was killed there before its first step" : ""),
                            isBegun ? "a new directory, or delete this one" : "a new or empty directory");
                }
            }
        }
    }

    /** Whether a directory contains a run. */
    public static boolean isRun(Path directory) {
        return Files.isRegularFile(directory.resolve(RECORD));
    }

    /**
     * Opens the directory of a run.
     *
     * @throws DataException if it does not contain a run
     */
    public static RunFolder open(Path directory) throws IOException {
        if (!isRun(directory)) {
            ForeignFile.refuse(directory);
            throw new DataException(
                    ErrorKind.NOT_A_MODEL,
                    directory + (Files.exists(directory) ? " has no " + RECORD : " does not exist"),
                    "the directory of a run, as `plumbline train --run` makes it");
        }
        return new RunFolder(directory, RunRecord.read(directory.resolve(RECORD)));
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /** Records that the run goes on on this machine. */
    public void goOn(Map<String, String> machine) throws IOException {
        record = record.on(machine);
        record.write(directory.resolve(RECORD));
    }

    /** The record of the run: its origin and its result. */
    public RunRecord record() {
        return record;
    }

    /** The network file as given. */
    public Path networkFile() {
        return directory.resolve(NETWORK);
    }

    /** The network file with all options applied. */
    public Path resolvedFile() {
        return directory.resolve(RESOLVED);
    }

    /** The trained network. */
    public Path modelFile() {
        return directory.resolve(MODEL);
    }

    /** The metrics, line by line. */
    public List<Trainer.EpochMetrics> lines(NetworkSpec spec) throws IOException {
        return History.read(historyFile(), spec.report().metrics());
    }

    /** The file of the metrics. */
    public Path historyFile() {
        return directory.resolve(History.CSV);
    }

    /**
     * The latest intact checkpoint; empty if there is none. Damaged ones are skipped.
     *
     * @throws DataException if all are damaged or belong to another training
     */
    public Optional<TrainingProgress> latest(Experiment experiment) throws IOException {
        return latest(experiment, Fingerprint.of(experiment));
    }

    /** The latest intact checkpoint of an experiment with a known fingerprint. */
    Optional<TrainingProgress> latest(Experiment experiment, String fingerprint) throws IOException {
        List<Path> checkpoints = checkpoints();
        for (int i = checkpoints.size() - 1; i >= 0; i--) {
            try {
                return Optional.of(Checkpoint.read(checkpoints.get(i), experiment, fingerprint));
            } catch (DataException e) {
                if (i == 0) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    /** All checkpoints, the earliest first. */
    private List<Path> checkpoints() throws IOException {
        List<Path> checkpoints = new ArrayList<>();
        Path folder = directory.resolve(CHECKPOINTS);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "step-*.npz")) {
                files.forEach(checkpoints::add);
            }
        }
        checkpoints.sort(Comparator.comparing(Path::toString));
        return checkpoints;
    }

    /** Writes a checkpoint, and deletes the earliest ones beyond the number to keep. */
    void save(TrainingProgress progress, String fingerprint, int keep) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(CHECKPOINTS));
        Checkpoint.write(
                folder.resolve(String.format(Locale.ROOT, "step-%012d.npz", progress.steps())), progress, fingerprint);
        List<Path> checkpoints = checkpoints();
        for (Path old : checkpoints.subList(0, Math.max(0, checkpoints.size() - keep))) {
            Files.deleteIfExists(old);
        }
    }

    /** Deletes the temporary files of a crash. */
    void clear() throws IOException {
        PartFile.clear(directory);
        if (Files.isDirectory(directory.resolve(CHECKPOINTS))) {
            PartFile.clear(directory.resolve(CHECKPOINTS));
        }
    }

    /** Starts or continues the history of the metrics. */
    History history(NetworkSpec spec, boolean validated, List<Trainer.EpochMetrics> before) throws IOException {
        return History.in(directory, spec.report().metrics(), validated, before);
    }

    /**
     * Writes the result of the training and, unless it was stopped or failed, the model.
     *
     * @param configuration DL4J's JSON of the network
     */
    public void finish(Trainer.Result result, Model model, String configuration) throws IOException {
        if (result.end() != Trainer.End.NOT_FINITE) {
            model.write(modelFile(), configuration);
        }
        record = record.with(new RunRecord.Outcome(
                result.end().name().toLowerCase(Locale.ROOT),
                result.steps(),
                result.bestEpoch(),
                result.seconds(),
                metrics(model.spec(), result.afterTraining()),
                result.validation()
                        .map(evaluation -> metrics(model.spec(), evaluation))
                        .orElse(Map.of()),
                Fingerprint.of(result.weights())));
        record.write(directory.resolve(RECORD));
    }

    private static Map<String, Double> metrics(NetworkSpec spec, Evaluation evaluation) {
        List<Metric> metrics = spec.report().metrics();
        List<Double> of = evaluation.metrics(metrics);
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < of.size(); i++) {
            values.put(Schema.wordOf(metrics.get(i)), of.get(i));
        }
        return values;
    }
}
