package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyValues;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.glossary.Dl4jReplacement;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.MultipleFailuresError;

/**
 * An independent computation for every optimizer, learning rate, layer option, activation and loss: trainings of about
 * 25 steps in plain NumPy, written by src/test/numpy/make_trainings.py, compared with the same trainings of both
 * engines.
 */
class NumpyTrainingsTests {
    private static final NumpyValues NUMPY = new NumpyValues("trainings.txt");

    private static final List<Quantity> STATE_OF_WEIGHTS =
            List.of(Quantity.WEIGHT_STATE_1, Quantity.WEIGHT_STATE_2, Quantity.WEIGHT_STATE_3);
    private static final List<Quantity> STATE_OF_BIAS =
            List.of(Quantity.BIAS_STATE_1, Quantity.BIAS_STATE_2, Quantity.BIAS_STATE_3);

    /** A mistake this large in the updates of one layer must not pass. */
    private static final double PLANTED = 1e-8;

    /**
     * The largest relative distance from NumPy, as a multiple of NumPy's own distance after a perturbation of the
     * initial weights by the last digit: more than rounding explains. It applies if it is more than the following two.
     * Nadam's first steps are so long that the worst training moves by 9.4e-13, the median one by 1.4e-15.
     */
    private static final double SPREADS = 10;

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
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> assertAll(checks(engine.start(experiment(name)), name, tolerance))));
    }

    @TestFactory
    Stream<DynamicTest> anUpdateThatIsOffByLittleIsCaught() {
        return NUMPY.namesBefore(" file").stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Engine wrong = new TamperedReference(
                            "wrong",
                            key -> key.quantity() == Quantity.WEIGHT_UPDATE && key.layer() == 1,
                            update -> update.times(1 + PLANTED));
                    List<Executable> checks = checks(wrong.start(experiment(name)), name, REFERENCE);

                    assertThrows(MultipleFailuresError.class, () -> assertAll(checks));
                }));
    }

    private static Experiment experiment(String name) {
        return Experiment.of(YamlReader.read(NUMPY.text(name + " file"), name).spec());
    }

    /** If DL4J runs a class of Plumbline, a comparison of both engines compares Plumbline with itself. */
    @Test
    void everyOwnDl4jClassHasATrainingInNumpy() {
        List<Dl4jReplacement> witnessed = NUMPY.namesBefore(" file").stream()
                .flatMap(name -> Dl4jReplacement.usedBy(experiment(name).spec()).stream())
                .distinct()
                .sorted()
                .toList();

        assertEquals(List.of(Dl4jReplacement.values()), witnessed);
    }

    /** The checks of a run. */
    private static List<Executable> checks(Run of, String name, double least) {
        Experiment experiment = experiment(name);
        int layers = experiment.spec().layers().size();
        double tolerance =
                Math.max(least, SPREADS * NUMPY.matrix(name + " spread").get(0, 0));
        List<Executable> checks = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        try (Run run = of) {
            for (Batch batch : experiment.batches()) {
                StepTrace step = run.step(batch);
                losses.add(step.get(Quantity.LOSS, layers).orElseThrow().get(0, 0));
                boolean last = batch.step() == experiment.steps() - 1;
                if (batch.step() < 2 || last) {
                    String prefix = name + (last ? " final " : " step " + batch.step() + " ");
                    compareWeights(prefix, step, layers, tolerance, checks);
                }
                if (last) {
                    compareState(name, step, layers, tolerance, checks);
                }
            }
        }
        Matrix all = Matrix.row(losses.stream().mapToDouble(Double::doubleValue).toArray());
        compare(name + " losses", Optional.of(all), tolerance, checks);
        return checks;
    }

    private static void compareWeights(
            String prefix, StepTrace step, int layers, double tolerance, List<Executable> checks) {
        for (int l = 1; l <= layers; l++) {
            compare(prefix + "W" + l, step.get(Quantity.WEIGHTS, l), tolerance, checks);
            compare(prefix + "b" + l, step.get(Quantity.BIAS, l), tolerance, checks);
        }
    }

    /** Compares the optimizer state after the last step. */
    private static void compareState(
            String name, StepTrace step, int layers, double tolerance, List<Executable> checks) {
        for (int l = 1; l <= layers; l++) {
            for (int k = 0; k < STATE_OF_WEIGHTS.size(); k++) {
                String prefix = name + " final state " + (k + 1) + " of ";
                compare(prefix + "W" + l, step.get(STATE_OF_WEIGHTS.get(k), l), tolerance, checks);
                compare(prefix + "b" + l, step.get(STATE_OF_BIAS.get(k), l), tolerance, checks);
            }
        }
    }

    /** Both sides have the tensor and agree, or neither has it. */
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
