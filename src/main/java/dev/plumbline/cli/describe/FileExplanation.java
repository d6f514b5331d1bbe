package dev.plumbline.cli.describe;

import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.report.words.ExplainText.Row;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Report;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each value of a network file becomes: a call of DL4J, or a description in words. */
final class FileExplanation {
    private final NetworkFile file;
    private final NetworkSpec spec;
    private final Map<String, List<Dl4jConfiguration.Line>> calls;

    FileExplanation(NetworkFile file) {
        this.file = file;
        this.spec = file.spec();
        this.calls = new Dl4jConfiguration(spec)
                .lines().stream().collect(Collectors.groupingBy(Dl4jConfiguration.Line::path));
    }

    /** One row for each value, in the order of the specification. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Origin origin : file.sourceMap().origins()) {
            if (!isContainer(origin) && !isInsideOfAnotherRow(origin)) {
                List<String> became = new ArrayList<>(calls(origin.path()));
                ownClasses(became).forEach(became::add);
                words(origin).ifPresent(became::add);
                if (!became.isEmpty()) {
                    rows.add(new Row(line(origin), value(origin), became));
                }
            }
        }
        return rows;
    }

    /** The names of columns and classes are shown in the rows of `columns` and `classes`. */
    private static boolean isInsideOfAnotherRow(Origin origin) {
        return origin.path().equals("data.inputs.names") || origin.path().equals("data.classes.names");
    }

    /** Whether the key is explained by the values inside it. */
    private static boolean isContainer(Origin origin) {
        Object value = origin.value().orElse("");
        return origin.path().equals("layers")
                || value instanceof Training
                || value instanceof Report
                || value instanceof Prepare
                || value instanceof Validation
                || value instanceof DataSource;
    }

    private static String line(Origin origin) {
        return origin.isOption()
                ? "option"
                : origin.line()
                        .map(number -> Integer.toString(number))
                        .orElse(origin.path().equals("inputs") ? "data" : "default");
    }

    private static String value(Origin origin) {
        Object value = origin.value().orElse("");
        if (value instanceof Layer.Dense) {
            return origin.path() + ": dense";
        }
        if (value instanceof Initializer.Given) {
            return origin.path() + ": given" + (origin.isShared() ? ", from defaults" : "");
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof List<?> row) {
            return origin.path() + ": " + list.size() + " rows of " + row.size();
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Double) {
            return origin.path() + ": " + list.size() + " numbers";
        }
        String text = origin.path() + ": " + origin.text().orElse("left out");
        return origin.isShared() ? text + ", from defaults" : text;
    }

    private List<String> calls(String path) {
        return calls.getOrDefault(path, List.of()).stream()
                .map(line -> isInput(line) ? line.java() + " // of layer " + layerAfter(path) : line.java())
                .toList();
    }

    /** Explanations of Plumbline's own classes in these calls. */
    private static List<String> ownClasses(List<String> calls) {
        return Stream.of(Dl4jReplacement.values())
                .filter(replacement ->
                        calls.stream().anyMatch(call -> call.contains("new " + replacement.javaName() + "(")))
                .map(replacement ->
                        "// " + replacement.javaName() + " is Plumbline's class on DL4J: " + replacement.reason())
                .toList();
    }

    /** Whether the line sets a layer's input width, which is a value of the layer before it. */
    private static boolean isInput(Dl4jConfiguration.Line line) {
        return line.java().startsWith(".nIn(");
    }

    private static int layerAfter(String path) {
        return path.startsWith("layers") ? index(path) + 2 : 1;
    }

    private static int index(String path) {
        return Integer.parseInt(path.substring(path.indexOf('[') + 1, path.indexOf(']')));
    }

