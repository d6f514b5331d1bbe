package dev.plumbline.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.Sample;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.SquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The uses of a network with DL4J's API: fit, clone, JSON, save and load. A build tests a third of the networks; the slow tests,
 * all.
 */
class Dl4jTests {

    @TempDir
    Path directory;

    /** Every part of a configuration, each at least once. */
    private static Stream<Experiment> experiments() {
        Set<Object> seen = new HashSet<>();
        Stream<Experiment> vocabulary = WholeVocabulary.networks()
                .filter(spec -> seen.add(spec.training().optimizer())
                        | seen.add(spec.precision() + "" + spec.loss()
                                + spec.data().isWeighted())
                        | seen.add(spec.layers().get(0).activation()))
                .map(WholeVocabulary::experiment);
        Stream<Experiment> samples =
                Stream.of(Precision.values()).flatMap(SampleNetworks::all).map(Experiment::of);
        return Stream.concat(vocabulary, samples);
    }

    @TestFactory
    Stream<DynamicTest> isTrainedCopiedAndSavedByDl4jAlone() {
        return experiments()
                .filter(Sample.oneIn(3))
                .map(experiment -> DynamicTest.dynamicTest(
                        experiment.spec().name(),
                        () -> UseOfDl4j.of(Dl4j.network(experiment), Dl4j.dataSet(experiment), directory)));
    }

    @Test
    void everyClassOfPlumblinesIsAmongThem() {
        Set<Dl4jReplacement> own = EnumSet.noneOf(Dl4jReplacement.class);
        experiments().forEach(experiment -> own.addAll(Dl4jReplacement.usedBy(experiment.spec())));
        assertEquals(EnumSet.allOf(Dl4jReplacement.class), own);
    }

    @TestFactory
    Stream<DynamicTest> fitTakesTheStepsOfPlumblinesTraining() {
        return experiments()
                .filter(Sample.oneIn(3))
                .filter(experiment -> experiment.spec().layers().stream()
                        .allMatch(layer -> layer.dropout().isEmpty()))
                .map(experiment -> DynamicTest.dynamicTest(experiment.spec().name(), () -> {
                    MultiLayerNetwork network = Dl4j.network(experiment);
                    HandWritten expected = new HandWritten(experiment);
                    for (var batch : experiment.batches()) {
                        network.setEpochCount(batch.epoch());
                        network.fit(Dl4j.dataSet(experiment.spec(), batch.inputs(), batch.targets(), batch.weights()));
                        expected.fit(batch);
                    }
                    assertArrayEquals(expected.parameters(), network.params().toDoubleVector());
                }));
    }

    @Test
    void dropoutIsDl4js() {
        Experiment experiment = Experiment.of(SampleNetworks.withOptions(Precision.F64));
        MultiLayerNetwork network = Dl4j.network(experiment);
        for (int i = 0; i < network.getnLayers(); i++) {
            assertInstanceOf(
                    Dropout.class, network.getLayer(i).conf().getLayer().getIDropout());
        }
    }

    @TestFactory
    Stream<DynamicTest> aConfigurationDrawsItsInitialWeightsByItself() {
        NetworkSpec square = Network.define(
                "square",
                net -> net.inputs(3)
                        .dense(3, new Tanh())
                        .init(new Initializer.Zeros())
                        .loss(new SquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1, 2, 3}}, new double[][] {{1, 2, 3}}));
        return Stream.of(
                        new Initializer.Ones(),
                        new Initializer.Constant(0.5),
                        new Initializer.Uniform(-1, 1),
                        new Initializer.Normal(0, 0.1),
                        new Initializer.GlorotUniform(),
                        new Initializer.GlorotNormal(),
                        new Initializer.HeUniform(),
                        new Initializer.HeNormal(),
                        new Initializer.LecunUniform(),
                        new Initializer.LecunNormal(),
                        new Initializer.TruncatedNormal(0, 0.1),
                        new Initializer.Orthogonal(1),
                        new Initializer.Identity())
                .map(init -> DynamicTest.dynamicTest(init.toString(), () -> {
                    MultiLayerConfiguration configuration =
                            Dl4j.configuration(Schema.with(square, "init", Optional.of(init)));
                    assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()));
                    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
                    network.init();
                    assertNotEquals(0, network.getParam("0_W").ameanNumber().doubleValue());
                }));
    }

    @Test
    void aConfigurationHoldsNoGivenWeights() {
        NetworkSpec given = Network.define(
                "given",
                net -> net.inputs(1)
                        .dense(1, new Tanh(), layer -> layer.bias(false))
                        .init(new Initializer.Given(List.of(List.of(0.25)), Optional.empty()))
                        .loss(new SquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1}}, new double[][] {{1}}));
        String message = assertThrows(IllegalArgumentException.class, () -> Dl4j.configuration(given))
                .getMessage();
        assertEquals(
                "the initial weights of layers[0] are given weights, which a configuration of DL4J cannot contain; "
                        + "Dl4j.network sets them",
                message);
        assertEquals(0.25, Dl4j.network(Experiment.of(given)).params().getDouble(0));
    }

    @Test
    void aConfigurationHoldsNothingThatNeedsAListener() {
        for (NetworkSpec spec : List.of(
                SampleNetworks.withNormOfNetwork(Precision.F64),
                SampleNetworks.withEpsilonOfNorms(Precision.F64),
                SampleNetworks.withPenaltiesPerBatch(Precision.F64))) {
            String message = assertThrows(IllegalArgumentException.class, () -> Dl4j.configuration(spec))
                    .getMessage();
            assertEquals(
                    "gradients that are normalized `per: network` or with an `epsilon`, and penalties that are "
                            + "`divided_by: batch`, need a listener, which a configuration of DL4J cannot contain; "
                            + "Dl4j.network adds it",
                    message);
        }
    }
}
