package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.DividedByBatch;
import dev.plumbline.dl4j.extension.GradientNorms;
import dev.plumbline.dl4j.extension.WeightedLoss;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A network's {@code MultiLayerConfiguration}: the list of builder calls, and the configuration itself. Both come from
 * the same list, so the explained configuration is the one that runs. Listing the calls does not load ND4J.
 */
public final class Dl4jConfiguration {
    private static final String EXAMPLES = "new DividedByBatch.Examples()";

    private final NetworkSpec spec;

    /** The translation of this network. */
    public Dl4jConfiguration(NetworkSpec spec) {
        this.spec = spec;
    }

    /**
     * A call on one of DL4J's builders.
     *
     * @param <B> the builder
     * @param path the part of the specification that becomes this call, such as {@code layers[0].units}
     * @param java the call as source: {@code .nOut(5)}
     * @param effect executes the call
     */
    record Call<B>(String path, String java, Consumer<B> effect) {}

    /**
     * A line of the explanation.
     *
     * @param path what of the specification
     * @param java the call as source
     */
    public record Line(String path, String java) {}

    /** Every builder call of the network, in order. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        networkCalls().forEach(call -> lines.add(new Line(call.path(), call.java())));
        for (int i = 0; i < spec.layers().size() - 1; i++) {
            denseCalls(i).forEach(call -> lines.add(new Line(call.path(), call.java())));
        }
        outputCalls().forEach(call -> lines.add(new Line(call.path(), call.java())));
        normsSource()
                .ifPresent(norms -> normCalls()
                        .forEach(call -> lines.add(new Line(call.path(), "network.addListeners(" + norms + ")"))));
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i).isPenalizedPerBatch()) {
                lines.add(new Line(
                        "layers[" + i + "].regularization.divided_by", "network.addListeners(" + EXAMPLES + ")"));
            }
        }
        return lines;
    }

    /** The listener for norms that a configuration cannot contain, over all layers or with an epsilon; empty without them. */
    public Optional<GradientNorms> norms() {
        return normsSource().map(source -> {
            GradientNorms norms = new GradientNorms();
            normCalls().forEach(call -> call.effect().accept(norms));
            return norms;
        });
    }

    /** The listeners without which the network would not train as it should; a configuration cannot contain them. */
    public List<TrainingListener> listeners() {
        List<TrainingListener> listeners = new ArrayList<>(norms().stream().toList());
        if (isPenalizedPerBatch()) {
            listeners.add(new DividedByBatch.Examples());
        }
        return listeners;
    }

    /** These listeners as Java source, separated by commas; empty without them. */
    public String listenersSource() {
        return Stream.concat(normsSource().stream(), isPenalizedPerBatch() ? Stream.of(EXAMPLES) : Stream.empty())
                .collect(Collectors.joining(", "));
    }

    private boolean isPenalizedPerBatch() {
        return spec.layers().stream().anyMatch(Layer::isPenalizedPerBatch);
    }

    private Optional<String> normsSource() {
        return normCalls().stream().map(Call::java).reduce(String::concat).map(calls -> "new GradientNorms()" + calls);
    }

    /** The calls of the listener for norms. */
    private List<Call<GradientNorms>> normCalls() {
        return IntStream.range(0, spec.layers().size())
                .boxed()
                .flatMap(layer -> spec.layers().get(layer).gradientNormalization().stream()
                        .filter(word -> word.needsListener())
                        .map(word -> normCall(layer, word)))
                .toList();
    }

    private static Call<GradientNorms> normCall(int layer, GradientNormalization word) {
        String path = "layers[" + layer + "].gradient_normalization";
        if (!(word instanceof GradientNormalization.ClipNorm clip)) {
            return new Call<>(path, ".unit(" + layer + ")", norms -> norms.unit(layer));
        }
        double threshold = clip.threshold();
        double epsilon = clip.epsilon();
        String arguments = "(" + layer + ", " + threshold + (epsilon > 0 ? ", " + epsilon : "") + ")";
        return switch (clip.per()) {
            case LAYER ->
                new Call<>(path, ".clipLayer" + arguments, norms -> norms.clipLayer(layer, threshold, epsilon));
            case TENSOR ->
                new Call<>(path, ".clipTensors" + arguments, norms -> norms.clipTensors(layer, threshold, epsilon));
            case NETWORK -> new Call<>(path, ".clip" + arguments, norms -> norms.clip(layer, threshold, epsilon));
        };
    }

    /** DL4J's configuration. */
    public MultiLayerConfiguration build() {
        NeuralNetConfiguration.Builder network = new NeuralNetConfiguration.Builder();
        networkCalls().forEach(call -> call.effect().accept(network));
        NeuralNetConfiguration.ListBuilder layers = network.list();
        for (int i = 0; i < spec.layers().size() - 1; i++) {
            DenseLayer.Builder dense = new DenseLayer.Builder();
            denseCalls(i).forEach(call -> call.effect().accept(dense));
            layers.layer(dense.build());
        }
        OutputLayer.Builder output = new OutputLayer.Builder();
        outputCalls().forEach(call -> call.effect().accept(output));
        return layers.layer(output.build()).build();
    }

