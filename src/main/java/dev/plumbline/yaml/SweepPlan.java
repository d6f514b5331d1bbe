package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.Sweep;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.node.FileText;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodeReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** All combinations of the values in the section {@code sweep} of a file; the last key changes fastest. */
public final class SweepPlan {
    private static final String UNITS = "units";
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "learning_rate", "training.optimizer.learning_rate",
            "epochs", "training.epochs",
            "batch_size", "training.batch_size");

    /** The short names of keys, in the order in which messages list them. */
    static final List<String> NAMES = List.of("learning_rate", UNITS, "epochs", "batch_size");

    private final String file;
    private final List<SweepAxes.Axis> axes;
    private final int hiddenLayers;

    private SweepPlan(String file, List<SweepAxes.Axis> axes, int hiddenLayers) {
        this.file = file;
        this.axes = axes;
        this.hiddenLayers = hiddenLayers;
    }

    /**
     * Reads the sweep of a file; empty if it has none.
     *
     * @param inputs counts the inputs for a file without {@code inputs}
     * @throws InvalidFileException with all problems of the file, its contents and the settings; not those of the
     *     combinations
     */
    public static Optional<SweepPlan> read(Path file, List<ValueOverride> settings, InputCounter inputs) {
        NetworkSpec spec = YamlReader.read(file, settings, inputs).spec();
        Source source = FileText.read(file);
        return NodeReader.read(source)
                .flatMap(root -> ((Node.Mapping) root).find(Sweep.KEY))
                .map(section -> of(source, section.value(), spec));
    }

    private static SweepPlan of(Source source, Node section, NetworkSpec spec) {
        ReadingProblems findings = new ReadingProblems(source);
        List<SweepAxes.Axis> axes = SweepAxes.read(section, findings);
        int hiddenLayers = spec.layers().size() - 1;
        if (hiddenLayers == 0) {
            axes.stream()
                    .filter(axis -> axis.key().equals(UNITS))
                    .forEach(axis -> findings.report(
                            ErrorKind.NO_EFFECT,
                            axis.node(),
                            "`units` sets every hidden layer, and this network has none",
                            "",
                            "the units of its only layer are the outputs"));
        }
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings.inOrder(), findings.uncollected());
        }
        return new SweepPlan(source.name(), axes, hiddenLayers);
    }

    /** The keys, as written. */
    public List<String> keys() {
        return axes.stream().map(SweepAxes.Axis::key).toList();
    }

    /** The number of combinations. */
    public int size() {
        return axes.stream().mapToInt(axis -> axis.values().size()).reduce(1, (a, b) -> a * b);
    }

    /** The values of a combination, in the order of the keys. */
    public List<String> values(int combination) {
        List<String> values = new ArrayList<>();
        int rest = combination;
        for (int i = axes.size() - 1; i >= 0; i--) {
            List<String> choices = axes.get(i).values();
            values.add(0, choices.get(rest % choices.size()));
            rest /= choices.size();
        }
        return values;
    }

    /** The settings of a combination. */
    public List<ValueOverride> settings(int combination) {
        List<String> values = values(combination);
        return IntStream.range(0, axes.size())
                .boxed()
                .flatMap(i -> settings(axes.get(i).key(), values.get(i)).stream())
                .toList();
    }

    private List<ValueOverride> settings(String key, String value) {
        if (key.equals(UNITS)) {
            return IntStream.range(0, hiddenLayers)
                    .mapToObj(layer -> ValueOverride.ofSweep(file, "layers[" + layer + "].units", value))
                    .toList();
        }
        return List.of(ValueOverride.ofSweep(file, SHORT_NAMES.getOrDefault(key, key), value));
    }
}
