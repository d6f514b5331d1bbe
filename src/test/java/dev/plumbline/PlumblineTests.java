package dev.plumbline;

import static dev.plumbline.NetworkWords.adam;
import static dev.plumbline.NetworkWords.halfSquaredError;
import static dev.plumbline.NetworkWords.heNormal;
import static dev.plumbline.NetworkWords.sgd;
import static dev.plumbline.NetworkWords.sigmoid;
import static dev.plumbline.NetworkWords.tanh;
import static dev.plumbline.NetworkWords.uniform;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.DataException;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.UseOfDl4j;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class PlumblineTests {
    private static final double[][] X = {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}};
    private static final double[][] Y = {{0}, {1}, {1}, {0}};

    private static final Plumbline XOR = Plumbline.network(
            "xor",
            net -> net.inputs(3)
                    .defaults(layer -> layer.activation(sigmoid()).bias(false))
                    .dense(5)
                    .dense(1)
                    .init(uniform(-1, 1))
                    .loss(halfSquaredError(), Reduction.SUM)
                    .training(sgd(1), 100)
                    .data(X, Y)
                    .report(50, Metric.LOSS, Metric.MEAN_ABSOLUTE_ERROR));

    @TempDir
    Path directory;

    /** Every network in configs, in the hands of a user of DL4J. */
    @TestFactory
    Stream<DynamicTest> everyFileBecomesANetworkOfDl4js() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("configs"))) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
                    Plumbline network = Plumbline.read(file);
                    UseOfDl4j.of(Dl4j.network(network.experiment()), Dl4j.dataSet(network.experiment()), directory);
                }));
    }

    @Test
    void aFileIsTrainedAndCheckedInALine() throws IOException {
        Plumbline network = Plumbline.read(Path.of("configs/weighted-line.yaml"));
        TrainedNetwork trained = network.train();

        assertEquals(trained.outputs(), trained.predict(network.experiment().inputs()));
        assertEquals(network.spec().reportEvery(), trained.history().get(1).epoch());
    }

    @Test
    void aTrainingLeavesANetworkOfDl4jsToKeep() throws IOException {
        TrainedNetwork trained = XOR.train();
        MultiLayerNetwork network = trained.network();
        Path file = directory.resolve("xor.zip");
        network.save(file.toFile());
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file.toFile(), false);

        double[] outputs = trained.outputs().toRowMajor();
        assertArrayEquals(outputs, network.output(Nd4j.create(X)).toDoubleVector());
        assertArrayEquals(outputs, loaded.output(Nd4j.create(X)).toDoubleVector());
        assertEquals(trained.outputs(), trained.predict(Matrix.of(X)));
        assertEquals(
                trained.loss(), trained.evaluate(Matrix.of(X), Matrix.of(Y)).loss());
    }

    @Test
    void aTrainedNetworkIsSavedWithItsPreparationAndItsClasses() throws IOException {
        Path file = directory.resolve("iris.zip");
        TrainedNetwork trained = Plumbline.read(Path.of("configs/iris.yaml")).train();
        trained.save(file);
        SavedNetwork saved = SavedNetwork.read(file);

        assertTrue(trained.validation().orElseThrow().metric(Metric.ACCURACY) >= 0.95);
        assertEquals(List.of("setosa", "virginica"), saved.classes(Matrix.of(new double[][] {
            {5.1, 3.5, 1.4, 0.2}, {6.7, 3.3, 5.7, 2.5}
        })));
        assertEquals(trained.weights(), saved.weights());
        assertEquals(trained.spec(), saved.spec());
    }

    @Test
    void aTrainingTellsItsMetrics() {
        TrainedNetwork trained = XOR.train();

        assertEquals(
                List.of(0, 50, 100),
                trained.history().stream().map(Trainer.EpochMetrics::epoch).toList());
        assertEquals(3, trained.history(Metric.MEAN_ABSOLUTE_ERROR).size());
        assertEquals(trained.loss(), trained.history(Metric.LOSS).get(2));
        assertTrue(trained.failure().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> trained.history(Metric.ACCURACY));
    }

    @Test
    void eachObjectSaysWhatItIs() throws IOException {
        assertEquals("xor: 3 → 5 sigmoid → 1 sigmoid", XOR.toString());
        TrainedNetwork trained = XOR.train();
        String text = trained.toString();
        assertTrue(text.startsWith("xor: 3 → 5 sigmoid → 1 sigmoid, trained to a loss of 0."), text);
        trained.save(directory.resolve("model.zip"));
        assertEquals(
                XOR.toString(),
                SavedNetwork.read(directory.resolve("model.zip")).toString());
        assertEquals("DL4J: AGREES, 100 of 100 steps compared", XOR.check().toString());
    }

    @Test
    void aTrainingThatExplodesSaysSo() {
        TrainedNetwork exploded = Plumbline.network(
                        "exploding",
                        net -> net.inputs(3)
                                .defaults(layer -> layer.activation(new Activation.Identity())
                                        .bias(false))
                                .dense(5)
                                .dense(1)
                                .init(uniform(-1, 1))
                                .loss(halfSquaredError(), Reduction.SUM)
                                .training(sgd(1e9), 100)
                                .data(X, Y))
                .train();
        assertEquals(Trainer.End.NOT_FINITE, exploded.end());
        String text = exploded.toString();
        assertTrue(text.matches("exploding: 3 → 5 identity → 1 identity, step \\d+, layer \\d, .* is .*"), text);
    }

    @Test
    void bothEnginesEndWithTheSameWeights() {
        assertTrue(XOR.check().agrees());
        TrainedNetwork reference = XOR.train(new ReferenceEngine(), new Trainer.Listener() {});
        assertTrue(reference
                        .weights()
                        .get(0)
                        .weights()
                        .maxAbsDifference(XOR.train().weights().get(0).weights())
                < 1e-12);
    }

    @Test
    void rowsMustHaveTheWidthOfTheTrainings() {
        TrainedNetwork trained = XOR.train();

        assertEquals(
                "the rows have 4 columns, and the network was trained on 3: 1, 2, 3",
                assertThrows(DataException.class, () -> trained.predict(Matrix.zeros(2, 4)))
                        .getMessage());
        assertEquals(
                "the targets have 2 columns; allowed: 1, one per output: output",
                assertThrows(DataException.class, () -> trained.evaluate(Matrix.of(X), Matrix.zeros(4, 2)))
                        .getMessage());
        assertEquals(
                "the outputs of xor are not classes",
                assertThrows(IllegalStateException.class, () -> trained.classes(Matrix.of(X)))
                        .getMessage());
    }

    @Test
    void aWrongFileIsToldWithItsLines() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Plumbline.read(Path.of("src/test/resources/readme/typo.yaml")))
                .getMessage();
        assertTrue(message.contains("did you mean `activation`?"), message);
    }

    @Test
    void layersShareDefaultsAndReplaceThem() {
        NetworkSpec spec = Network.define(
                "defaults",
                net -> net.inputs(3)
                        .defaults(layer -> layer.activation(tanh()).init(heNormal()))
                        .dense(4)
                        .dense(1, sigmoid(), layer -> layer.init(uniform(-1, 1)))
                        .loss(halfSquaredError(), Reduction.SUM)
                        .training(adam(0.01), 10)
                        .data(X, Y));

        assertEquals(new Activation.Tanh(), spec.layers().get(0).activation());
        assertEquals(new Activation.Sigmoid(), spec.layers().get(1).activation());
        assertEquals(new Initializer.Uniform(-1, 1), spec.initOf(1));
        assertEquals(Optimizer.Adam.of(0.01), spec.training().optimizer());
    }
}
