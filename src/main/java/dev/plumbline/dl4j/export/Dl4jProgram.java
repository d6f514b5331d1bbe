package dev.plumbline.dl4j.export;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Experiment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
    private final NetworkSpec spec;
    private final Experiment experiment;
    private final ProgramArrays arrays;

    /** Whether any weights are drawn from NumPy's stream. */
    private final boolean drawn;

    /** Whether a layer has dropout. */
    private final boolean drops;

    /** Whether the training draws random numbers. */
    private final boolean drawsInTraining;

    /** Whether the program draws random numbers; if not, it contains no generator. */
    private final boolean random;

    /**
     * The program of a network.
     *
     * @param archive the path of an {@code ExperimentArchive}, from which the program reads the examples and the
     *     initial weights that are not drawn; if empty, they are in the source
     */
    public Dl4jProgram(Experiment experiment, Optional<Path> archive) {
        this.experiment = experiment;
        this.spec = Distributed.requireOne(experiment.spec(), "a program of its own");
        this.arrays = new ProgramArrays(spec.precision(), archive);
        this.drawn = IntStream.range(0, spec.layers().size())
                .anyMatch(layer -> weights(layer).startsWith("matrix("));
        this.drops = spec.layers().stream().anyMatch(layer -> layer.dropout().isPresent());
        this.drawsInTraining = drops || spec.training().shuffle();
        this.random = drawn || drawsInTraining;
    }

    /** Why the source cannot contain the numbers of the program, if there are too many; the archive has no such limit. */
    public Optional<String> excess() {
        Stream<Matrix> initial = IntStream.range(0, spec.layers().size())
                .filter(layer -> ProgramWeights.isHanded(spec.initOf(layer)))
                .mapToObj(experiment.initialWeights()::get)
                .flatMap(layer -> Stream.concat(Stream.of(layer.weights()), layer.bias().stream()));
        int numbers = Stream.concat(examples(), initial).mapToInt(Matrix::size).sum();
        return numbers <= ProgramArrays.MOST_IN_SOURCE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the examples and given weights are %,d numbers; the source of a program can contain at most %,d",
                        numbers,
                        ProgramArrays.MOST_IN_SOURCE));
    }

    private Stream<Matrix> examples() {
        return Stream.concat(
                Stream.of(experiment.inputs(), experiment.targets()), experiment.exampleWeights().stream());
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
        List<String> members = new ArrayList<>();
        members.add(constants());
        members.add(main());
        members.add(configuration());
        members.add(initialize());
        members.add(train());
        if (drops) {
            members.add(drop());
        }
        members.add(report());
        members.addAll(helpers());
        String program = classComment() + "public final class " + className() + " {\n\n"
                + String.join("\n", members).indent(4).stripTrailing().replaceAll("(?m)^ +$", "") + "\n}\n";
        return ProgramClasses.with(program);
    }

    private String classComment() {
        return """
                /**
                 * %s: trained on Deeplearning4j, with the initial weights that NumPy draws.
                 *
                 * <p>It needs only deeplearning4j-core and nd4j-native-platform, version 1.0.0-M2.1, on the class path:
                 *
                 * <pre>{@code java -Dfile.encoding=UTF-8 -cp "$CLASSPATH" %s.java [--parameters]}</pre>
                 */
                """.formatted(JavaText.comment(spec.name()), className());
    }

    private String constants() {
        StringBuilder java = new StringBuilder();
        String type = spec.precision() == Precision.F64 ? "DOUBLE" : "FLOAT";
        java.append("private static final DataType TYPE = DataType.")
                .append(type)
                .append(";\n");
        java.append("private static final int EPOCHS = ")
                .append(spec.training().epochs())
                .append(";\n");
        if (spec.training().batchSize() instanceof BatchSize.Examples batch) {
            java.append("private static final int BATCH_SIZE = ")
                    .append(batch.count())
                    .append(";\n");
        }
        java.append("private static final int REPORT_EVERY = ")
                .append(spec.reportEvery())
                .append("; // epochs\n");
        return java.append(arrays.constant()).toString();
    }

    private String main() {
        String generator = random ? "NumpyRandom random = new NumpyRandom(%sL); // np.random.seed(%s)\n    " : "";
        return """
                public static void main(String[] arguments)%s {
                    INDArray inputs = inputs().castTo(TYPE); // examples × %s
                    INDArray targets = targets().castTo(TYPE); // examples × %s
                %s
                    %sMultiLayerNetwork network = new MultiLayerNetwork(configuration());
                    network.init();
                    initialize(network%s);
                    train(network, inputs, targets%s%s);

                    System.out.println("outputs after " + EPOCHS + " epochs:");
                    System.out.println(network.output(inputs).toStringFull());
                    if (List.of(arguments).contains("--parameters")) {
                        for (double parameter : network.params().toDoubleVector()) {
                            System.out.println(Double.toHexString(parameter));
                        }
                    }
                }
                """.formatted(
                        arrays.fails(),
                        spec.inputs(),
                        spec.outputs(),
                        isWeighted()
                                ? "    INDArray labels = Nd4j.hstack(targets, weights().castTo(TYPE));"
                                        + " // examples × (outputs + 1)\n"
                                : "",
                        generator.formatted(spec.seed(), spec.seed()),
                        drawn ? ", random" : "",
                        isWeighted() ? ", labels" : "",
                        drawsInTraining ? ", random" : "");
    }

    private boolean isWeighted() {
        return spec.data().isWeighted();
    }

    private String configuration() {
        String expression = new Dl4jConfiguration(spec).source().indent(4).strip();
        return "private static MultiLayerConfiguration configuration() {\n    return " + expression + ";\n}\n";
    }

    private String initialize() {
        StringBuilder java = new StringBuilder();
        java.append(
                "/** Sets the weights of each layer, inputs × units; the configuration sets the other biases. */\n");
        java.append("private static void initialize(MultiLayerNetwork network")
                .append(drawn ? ", NumpyRandom random" : "")
                .append(")" + arrays.fails() + " {\n");
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            java.append("    network.setParam(\"").append(layer).append("_W\", ");
            java.append(weights(layer)).append(");\n");
            bias(layer).ifPresent(statement -> java.append(statement.indent(4)));
        }
        return java.append("}\n").toString();
    }

    /** The methods with the examples, and those that the expressions of weights and examples call. */
    private Set<String> helpers() {
        Set<String> helpers = new LinkedHashSet<>();
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            helpers.addAll(ProgramWeights.helpers(weights(layer)));
        }
        helpers.add(examples("inputs", arrays.of("X", experiment.inputs())));
        helpers.add(examples("targets", arrays.of("y", experiment.targets())));
        experiment
                .exampleWeights()
                .ifPresent(weights -> helpers.add(examples("weights", arrays.of("weights", weights))));
        helpers.addAll(arrays.helpers());
        return helpers;
    }

    private String examples(String method, String expression) {
        return "private static INDArray " + method + "()" + arrays.fails() + " {\n    return " + expression + ";\n}\n";
    }

    private String weights(int layer) {
        return spec.initOf(layer).match(program(layer));
    }

    private Optional<String> bias(int layer) {
        return program(layer).bias(spec.initOf(layer));
    }

    private ProgramWeights program(int layer) {
        return new ProgramWeights(arrays, layer, experiment.initialWeights().get(layer));
    }

    private String train() {
        return """
                private static void train(
                        MultiLayerNetwork network, INDArray inputs, INDArray targets%s%s) {
                    for (int epoch = 0; epoch < EPOCHS; epoch++) {
                %s        if (epoch %% REPORT_EVERY == 0) {
                            report(epoch, network, inputs, targets%s);
                        }
                %s    }
                }
                """.formatted(
                        isWeighted() ? ", INDArray labels" : "",
                        drawsInTraining ? ", NumpyRandom random" : "",
                        countsEpochs() ? "        network.setEpochCount(epoch); // fit does not set it\n" : "",
                        isWeighted() ? ", labels" : "",
                        epoch().indent(8));
    }

    /** Whether a learning rate depends on the epoch. */
    private boolean countsEpochs() {
        String configuration = new Dl4jConfiguration(spec).source();
        return configuration.contains("ScheduleType.EPOCH") || configuration.contains("new EpochRamp(");
    }

    /** The statements of an epoch. */
    private String epoch() {
        if (spec.training().batchSize() instanceof BatchSize.All) {
            return fit("%s", "inputs.rows()", "");
        }
        if (spec.training().shuffle()) {
            return """
                    int[] order = random.permutation(inputs.rows());
                    for (int from = 0; from < order.length; from += BATCH_SIZE) {
                        int[] batch = Arrays.copyOfRange(order, from, Math.min(from + BATCH_SIZE, order.length));
                    %s}
                    """.formatted(fit("%s.getRows(batch)", "batch.length", "    "));
        }
        return """
                for (int from = 0; from < inputs.rows(); from += BATCH_SIZE) {
                    INDArrayIndex batch = NDArrayIndex.interval(from, Math.min(from + BATCH_SIZE, inputs.rows()));
                %s}
                """.formatted(
                        fit("%s.get(batch, NDArrayIndex.all())", "Math.min(BATCH_SIZE, inputs.rows() - from)", "    "));
    }

    /** A step on the examples that an expression selects; {@code count} is their number. */
    private String fit(String some, String count, String indent) {
        String drop = drops ? indent + "drop(network, " + count + ", random);\n" : "";
        return drop + indent + "network.fit(" + some.formatted("inputs") + ", " + some.formatted(labels()) + ");\n";
    }

    /** The labels for the loss: the targets, or the targets and the weights. */
    private String labels() {
        return isWeighted() ? "labels" : "targets";
    }

    /** Draws the dropout masks, as the experiment does. */
    private String drop() {
        StringBuilder layers = new StringBuilder();
        for (int i = 0; i < spec.layers().size(); i++) {
            int layer = i;
            spec.layers()
                    .get(i)
                    .dropout()
                    .ifPresent(dropout -> layers.append("    drop(network, %s, random.random(examples * %s), %s);\n"
                            .formatted(layer, spec.inputsOf(layer), dropout.dropProbability())));
        }
        return """
                /** Draws the dropout masks of the next examples. */
                private static void drop(MultiLayerNetwork network, int examples, NumpyRandom random) {
                %s}

                /** Keeps a number if its random number is at least the probability of dropping; one row per example. */
                private static void drop(MultiLayerNetwork network, int layer, double[] drawn, double probability) {
                    double[] kept = new double[drawn.length];
                    for (int i = 0; i < drawn.length; i++) {
                        kept[i] = drawn[i] >= probability ? 1 : 0;
                    }
                    INDArray mask = Nd4j.createFromArray(kept).reshape('c', -1, network.layerInputSize(layer));
                    ((MaskDropout) network.getLayer(layer).conf().getLayer().getIDropout()).setMask(mask.castTo(TYPE));
                }
                """.formatted(layers);
    }

    private String report() {
        StringBuilder lines = new StringBuilder();
        for (Metric metric : spec.report().metrics()) {
            lines.append("System.out.println(\"    ")
                    .append(Schema.wordOf(metric))
                    .append(" \" + ")
                    .append(formula(metric))
                    .append(");\n");
        }
        boolean outputs = lines.indexOf("outputs") >= 0;
        return """
                private static void report(
                        int epoch, MultiLayerNetwork network, INDArray inputs, INDArray targets%s) {
                %s    System.out.println("after " + epoch + " epochs:");
                %s}
                """.formatted(
                        isWeighted() ? ", INDArray labels" : "",
                        (outputs ? "    INDArray outputs = network.output(inputs);\n" : ""),
                        lines.toString().indent(4));
    }

    /** The expression of a metric. */
    private String formula(Metric metric) {
        return switch (metric) {
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
    }
}
