package dev.plumbline.assertions;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.Datasets;
import dev.plumbline.data.WeightFiles;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Report;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.Diagnostic;
import dev.plumbline.yaml.InvalidFileException;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From a network file to its experiment. */
public final class NetworkFiles {
    private NetworkFiles() {}

    /**
     * The experiment of a file, with the examples and the weights that it names.
     *
     * @param epochs in place of the file's
     * @throws IllegalArgumentException with everything that is wrong, each problem at its place
     */
    public static Experiment experiment(Path path, Optional<Integer> epochs) {
        NetworkFile file = read(path);
        NetworkSpec spec = file.spec();
        Path directory = Optional.ofNullable(path.getParent()).orElse(Path.of("."));
        try {
            Map<String, Matrix> weights = WeightFiles.read(spec, directory);
            Dataset data = Datasets.read(spec.data(), directory, spec.outputs());
            NetworkSpec trained = epochs.map(number -> over(spec, number)).orElse(spec);
            return Experiment.of(trained, data.inputs(), data.targets(), data.weights(), weights);
        } catch (InvalidSpecException e) {
            String text = e.problems().stream()
                    .map(file.sourceMap()::diagnostic)
                    .map(Diagnostic::toString)
                    .collect(Collectors.joining("\n\n"));
            throw new IllegalArgumentException(text, e);
        }
    }

    private static NetworkFile read(Path path) {
        try {
            return YamlReader.read(path);
        } catch (InvalidFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** A report every so many epochs may never come round in fewer; a tenth of them always does. */
    private static NetworkSpec over(NetworkSpec spec, int epochs) {
        Report report = new Report(Optional.empty(), spec.report().metrics());
        return Schema.with(
                Schema.with(spec, "report", report), "training", Schema.with(spec.training(), "epochs", epochs));
    }
}
