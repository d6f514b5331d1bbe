package dev.plumbline.dl4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Sample;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.dl4j.WholeVocabulary;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Dl4jModelFile;
import dev.plumbline.model.Model;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jImportTests {
    @TempDir
    private Path directory;

    private static Dl4jImport imported(String json) {
        return Dl4jImport.of("imported", json, Optional.of("w.npz"), "w.npz");
    }

    /**
     * The network without its name, data, initial weights and number of epochs, which a configuration does not contain.
     */
    private static NetworkSpec held(NetworkSpec spec) {
        Training plan = new Training(
                spec.optimizerOf(0),
                new BatchSize.All(),
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        List<Layer> layers = spec.layers().stream()
                .map(layer -> Schema.with(
                        layer,
                        Map.of(
                                "init", Optional.empty(),
                                "bias_init", 0.0,
                                "gradient_normalization",
                                        layer.gradientNormalization().filter(word -> !word.needsListener()))))
                .toList();
        Optional<String> weights = spec.data().isWeighted() ? Optional.of("weights") : Optional.empty();
        return Schema.with(
                imported(Dl4j.json(SampleNetworks.twoLayer(1))).spec(),
                Map.of(
                        "inputs", spec.inputs(),
                        "layers", layers,
                        "loss", spec.loss(),
                        "reduction", spec.reduction(),
                        "precision", spec.precision(),
                        "training", plan,
                        "data", new DataSource.Npz("w.npz", "inputs", "targets", weights)));
    }

    private static void comesBack(NetworkSpec spec) {
        Dl4jImport back = imported(Dl4j.json(spec));
        assertEquals(held(spec), back.spec(), spec.name());
        assertEquals(List.of(), back.corrections(), spec.name());
    }

    /** A build tests a quarter of the networks of the whole vocabulary; the slow tests, all. */
    @Test
    void everyNetworkComesBackFromItsConfiguration() {
        Stream.of(Precision.values()).flatMap(SampleNetworks::all).forEach(Dl4jImportTests::comesBack);
        WholeVocabulary.networks().filter(Sample.oneIn(4)).forEach(Dl4jImportTests::comesBack);
    }

    /** Files from before this option do not have its keys. */
    @Test
    void momentumHasItsRateOnTheGradientIfNothingElseIsSaid() {
        NetworkSpec older = with(new Optimizer.Momentum(LearningRate.of(0.1), 0.9, Optimizer.RatePosition.GRADIENT));
        String json = Dl4j.json(older);
        assertFalse(json.contains("scalesVelocity") || json.contains("\"nesterov\""), json);
        comesBack(older);
        String updater = "\"momentum\" : 0.9";
        assertTrue(json.contains(updater), json);
        Map<String, Optimizer> expected = Map.of(
                updater,
                older.training().optimizer(),
                updater + ", \"scalesVelocity\" : true",
                new Optimizer.Momentum(LearningRate.of(0.1), 0.9, Optimizer.RatePosition.VELOCITY),
                updater + ", \"scalesVelocity\" : true, \"nesterov\" : true",
                new Optimizer.Nesterov(LearningRate.of(0.1), 0.9, Optimizer.RatePosition.VELOCITY));
        expected.forEach((text, optimizer) -> {
            String changed = json.replace(updater, text);
            assertEquals(optimizer, imported(changed).spec().training().optimizer());
            assertEquals(
                    MultiLayerConfiguration.fromJson(Dl4j.json(with(optimizer))),
                    MultiLayerConfiguration.fromJson(changed));
        });
    }

    private static NetworkSpec with(Optimizer optimizer) {
        NetworkSpec spec = SampleNetworks.twoLayer(1);
        return Schema.with(spec, "training", Schema.with(spec.training(), "optimizer", optimizer));
    }

    @Test
    void everyConfigComesBack() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                comesBack(YamlReader.read(file).spec());
            }
        }
    }

    @Test
    void dl4jComputesTheSameBitsWithTheFileAndWithTheTranslation() throws IOException {
        for (NetworkSpec spec :
                Stream.of(Precision.values()).flatMap(SampleNetworks::all).toList()) {
            Experiment experiment = Experiment.of(spec);
            Path file = Files.createTempFile(directory, "model", ".zip");
            Dl4j.network(experiment).save(file.toFile(), true);
            Dl4jModelFile model = Dl4jModelFile.read(file);
            Dl4jImport back = imported(model.configuration());
            List<LayerWeights> weights = model.weights(back.spec()).orElseThrow();
            assertEquals(experiment.initialWeights(), weights);
            Matrix inputs = experiment.inputs();
            assertEquals(
                    Dl4j.output(Dl4j.network(experiment), inputs),
                    back.function(model.coefficients(back.spec(), weights)).apply(inputs));
            assertEquals(
                    Dl4j.output(Dl4j.network(experiment), inputs),
                    Dl4j.function(back.spec(), weights).apply(inputs));
        }
    }

    @Test
    void aModelOfPlumblineIsOneOfDl4j() throws IOException {
        Experiment experiment = Experiment.of(SampleNetworks.withBiases(Precision.F32));
        Path file = directory.resolve("model.zip");
        new Model(experiment.spec(), experiment.initialWeights(), Preparation.none(3))
                .write(file, Dl4j.json(experiment.spec()));
        Dl4jModelFile model = Dl4jModelFile.read(file);
        assertEquals(
                experiment.initialWeights(),
                model.weights(imported(model.configuration()).spec()).orElseThrow());
    }

    private static String stock(DenseLayer.Builder dense, OutputLayer.Builder output) {
        return stock(new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)), dense, output);
    }

    private static String stock(
            NeuralNetConfiguration.Builder network, DenseLayer.Builder dense, OutputLayer.Builder output) {
        MultiLayerConfiguration configuration = network.list()
                .layer(dense.nIn(3).nOut(4).build())
                .layer(output.nIn(4).nOut(2).build())
                .build();
        new MultiLayerNetwork(configuration).init();
        return configuration.toJson();
    }

    private static OutputLayer.Builder classifier() {
        return new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD).activation(Activation.SOFTMAX);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void translatesTheActivationsOfDl4jThatAreRight(Activation activation) {
        String json = stock(new DenseLayer.Builder().activation(activation), classifier());
        if (activation == Activation.RRELU) {
            InvalidSpecException refused = assertThrows(InvalidSpecException.class, () -> imported(json));
            assertEquals(
                    "confs[0].layer.activationFn", refused.problems().get(0).path());
            assertTrue(refused.getMessage().contains("(rrelu-slope)"), refused.getMessage());
        } else {
            List<ConfigurationDefect> corrections = imported(json).corrections().stream()
                    .map(Dl4jImport.Correction::defect)
                    .toList();
            assertEquals(
                    activation == Activation.LEAKYRELU ? List.of(ConfigurationDefect.LEAKY_RELU_ALPHA) : List.of(),
                    corrections);
        }
    }

    @Test
    void tellsWhatItCorrects() {
        String json = stock(
                new NeuralNetConfiguration.Builder()
                        .updater(new Adam(1e-3))
                        .weightInit(WeightInit.XAVIER)
                        .weightDecay(0.01),
                new DenseLayer.Builder()
                        .activation(Activation.RELU)
                        .dropOut(0.8)
                        .constrainWeights(new MaxNormConstraint(2, 0)),
                classifier());
        Dl4jImport back = imported(json);
        assertEquals(
                List.of(
                        "confs[0].layer.constraints[0] CONSTRAINT_EPSILON",
                        "confs[0].layer.regularization[1] WEIGHT_DECAY_TWICE",
                        "confs[1].layer.regularization[1] WEIGHT_DECAY_TWICE"),
                back.corrections().stream()
                        .map(each -> each.path() + " " + each.defect())
                        .toList());
        Layer first = back.spec().layers().get(0);
        assertEquals(0.2, first.dropout().orElseThrow().dropProbability());
        assertEquals(0.02, first.regularization().orElseThrow().weightDecay());
    }

    @Test
    void refusesEverythingAtOnceWithItsPlace() {
        String json = stock(
                        new DenseLayer.Builder()
                                .activation(new org.nd4j.linalg.activations.impl.ActivationELU(0.5))
                                .updater(new Nesterovs(0.1, 0.9))
                                .hasLayerNorm(true)
                                .constrainWeights(new MaxNormConstraint(2, 0), new MaxNormConstraint(3, 0)),
                        classifier())
                .replace("\"LossNegativeLogLikelihood\"", "\"x\"")
                .replace("LossNegativeLogLikelihood", "LossFMeasure");
        InvalidSpecException refused = assertThrows(InvalidSpecException.class, () -> imported(json));
        assertEquals(
                List.of(
                        "confs[0].layer.activationFn.alpha",
                        "confs[0].layer.constraints",
                        "confs[0].layer.hasLayerNorm",
                        "confs[1].layer.iupdater",
                        "confs[1].layer.lossFn"),
                refused.problems().stream().map(Problem::path).sorted().toList());
    }

    @Test
    void aBareConfigurationSaysHowItsWeightsBegin() {
        String json = stock(
                new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)).weightInit(WeightInit.RELU),
                new DenseLayer.Builder().activation(Activation.RELU).biasInit(0.25),
                classifier());
        NetworkSpec spec =
                Dl4jImport.of("bare", json, Optional.empty(), "d.npz").spec();
        assertEquals(new Initializer.HeNormal(), spec.initOf(0));
        assertEquals(0.25, spec.layers().get(0).biasInit());
        String other = json.replace("WeightInitRelu", "WeightInitSigmoidUniform");
        assertThrows(InvalidSpecException.class, () -> Dl4jImport.of("bare", other, Optional.empty(), "d.npz"));
        assertFalse(imported(other).spec().layers().isEmpty());
    }

    @Test
    void readsNetworksOfDl4jAlone() throws IOException {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(stock(
                    new NeuralNetConfiguration.Builder()
                            .dataType(type)
                            .updater(new Adam(1e-3))
                            .l2(1e-4),
                    new DenseLayer.Builder().activation(Activation.TANH).dropOut(0.5),
                    classifier())));
            network.init();
            Path file = directory.resolve(type + ".zip");
            network.save(file.toFile(), true);
            Dl4jModelFile model = Dl4jModelFile.read(file);
            Dl4jImport back = imported(model.configuration());
            List<LayerWeights> weights = model.weights(back.spec()).orElseThrow();
            Matrix inputs = Matrix.of(2, 3, 0.5, -1, 0.25, 1, 0, -0.5);
            Matrix expected = Dl4j.output(network, inputs);
            assertEquals(expected, Dl4j.function(back.spec(), weights).apply(inputs));
            assertEquals(
                    expected,
                    back.function(model.coefficients(back.spec(), weights)).apply(inputs));
        }
    }
}
