package dev.plumbline.assertions;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.examples.InputCount;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Report;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a network file and creates its experiment. */
public final class NetworkFiles {
    private NetworkFiles() {}

    /**
     * A network that is ready to be trained.
     *
     * @param experiment the network with its examples and initial weights
     * @param data what was read: also the examples that are held out, and how rows are prepared
     */
    public record Loaded(Experiment experiment, NetworkData data) {}

    /**
     * The experiment of a file, with the examples and weights that it names.
     *
     * @param epochs replaces the number of epochs in the file
     * @throws IllegalArgumentException with all problems of the file, each with its place
     */
    public static Experiment experiment(Path path, Optional<Integer> epochs) {
        return load(path, epochs).experiment();
    }

    /** The same with the data that was read. */
    public static Loaded load(Path path, Optional<Integer> epochs) {
        Path directory = Optional.ofNullable(path.getParent()).orElse(Path.of("."));
        NetworkFile file = read(path, directory);
        NetworkSpec spec = file.spec();
        try {
            NetworkData data = NetworkData.read(spec, directory);
            Dataset examples = data.examples();
            NetworkSpec resolved = data.resolved(spec);
            NetworkSpec trained =
                    epochs.map(number -> withEpochs(resolved, number)).orElse(resolved);
            return new Loaded(
                    Experiment.of(trained, examples.inputs(), examples.targets(), examples.weights(), data.weights())
                            .withTargetScaling(data.preparation().targets()),
                    data);
        } catch (InvalidSpecException e) {
            String text = e.problems().stream()
                    .map(file.sourceMap()::diagnostic)
                    .map(Diagnostic::toString)
                    .collect(Collectors.joining("\n\n"));
            throw new IllegalArgumentException(text, e);
        }
    }

    private static NetworkFile read(Path path, Path directory) {
        try {
            return YamlReader.read(path, List.of(), network -> InputCount.of(network, directory));
        } catch (InvalidFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Replaces the number of epochs. The file's report interval may be longer than the new training; the default
     * interval, a tenth of the epochs, always fits.
     */
    private static NetworkSpec withEpochs(NetworkSpec spec, int epochs) {
        Report report = new Report(Optional.empty(), spec.report().metrics());
        return Schema.with(
                Schema.with(spec, "report", report), "training", Schema.with(spec.training(), "epochs", epochs));
    }
}
