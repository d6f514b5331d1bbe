package dev.plumbline.cli.run;

import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cluster.Workers;
import dev.plumbline.model.CheckpointRule;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.model.RunTraining;
import dev.plumbline.recording.TemporaryDirectory;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import dev.plumbline.yaml.ValueOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains one combination of a sweep, on this machine or another, and returns its run folder.
 *
 * @param name the name of the network file
 * @param directory the directory of the network file
 * @param engine the engine that trains
 * @param files the contents of the network file and of the files of data beside and below it, by their paths from the
 *     directory. Where it is empty, they are read in their places
 */
record SweepWork(String name, String directory, EngineChoice engine, LinkedHashMap<String, byte[]> files)
        implements Workers.Work<ArrayList<ValueOverride>, PackedFolder> {
    private static final long MOST_BYTES = 256L << 20;
    private static final CheckpointRule AT_THE_END =
            new CheckpointRule(Optional.empty(), Duration.ofDays(10_000), 1, Optional.empty(), () -> false);

    /** The work on this machine. */
    static SweepWork here(Path file, EngineChoice engine) {
        return new SweepWork(
                String.valueOf(file.getFileName()),
                LoadedNetwork.directory(file).toAbsolutePath().normalize().toString(),
                engine,
                new LinkedHashMap<>());
    }

    /**
     * The same work with the files, for machines that do not have them.
     *
     * @param paths the files of data and weights, as written in the network file; those with absolute paths have to
     *     exist on each machine
     * @throws RefusedException if the files are too large to be sent, or not in the directory of the network file
     */
    SweepWork withFiles(Collection<String> paths) throws IOException {
        LinkedHashMap<String, byte[]> contents = new LinkedHashMap<>();
        List<String> required = new ArrayList<>(paths);
        required.add(name);
        long bytes = 0;
        for (String path : required) {
            if (!Path.of(path).isAbsolute()) {
                if (Path.of(path).normalize().startsWith("..")) {
                    throw new RefusedException(
                            ErrorKind.OPTION_CONFLICT,
                            path + " is not in the directory of the network file, so other machines"
                                    + " do not have it: write an absolute path that all machines see");
                }
                Path file = Path.of(directory).resolve(path);
                bytes += Files.size(file);
                if (bytes > MOST_BYTES) {
                    throw new RefusedException(
                            ErrorKind.TOO_LARGE,
                            "the data are too large to be sent to each machine ("
                                    + file + " and the files before it have " + bytes + " bytes; allowed: " + MOST_BYTES
                                    + "): put them where all machines see them, and write the absolute path");
                }
                contents.put(path, Files.readAllBytes(file));
            }
        }
        return new SweepWork(name, directory, engine, contents);
    }

    @Override
    public PackedFolder on(ArrayList<ValueOverride> settings) throws IOException {
        try (TemporaryDirectory temporary = TemporaryDirectory.create()) {
            Path source = files.isEmpty()
                    ? Path.of(directory)
                    : Files.createDirectory(temporary.path().resolve("source"));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = source.resolve(file.getKey());
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.write(path, file.getValue());
            }
            return train(source, temporary.path().resolve("run"), settings);
        }
    }

    private PackedFolder train(Path source, Path target, List<ValueOverride> settings) throws IOException {
        Path file = source.resolve(name);
        LoadedNetwork loaded = LoadedNetwork.read(file, source, settings);
        Experiment experiment = loaded.experiment(engine.footprint(loaded));
        RunRecord record = RunRecords.of(loaded.spec(), engine.name(), source)
                .in(Path.of(directory))
                .on(RunRecords.machine(loaded.spec(), engine));
        RunFolder folder = RunFolder.create(target, file, loaded.spec(), record);
        try (RunTraining training = RunTraining.open(
                folder, AT_THE_END, experiment, loaded.validation().isPresent())) {
            Trainer.Result result = new Trainer(engine.engine(), loaded.validation(), training)
                    .run(experiment, new Trainer.Listener() {
                        @Override
                        public void reported(Trainer.EpochMetrics line) {
                            training.reported(line);
                        }
                    });
            new RunResult(folder, training).finish(loaded, result);
        }
        return PackedFolder.of(target);
    }
}
