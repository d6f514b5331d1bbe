package dev.plumbline.cli;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.Datasets;
import dev.plumbline.spec.Footprint;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Problem;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.InvalidFileException;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network file and its examples, read.
 *
 * @param file the network file
 * @param data the examples
 */
record Loaded(NetworkFile file, Dataset data) {

    /** Reads both. */
    static Loaded read(Path path) {
        NetworkFile file = network(path);
        NetworkSpec spec = file.spec();
        Dataset data = placed(file, () -> Datasets.read(spec.data(), directory(path), spec.outputs()));
        return new Loaded(file, data);
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
            return Experiment.of(spec(), data.inputs(), data.targets(), data.weights());
        });
    }

    /** Gives the problems that come up meanwhile their places in the file. */
    private static <T> T placed(NetworkFile file, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidSpecException e) {
            throw new BadInputException(
                    e.problems().stream().map(file.sourceMap()::diagnostic).toList());
        }
    }
}
