package dev.plumbline.data.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.preparation.PreparedExamples;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyValues;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.trace.Experiment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The numbers read from files, and their rounding, are those of NumPy, bit for bit: src/test/numpy/make_data.py. */
class NumpyDataTests {
    private static final NumpyValues NUMPY = new NumpyValues("data.txt");
    private static final Path DIRECTORY = Path.of("src/test/resources/numpy/data");

    @Test
    void numbersOfATableAreNumpys() {
        DataSource table =
                new DataSource.Csv("table.csv", List.of("c", "a"), List.of("b"), Optional.of("w"), List.of(), ",");

        Dataset read = Datasets.read(table, DIRECTORY, 1);

        assertEquals(NUMPY.matrix("table inputs"), read.inputs());
        assertEquals(NUMPY.matrix("table target"), read.targets());
        assertEquals(Optional.of(NUMPY.matrix("table weights")), read.weights());
    }

    @Test
    void classesOfATableAreNumpys() {
        assertEquals(
                NUMPY.matrix("table kinds"),
                classes("kind", 3, "setosa", "versicolor", "virginica").targets());
        assertEquals(
                NUMPY.matrix("table sides"), classes("side", 1, "left", "right").targets());
    }

    private static Dataset classes(String column, int outputs, String... names) {
        return Datasets.read(
                new DataSource.Csv("table.csv", List.of("a"), List.of(column), List.of(names), ","),
                DIRECTORY,
                outputs);
    }

    @Test
    void imagesAndLabelsAreNumpys() {
        Dataset images = Datasets.read(new DataSource.Idx("images.gz", "labels.idx", 5, 255), DIRECTORY, 5);
        Dataset floats = Datasets.read(new DataSource.Idx("floats.idx", "labels.idx", 5, 3), DIRECTORY, 5);

        assertEquals(NUMPY.matrix("images"), images.inputs());
        assertEquals(NUMPY.matrix("labels"), images.targets());
        assertEquals(NUMPY.matrix("floats"), floats.inputs());
    }

    @Test
    void imagesAndLabelsAreHeldOutInFilesOfTheirOwn() {
        PreparedExamples examples = heldOut("images.gz", "labels.idx");
        Dataset validation = examples.validation().orElseThrow();

        assertEquals(NUMPY.matrix("images"), examples.training().inputs());
        assertEquals(NUMPY.matrix("images"), validation.inputs());
        assertEquals(NUMPY.matrix("labels"), validation.targets());
        assertEquals(List.of("validation.targets"), placesOfProblems("images.gz", "images.gz"));
        assertEquals(List.of("validation.file"), placesOfProblems("floats.idx", "labels.idx")); // of another width
    }

    private static List<String> placesOfProblems(String inputs, String labels) {
        return assertThrows(InvalidSpecException.class, () -> heldOut(inputs, labels)).problems().stream()
                .map(Problem::path)
                .toList();
    }

    private static PreparedExamples heldOut(String inputs, String labels) {
        Validation validation = new Validation(
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(inputs),
                Optional.of(labels),
                Optional.empty(),
                Optional.empty());
        DataSource source = new DataSource.Idx("images.gz", "labels.idx", 5, 255);
        return new ExamplesReader(source, DIRECTORY, 5, Optional.empty(), Optional.of(validation), 1).read();
    }

    @Test
    void weightsInFilesAreNumpys() {
        Matrix second = NUMPY.matrix("W2");

        assertEquals(
                Map.of("W1", NUMPY.matrix("W1"), "W2", second),
                WeightFiles.read(
                        network(
                                new Initializer.Npz("weights.npz", Optional.empty()),
                                new Initializer.Npz("weights.npz", Optional.empty())),
                        DIRECTORY));
        assertEquals(
                Map.of("W2", second),
                WeightFiles.read(network(new Initializer.Ones(), new Initializer.Npy("weights.npy")), DIRECTORY));
    }

    private static NetworkSpec network(Initializer first, Initializer second) {
        return Network.define(
                "files",
                net -> net.inputs(2)
                        .dense(3, new Identity(), layer -> layer.init(first))
                        .dense(5, new Identity(), layer -> layer.init(second))
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1, 2}}, new double[1][5]));
    }

    @Test
    void inF32WhatIsHandedOverIsRoundedAsNumpyRounds() {
        Matrix inputs = NUMPY.matrix("X");
        Matrix targets = NUMPY.matrix("Y");
        Experiment experiment = Experiment.of(Network.define(
                "rounded",
                net -> net.inputs(2)
                        .dense(1, new Identity(), layer -> layer.biasInit(0.1))
                        .init(new Initializer.Uniform(-1, 1))
                        .seed(4)
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .precision(Precision.F32)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(inputs.toArray(), targets.toArray())));

        assertEquals(NUMPY.matrix("X in f32"), experiment.inputs());
        assertEquals(NUMPY.matrix("Y in f32"), experiment.targets());
        assertEquals(
                NUMPY.matrix("W in f32"), experiment.initialWeights().get(0).weights());
        assertEquals(
                Optional.of(NUMPY.matrix("bias in f32")),
                experiment.initialWeights().get(0).bias());
    }
}
