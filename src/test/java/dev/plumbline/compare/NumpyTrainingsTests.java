package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyValues;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * A third opinion on every optimizer, learning rate, option of a layer, activation and loss: trainings of some 25 steps in
 * plain NumPy, written by src/test/numpy/make_trainings.py, against the same ones of both engines.
 */
class NumpyTrainingsTests {
    private static final NumpyValues NUMPY = new NumpyValues("trainings.txt");

    /** Relative to a tensor's norm. */
    private static final double REFERENCE = 1e-13;

    /** The same for DL4J. */
    private static final double DL4J = 1e-12;

    @TestFactory
    Stream<DynamicTest> theReferenceTrainsAsNumpyDoes() {
        return trainings(new ReferenceEngine(), REFERENCE);
    }

    @TestFactory
    Stream<DynamicTest> dl4jTrainsAsNumpyDoes() {
        return trainings(new Dl4jEngine(), DL4J);
    }

    private static Stream<DynamicTest> trainings(Engine engine, double tolerance) {
        return NUMPY.namesBefore(" file").stream()
                .filter(name -> isKnown(NUMPY.text(name + " file")))
                .map(name -> DynamicTest.dynamicTest(name, () -> trainsAsNumpy(engine, name, tolerance)));
    }

    /** Optimizers, learning rates and weights of examples are no words yet. */
    private static boolean isKnown(String file) {
        return file.matches(".*\"optimizer\": .\"sgd\": .\"learning_rate\": [0-9].*")
                && file.split("learning_rate").length == 2
                && !file.matches(".*\"weights\": \\[[0-9].*");
    }

    private static void trainsAsNumpy(Engine engine, String name, double tolerance) {
        Experiment experiment =
                Experiment.of(YamlReader.read(NUMPY.text(name + " file"), name).spec());
        int layers = experiment.spec().layers().size();
        List<Executable> checks = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        try (Run run = engine.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace step = run.step(batch);
                losses.add(step.get(Quantity.LOSS, layers).orElseThrow().get(0, 0));
                boolean last = batch.step() == experiment.steps() - 1;
                if (batch.step() < 2 || last) {
                    String prefix = name + (last ? " final " : " step " + batch.step() + " ");
                    compareWeights(prefix, step, layers, tolerance, checks);
                }
            }
        }
        Matrix all = Matrix.row(losses.stream().mapToDouble(Double::doubleValue).toArray());
        compare(name + " losses", Optional.of(all), tolerance, checks);
        assertAll(checks);
    }

    private static void compareWeights(
            String prefix, StepTrace step, int layers, double tolerance, List<Executable> checks) {
        for (int l = 1; l <= layers; l++) {
            compare(prefix + "W" + l, step.get(Quantity.WEIGHTS, l), tolerance, checks);
            compare(prefix + "b" + l, step.get(Quantity.BIAS, l), tolerance, checks);
        }
    }

    /** Both have such a tensor, and the same one, or neither has. */
    private static void compare(String line, Optional<Matrix> actual, double tolerance, List<Executable> checks) {
        checks.add(() -> {
            Optional<Matrix> expected = NUMPY.has(line) ? Optional.of(NUMPY.matrix(line)) : Optional.empty();
            assertEquals(expected.map(Matrix::shape), actual.map(Matrix::shape), line);
            if (expected.isPresent()) {
                double distance = actual.orElseThrow().normOfDifference(expected.get());
                double norm = expected.get().norm();
                assertTrue(distance <= tolerance * norm, () -> line + ": " + distance / norm);
            }
        });
    }
}
