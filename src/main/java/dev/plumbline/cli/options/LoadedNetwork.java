package dev.plumbline.cli.options;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.examples.InputCount;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.model.RunFolder;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Comparison;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ValidationSet;
import dev.plumbline.yaml.InputCounter;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.ValueOverride;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A network file with the data that it names, all read.
 *
 * @param file the network file
 * @param data the examples, and the initial weights that are in files
 */
public record LoadedNetwork(NetworkFile file, NetworkData data) {

    /** Reads a network file and its data, and collects all problems; the options replace values of the file. */
    public static LoadedNetwork read(Path path, SettingOptions options) {
        return read(path, directory(path), options.settings());
    }

    /**
     * Reads a file whose paths are relative to another directory than its own.
     *
     * @param directory the directory that relative paths in the file start from
     */
    public static LoadedNetwork read(Path path, Path directory, List<ValueOverride> settings) {
        return read(network(path, settings), directory);
    }

    /** Reads the data of a network file. */
    public static LoadedNetwork read(NetworkFile file, Path directory) {
        return placed(file, () -> of(file, NetworkData.read(file.spec(), directory)));
    }

    /** A network file with data that were read from it. */
    public static LoadedNetwork of(NetworkFile file, NetworkData data) {
        NetworkSpec named = data.resolved(file.spec());
        return new LoadedNetwork(new NetworkFile(named, file.sourceMap()), data);
    }

    /** Reads the resolved network file of a run and its data. */
    public static LoadedNetwork read(RunFolder run) {
        return read(run.resolvedFile(), Path.of(run.record().directory()), List.of());
    }

    /** Reads the network file alone. */
    public static NetworkFile network(Path path) {
        return network(path, List.of());
    }

    /** Reads the network file alone; the options replace values of the file. */
    public static NetworkFile network(Path path, SettingOptions options) {
        return network(path, options.settings());
    }

    private static NetworkFile network(Path path, List<ValueOverride> settings) {
        try {
            return YamlReader.read(path, settings, counter(path));
        } catch (InvalidFileException e) {
            throw new BadInputException(e);
        }
    }

    /** Counts the inputs of the data that a network file names; once for the same rows of the same data. */
    static InputCounter counter(Path file) {
        Map<List<Optional<Object>>, Integer> counts = new HashMap<>();
        return network -> counts.computeIfAbsent(
                Stream.of("data", "validation", "seed").map(network::get).toList(),
                key -> InputCount.of(network, directory(file)));
    }

    /** The directory that relative paths in a file start from. */
    public static Path directory(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    public NetworkSpec spec() {
        return file.spec();
    }

    /** Returns the network with another backend. */
    LoadedNetwork on(Backend backend) {
        return with("backend", backend);
    }

    /** Returns the network with other options of the comparison. */
    public LoadedNetwork comparing(Comparison comparison) {
        return with("compare", comparison);
    }

    private LoadedNetwork with(String key, Object value) {
        return new LoadedNetwork(new NetworkFile(Schema.with(spec(), key, value), file.sourceMap()), data);
    }

    /** The held-out examples. */
    public Optional<ValidationSet> validation() {
        return data.validation().map(set -> new ValidationSet(set.inputs(), set.targets(), set.weights()));
    }

    public int examples() {
        return data.examples().inputs().rows();
    }

    /** Refuses batches that are larger than the data, as the experiment does, but without creating its weights. */
    public void checkBatch() {
        NetworkSpec.checkBatch(spec().training(), examples()).ifPresent(problem -> {
            throw bad(file, List.of(problem));
        });
    }

    /** The experiment on DL4J; refuses it if the memory is too small. */
    public Experiment experiment() {
        return experiment(Footprint.ofDl4j(spec(), examples()));
    }

    /** The experiment; refuses it if its footprint is larger than the memory. */
    public Experiment experiment(Footprint footprint) {
        Machine machine = Machine.here();
        List<Problem> problems = footprint.refusal(spec(), machine.heapLimit(), machine.physical()).stream()
                .toList();
        return placed(file, () -> {
            if (!problems.isEmpty()) {
                throw new InvalidSpecException(problems);
            }
            Dataset examples = data.examples();
            return Experiment.of(spec(), examples.inputs(), examples.targets(), examples.weights(), data.weights())
                    .withTargetScaling(data.preparation().targets());
        });
    }

    /** The experiment if the data are the numbers of examples that a cluster holds. */
    public Experiment experimentOfNumbers() {
        return placed(file, () -> Experiment.ofNumbers(spec(), data.examples().inputs(), data.weights()));
    }

    /** Runs the work and gives each of its problems a place in the file. */
    public static <T> T placed(NetworkFile file, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidSpecException e) {
            throw bad(file, e.problems());
        }
    }

    private static BadInputException bad(NetworkFile file, List<Problem> problems) {
        return new BadInputException(
                problems.stream().map(file.sourceMap()::diagnostic).toList());
    }
}
