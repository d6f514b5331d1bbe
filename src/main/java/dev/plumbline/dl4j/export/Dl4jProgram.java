package dev.plumbline.dl4j.export;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Dropout;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network as a Java program in one file that needs only DL4J. It draws the same weights, trains on the same batches
 * with plain {@code network.fit(inputs, targets)}, and ends with the same bits as {@link Dl4jEngine}.
 *
 * <p>The program prints the report's metrics at the report's epochs, and the outputs at the end. With
 * {@code --parameters}, it also prints the trained parameters as hexadecimal doubles, which keep every bit. Writing the
 * program does not load ND4J.
 */
public final class Dl4jProgram {
    private static final Template TEMPLATE = Mustache.compiler()
            .escapeHTML(false)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .compile(ProgramClasses.resource(Dl4jProgram.class, "program.mustache"));

    private final NetworkSpec spec;
    private final Experiment experiment;
    private final ProgramArrays arrays;

    /**
     * The program of a network.
     *
     * @param archive the path of an {@code ExperimentArchive}, from which the program reads the examples and the
     *     initial weights that are not drawn; if empty, they are in the source
     */
    public Dl4jProgram(Experiment experiment, Optional<Path> archive) {
        this.experiment = experiment;
        this.spec = Distributed.requireOne(experiment.spec(), "a program of its own");
        if (spec.data().order().isPresent() || spec.data().masks().isPresent()) {
            throw new InvalidSpecException(List.of(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "data",
                    "a program of its own draws the order of the examples and the dropout masks",
                    "`data` without `order` and `masks`")));
        }
        this.arrays = new ProgramArrays(spec.precision(), archive);
    }

    /** Why the source cannot contain the numbers of the program, if there are too many; the archive has no such limit. */
    public Optional<String> excess() {
        Stream<Matrix> examples = Stream.concat(
                Stream.of(experiment.inputs(), experiment.targets()), experiment.exampleWeights().stream());
        Stream<Matrix> initial = IntStream.range(0, spec.layers().size())
                .filter(layer -> ProgramWeights.isHanded(spec.initOf(layer)))
                .mapToObj(experiment.initialWeights()::get)
                .flatMap(layer -> Stream.concat(Stream.of(layer.weights()), layer.bias().stream()));
        int numbers = Stream.concat(examples, initial).mapToInt(Matrix::size).sum();
        return numbers <= ProgramArrays.MOST_IN_SOURCE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the examples and given weights are %,d numbers; the source of a program can contain at most %,d",
                        numbers,
                        ProgramArrays.MOST_IN_SOURCE));
    }

    /** The name of the program's class and file: {@code ThreeLayerTraining} for three-layer. */
    public String className() {
        return className(spec);
    }

    /** The class name of a network's program, without creating the program. */
    public static String className(NetworkSpec spec) {
        StringBuilder name = new StringBuilder();
        for (String word : spec.name().split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        boolean digit = !name.isEmpty() && Character.isDigit(name.charAt(0));
        return (digit ? "Network" : "") + name + "Training";
    }

    /** The whole file. */
    public String source() {
        Dl4jConfiguration translation = new Dl4jConfiguration(spec);
        String configuration = translation.source();
        List<Map<String, Object>> layers =
                IntStream.range(0, spec.layers().size()).mapToObj(this::layer).toList();
        List<Map<String, Object>> metrics =
                spec.report().metrics().stream().map(this::metric).toList();
        boolean isDrawn = has(layers, "weights", "matrix(");
        boolean drops = spec.layers().stream().anyMatch(layer -> layer.dropout().isPresent());
        boolean drawsInTraining = drops || spec.training().shuffle();
        Map<String, Object> values = new HashMap<>();
        values.put("name", JavaText.comment(spec.name()));
        values.put("className", className());
        values.put("type", spec.precision() == Precision.F64 ? "DOUBLE" : "FLOAT");
        values.put("epochs", spec.training().epochs());
        values.put(
                "batchSize",
                spec.training().batchSize() instanceof BatchSize.Examples batch ? (Object) batch.count() : "");
        values.put("shuffles", spec.training().shuffle());
        values.put("reportEvery", spec.reportEvery());
        values.put(
                "archive",
                arrays.archive().map(file -> JavaText.string(file.toString())).orElse(""));
        values.put("throws", arrays.archive().isPresent() ? " throws IOException" : "");
        values.put("inputs", spec.inputs());
        values.put("outputs", spec.outputs());
        values.put("isWeighted", spec.isWeighted());
        values.put("labels", labels());
        values.put("seed", spec.seed());
        values.put("isDrawn", isDrawn);
        values.put("drops", drops);
        values.put("drawsInTraining", drawsInTraining);
        values.put("isRandom", isDrawn || drawsInTraining); // otherwise the program contains no generator
        values.put("configuration", configuration.indent(8).strip());
        values.put("listener", translation.listenersSource());
        values.put(
                "countsEpochs",
                configuration.contains("ScheduleType.EPOCH") || configuration.contains("new EpochRamp("));
        values.put("layers", layers);
        values.put("hasEye", has(layers, "weights", "eye("));
        values.put("metrics", metrics);
        values.put("needsOutputs", has(metrics, "formula", "outputs"));
        values.put("examples", examples());
        return ProgramClasses.with(TEMPLATE.execute(values));
    }

    private static boolean has(List<Map<String, Object>> sections, String key, String text) {
        return sections.stream()
                .anyMatch(section -> String.valueOf(section.get(key)).contains(text));
    }

    private Map<String, Object> layer(int index) {
        Layer layer = spec.layers().get(index);
        ProgramWeights weights =
                new ProgramWeights(arrays, index, experiment.initialWeights().get(index));
        return Map.of(
                "index", index,
                "inputsOfLayer", spec.inputsOf(index),
                "units", layer.units(),
                "weights", spec.initOf(index).match(weights),
                "bias", weights.bias(spec.initOf(index)).orElse(""),
                "dropProbability",
                        layer.dropout().<Object>map(Dropout::dropProbability).orElse(""));
    }

    private List<Map<String, String>> examples() {
        List<Map<String, String>> examples = new ArrayList<>();
        examples.add(Map.of("method", "inputs", "array", arrays.of("X", experiment.inputs())));
        examples.add(Map.of("method", "targets", "array", arrays.of("y", experiment.targets())));
        experiment
                .exampleWeights()
                .ifPresent(
                        weights -> examples.add(Map.of("method", "weights", "array", arrays.of("weights", weights))));
        return examples;
    }

    /** The labels for the loss: the targets, or the targets and the weights. */
    private String labels() {
        return spec.isWeighted() ? "labels" : "targets";
    }

    private Map<String, Object> metric(Metric metric) {
        String formula = switch (metric) {
            case LOSS -> "network.score(new DataSet(inputs, " + labels() + "))";
            case MEAN_ABSOLUTE_ERROR -> "outputs.sub(targets).ameanNumber()";
            case MEAN_SQUARED_ERROR -> "Transforms.pow(outputs.sub(targets), 2).meanNumber()";
            case ACCURACY ->
                spec.outputs() == 1
                        ? "outputs.gte(0.5).eq(targets.gte(0.5)).castTo(TYPE)"
                                + ".mul(outputs.isNaN().castTo(TYPE).rsub(1)).meanNumber()"
                        : "outputs.argMax(1).eq(targets.argMax(1)).castTo(TYPE)"
                                + ".mul(outputs.isNaN().castTo(TYPE).max(1).rsub(1)).meanNumber()";
        };
        return Map.of("word", Schema.wordOf(metric), "formula", formula);
    }
}
