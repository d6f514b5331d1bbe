package dev.plumbline.cli;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.NetworkData;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Comparison;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Footprint;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Problem;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.InvalidFileException;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network file and what it names, read.
 *
 * @param file the network file
 * @param data the examples
 * @param weights the initial weights and biases that are in files, by their names: W1, b1
 */
record LoadedNetwork(NetworkFile file, Dataset data, Map<String, Matrix> weights) {

    /** Reads all, and says of all together what is wrong with it. */
    static LoadedNetwork read(Path path) {
        NetworkFile file = network(path);
        return placed(file, () -> {
            NetworkData data = NetworkData.read(file.spec(), directory(path));
            return new LoadedNetwork(file, data.examples(), data.weights());
        });
    }

    /** Reads the network file alone. */
    static NetworkFile network(Path path) {
        try {
            return YamlReader.read(path);
        } catch (InvalidFileException e) {
            throw new BadInputException(e);
        }
    }

    /** What relative paths in a file start from. */
    static Path directory(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    NetworkSpec spec() {
        return file.spec();
    }

    /** The same network on another backend. */
    LoadedNetwork on(Backend backend) {
        return with("backend", backend);
    }

    /** The same network, of whose steps a check compares these. */
    LoadedNetwork comparing(Comparison comparison) {
        return with("compare", comparison);
    }

    private LoadedNetwork with(String key, Object value) {
        return new LoadedNetwork(new NetworkFile(Schema.with(spec(), key, value), file.sourceMap()), data, weights);
    }

    /** The specification with the prepared examples of the training in place of the files that they come from. */
    NetworkSpec withExamplesInside() {
        DataSource.Inline inside = new DataSource.Inline(
                rows(data.inputs()),
                rows(data.targets()),
                data.weights()
                        .map(weights ->
                                Arrays.stream(weights.toRowMajor()).boxed().toList()));
        NetworkSpec alone =
                Schema.with(Schema.with(spec(), "validation", Optional.empty()), "prepare", Optional.empty());
        return Schema.with(alone, "data", inside);
    }

    private static List<List<Double>> rows(Matrix matrix) {
        return Arrays.stream(matrix.toArray())
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    int examples() {
        return data.inputs().rows();
    }

    /** The experiment, if this much memory is there for it. */
    Experiment experiment(Footprint footprint) {
        Machine machine = Machine.here();
        List<Problem> problems = footprint.refusal(spec(), machine.heapLimit(), machine.physical()).stream()
                .toList();
        return placed(file, () -> {
            if (!problems.isEmpty()) {
                throw new InvalidSpecException(problems);
            }
            return Experiment.of(spec(), data.inputs(), data.targets(), data.weights(), weights);
        });
    }

    /** Gives the problems that come up meanwhile their places in the file. */
    static <T> T placed(NetworkFile file, Supplier<T> work) {
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