    /** Describes a value that is not part of DL4J's configuration. */
    private Optional<String> words(Origin origin) {
        String path = origin.path();
        if (origin.value().orElse("") instanceof Layer) {
            boolean last = index(path) == spec.layers().size() - 1;
            return Optional.of(last ? "new OutputLayer.Builder()" : "new DenseLayer.Builder()");
        }
        if (path.startsWith("layers[") && path.endsWith("].init")) {
            int layer = index(path);
            return origin.value()
                    .map(init -> made(init) + "; network.setParam(\"" + layer + "_W\", W)"
                            + (spec.initOf(layer).setsBias() ? ", (\"" + layer + "_b\", b)" : ""));
        }
        if (path.endsWith("].bias_init") && calls(path).isEmpty()) {
            return Optional.empty(); // a layer without a bias
        }
        if (path.startsWith("data.")) {
            return origin.value().map(value -> data(path));
        }
        if (path.startsWith("prepare.") || path.startsWith("validation.")) {
            return origin.value().map(value -> "done by Plumbline, not by DL4J");
        }
        if (path.startsWith("training.distributed.")) {
            return origin.value().map(value -> workers(path.substring("training.distributed.".length())));
        }
        return ofKey(path, origin);
    }

    private Optional<String> ofKey(String path, Origin origin) {
        return switch (path) {
            case "training.distributed" ->
                origin.value().map(value -> "new ParameterAveragingTrainingMaster.Builder()");
            case "name" -> Optional.of("the name of the Java class");
            case "init" -> origin.value().map(init -> made(init) + ", then set by network.setParam");
            case "seed" -> Optional.of("np.random.seed(" + spec.seed() + "); DL4J draws nothing");
            case "backend" ->
                Optional.of(
                        switch (spec.backend()) {
                            case CPU -> "nd4j-native on the class path";
                            case CUDA -> "nd4j-cuda on the class path";
                            case AUTO -> "nd4j-cuda where it can run";
                        });
            case "training.batch_size" -> Optional.of(batches());
            case "training.epochs" -> Optional.of("a loop around network.fit");
            case "training.shuffle" ->
                Optional.of(
                        spec.training().shuffle()
                                ? "np.random.permutation for each epoch"
                                : spec.data().order().isPresent()
                                        ? "Plumbline's order of each epoch, from the file"
                                        : "the examples in their order");
            case "training.class_weight" ->
                origin.value().map(value -> "INDArray weights, examples × 1, from the classes of the targets");
            case "report.every" -> Optional.of("a line every " + spec.reportEvery() + " epochs");
            case "report.metrics" -> Optional.of("from network.output(inputs)");
            case "prepare", "validation" ->
                origin.value().isPresent() ? Optional.of("used by Plumbline only") : Optional.empty();
            case "report", "compare" -> Optional.of("used by Plumbline only");
            case "compare.every" ->
                Optional.of(
                        spec.compare().every() == 1
                                ? "`check` compares every step"
                                : "`check` compares one step in "
                                        + spec.compare().every());
            case "compare.every_element" ->
                Optional.of(
                        spec.compare().everyElement()
                                ? "every step by element"
                                : "larger networks by element in some steps");
            // The call of a word contains its parameters; only parameters with default values get a row.
            default ->
                calls(path).isEmpty() && !origin.isWritten() && origin.value().isPresent()
                        ? Optional.of("part of " + path.substring(0, path.lastIndexOf('.')))
                        : Optional.empty();
        };
    }

    private String workers(String key) {
        Distributed distributed = spec.training().distributed().orElseThrow();
        return switch (key) {
            case "workers" -> ".workers(" + distributed.workers() + ")";
            case "averaging_frequency" -> ".averagingFrequency(" + distributed.averagingFrequency() + ")";
            case "batch_size_per_worker" ->
                ".batchSizePerWorker(" + spec.training().batchOfWorker() + ")";
            default -> ".saveUpdater(" + distributed.saveUpdater() + ")";
        };
    }

    private static String made(Object init) {
        if (init instanceof Initializer.Given) {
            return "as written";
        }
        return init instanceof Initializer.Npy || init instanceof Initializer.Npz ? "read by Plumbline" : "drawn";
    }

    private String batches() {
        if (spec.training().distributed().isPresent()) {
            return "a DataSet of " + spec.training().batchOfWorker() + " rows for a worker";
        }
        return spec.training().batchSize() instanceof BatchSize.Examples batch
                ? "network.fit on " + batch.count() + " rows at a time"
                : "network.fit(inputs, targets)";
    }

    private String data(String path) {
        return switch (path) {
            case "data.inputs" -> "INDArray inputs, examples × " + spec.inputs();
            case "data.targets" -> "INDArray targets, examples × " + spec.outputs();
            case "data.weights" -> "INDArray weights, examples × 1";
            default -> "read by Plumbline, not by DL4J";
        };
    }
}
