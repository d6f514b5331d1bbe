package dev.plumbline.cli;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.NetworkData;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.RunFolder;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.ClassList;
import dev.plumbline.spec.Comparison;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Footprint;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Problem;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ValidationSet;
import dev.plumbline.yaml.InvalidFileException;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network file and what it names, read.
 *
 * @param file the network file
 * @param data the examples, and the initial weights that are in files
 */
record LoadedNetwork(NetworkFile file, NetworkData data) {

    /** Reads all, and says of all together what is wrong with it. */
    static LoadedNetwork read(Path path) {
        return read(path, new SettingOptions());
    }

    /** The same, with the values that the command line gives to some keys. */
    static LoadedNetwork read(Path path, SettingOptions options) {
        return read(path, directory(path), options);
    }

    /**
     * The same for a file whose paths start from another directory than its own.
     *
     * @param directory what relative paths in the file start from
     */
    private static LoadedNetwork read(Path path, Path directory, SettingOptions options) {
        NetworkFile file = network(path, options);
        return placed(file, () -> {
            NetworkData data = NetworkData.read(file.spec(), directory);
            NetworkSpec named = withClasses(file.spec(), data.preparation().classes());
            return new LoadedNetwork(new NetworkFile(named, file.sourceMap()), data);
        });
    }

    /** The network of a run, as it was understood, and its data. */
    static LoadedNetwork read(RunFolder run, SettingOptions options) {
        return read(run.resolvedFile(), Path.of(run.record().directory()), options);
    }

    /** The specification with the names of the classes where it leaves them to the data. */
    private static NetworkSpec withClasses(NetworkSpec spec, List<String> classes) {
        if (spec.data() instanceof DataSource.Csv csv && csv.classes().orElse(null) instanceof ClassList.Infer) {
            Optional<ClassList> named = Optional.of(new ClassList.Named(classes));
            return Schema.with(spec, "data", Schema.with(csv, "classes", named));
        }
        return spec;
    }

    /** Reads the network file alone. */
    static NetworkFile network(Path path) {
        return network(path, new SettingOptions());
    }

    /** The same, with the values that the command line gives to some keys. */
    static NetworkFile network(Path path, SettingOptions options) {
        try {
            return YamlReader.read(path, options.settings());
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
        return new LoadedNetwork(new NetworkFile(Schema.with(spec(), key, value), file.sourceMap()), data);
    }

    /** The examples that are held out. */
    Optional<ValidationSet> validation() {
        return data.validation().map(set -> new ValidationSet(set.inputs(), set.targets(), set.weights()));
    }

    /** The specification with the prepared examples of the training in place of the files that they come from. */
    NetworkSpec withExamplesInside() {
        DataSource.Inline inside = new DataSource.Inline(
                rows(data.examples().inputs()),
                rows(data.examples().targets()),
                data.examples()
                        .weights()
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
        return data.examples().inputs().rows();
    }

    /** The experiment on DL4J, if there is memory for it. */
    Experiment experiment() {
        return experiment(Footprint.ofDl4j(spec(), examples()));
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
            Dataset examples = data.examples();
            return Experiment.of(spec(), examples.inputs(), examples.targets(), examples.weights(), data.weights());
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

    /** The problems of this network with what was asked for, at their places in the file. */
    BadInputException refused(List<Problem> problems) {
        return bad(file, problems);
    }

    private static BadInputException bad(NetworkFile file, List<Problem> problems) {
        return new BadInputException(
                problems.stream().map(file.sourceMap()::diagnostic).toList());
    }
}