    /** The configuration as Java source, one expression. */
    public String source() {
        StringBuilder java = new StringBuilder("new NeuralNetConfiguration.Builder()\n");
        networkCalls()
                .forEach(call -> java.append("        ").append(call.java()).append('\n'));
        java.append("        .list()\n");
        for (int i = 0; i < spec.layers().size() - 1; i++) {
            appendLayer(java, "DenseLayer", denseCalls(i));
        }
        appendLayer(java, "OutputLayer", outputCalls());
        return java.append("        .build()").toString();
    }

    private static <B> void appendLayer(StringBuilder java, String type, List<Call<B>> calls) {
        java.append("        .layer(new ").append(type).append(".Builder()\n");
        calls.forEach(
                call -> java.append("                ").append(call.java()).append('\n'));
        java.append("                .build())\n");
    }

    /** The calls for the whole network. */
    private List<Call<NeuralNetConfiguration.Builder>> networkCalls() {
        List<Call<NeuralNetConfiguration.Builder>> calls = new ArrayList<>();
        String dataType = spec.precision() == Precision.F64 ? "DOUBLE" : "FLOAT";
        calls.add(new Call<>(
                "precision", ".dataType(DataType." + dataType + ")", b -> b.dataType(DataType.valueOf(dataType))));
        boolean mean = spec.reduction() == Reduction.MEAN;
        calls.add(new Call<>("reduction", ".miniBatch(" + mean + ")", b -> b.miniBatch(mean)));
        Dl4jExpression<IUpdater> updater = spec.training().optimizer().match(new Dl4jOptimizers(spec.precision()));
        calls.add(new Call<>("training.optimizer", ".updater(" + updater.java() + ")", b -> b.updater(updater.make())));
        // The experiment has the initial weights; DL4J must not draw any.
        calls.add(new Call<>("init", ".weightInit(WeightInit.ZERO)", b -> b.weightInit(WeightInit.ZERO)));
        return calls;
    }

    /** The calls for a hidden layer. */
    private List<Call<DenseLayer.Builder>> denseCalls(int i) {
        return layerCalls(i, DenseLayer.Builder::hasBias);
    }

    /**
     * The calls for any layer.
     *
     * @param hasBias the method that DL4J has in both builders, and not in a common type
     */
    private <B extends FeedForwardLayer.Builder<B>> List<Call<B>> layerCalls(int i, BiConsumer<B, Boolean> hasBias) {
        Layer layer = spec.layers().get(i);
        Dl4jExpression<IActivation> activation = layer.activation().match(new Dl4jActivations());
        String path = "layers[" + i + "]";
        List<Call<B>> calls = new ArrayList<>(List.of(
                new Call<>(inputPath(i), ".nIn(" + spec.inputsOf(i) + ")", b -> b.nIn(spec.inputsOf(i))),
                new Call<>(path + ".units", ".nOut(" + layer.units() + ")", b -> b.nOut(layer.units())),
                new Call<>(
                        path + ".activation",
                        ".activation(" + activation.java() + ")",
                        b -> b.activation(activation.make())),
                new Call<>(path + ".bias", ".hasBias(" + layer.bias() + ")", b -> hasBias.accept(b, layer.bias()))));
        ownUpdater(i)
                .ifPresent(updater -> calls.add(new Call<>(
                        path + ".learning_rate", ".updater(" + updater.java() + ")", b -> b.updater(updater.make()))));
        calls.addAll(Dl4jLayerOptions.of(layer, path));
        return calls;
    }

    /** The updater of a layer with its own learning rate. */
    private Optional<Dl4jExpression<IUpdater>> ownUpdater(int i) {
        boolean hasOwnRate = spec.layers().get(i).learningRate().isPresent();
        return hasOwnRate
                ? Optional.of(spec.optimizerOf(i).match(new Dl4jOptimizers(spec.precision())))
                : Optional.empty();
    }

    /** The calls for the last layer, which contains the loss in DL4J. */
    private List<Call<OutputLayer.Builder>> outputCalls() {
        Dl4jExpression<ILossFunction> loss = loss();
        List<Call<OutputLayer.Builder>> calls = layerCalls(spec.layers().size() - 1, OutputLayer.Builder::hasBias);
        calls.add(new Call<>("loss", ".lossFunction(" + loss.java() + ")", b -> b.lossFunction(loss.make())));
        return calls;
    }

    private Dl4jExpression<ILossFunction> loss() {
        Dl4jExpression<ILossFunction> stock = spec.loss().match(new Dl4jLosses(spec.outputs()));
        return spec.isWeighted()
                ? new Dl4jExpression<>("new WeightedLoss(" + stock.java() + ")", () -> new WeightedLoss(stock.make()))
                : stock;
    }

    /** The part of the specification with the number of a layer's inputs. */
    private static String inputPath(int layer) {
        return layer == 0 ? "inputs" : "layers[" + (layer - 1) + "].units";
    }
}
