package dev.plumbline.reference;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.math.NumpyValues;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole trainings in plain NumPy, written by src/test/numpy/make_runs.py, compared with the same trainings of the
 * reference.
 */
class NumpyRunsTests {
    private static final NumpyValues NUMPY = new NumpyValues("runs.txt");

    /**
     * A unit in the last place: uniform weights have equal bits; normal ones rarely differ in the last bit, where the
     * logarithms of Java and C differ.
     */
    private static final double INITIAL = 0x1p-52;

    /**
     * Relative to the norm of a tensor, also after some hundred steps. NumPy multiplies matrices with fused
     * multiply-adds in its own order, and its exp and tanh differ from Java's in the last digit, depending on the
     * processor. Two fifths of the tensors here have equal bits; the largest difference is 1.6e-15.
     */
    private static final double TRAINED = 1e-14;

    /**
     * The same for the loss of a trained network. It consists of squares of ŷ − y, then a few thousandths, so it loses
     * as many digits. With the tanh of Java 25 the largest difference is 5e-14.
     */
    private static final double TRAINED_LOSS = 1e-12;

    @ParameterizedTest
    @ValueSource(
            strings = {"sigmoid", "biases", "batches", "shuffled", "summed", "single", "symmetric", "deep", "wide"})
    void trainsAsNumpyDoes(String name) {
        Experiment experiment = experiment(name);
        List<Executable> checks = new ArrayList<>();
        for (int l = 1; l <= experiment.initialWeights().size(); l++) {
            Matrix drawn = experiment.initialWeights().get(l - 1).weights();
            compare(name + " initial W" + l, drawn, INITIAL, checks);
        }
        try (Run run = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                compareStep(name, run.step(batch), checks);
            }
            compareFinal(name, run, experiment, checks);
        }
        assertEquals(NUMPY.number(name + " steps"), experiment.steps());
        assertAll(checks);
    }

    private static void compareStep(String name, StepTrace step, List<Executable> checks) {
        String prefix = name + " step " + step.step() + " ";
        if (!NUMPY.has(prefix + "loss")) {
            return;
        }
        for (Key key : step.keys()) {
            String symbol = key.quantity().symbol();
            String line = prefix + (symbol.equals("loss") ? symbol : symbol + key.layer());
            compare(line, step.get(key).orElseThrow(), TRAINED, checks);
        }
    }

    private static void compareFinal(String name, Run run, Experiment experiment, List<Executable> checks) {
        List<LayerWeights> weights = run.weights();
        for (int l = 1; l <= weights.size(); l++) {
            compare(name + " final W" + l, weights.get(l - 1).weights(), TRAINED, checks);
            String bias = name + " final b" + l;
            weights.get(l - 1).bias().ifPresent(b -> compare(bias, b, TRAINED, checks));
        }
        Evaluation after = run.evaluate(experiment.inputs(), experiment.targets());
        compare(name + " final outputs", after.outputs(), TRAINED, checks);
        compare(name + " final loss", Matrix.full(1, 1, after.loss()), TRAINED_LOSS, checks);
    }

    private static void compare(String line, Matrix actual, double tolerance, List<Executable> checks) {
        checks.add(() -> {
            Matrix expected = NUMPY.matrix(line);
            assertEquals(expected.shape(), actual.shape(), line);
            MatrixDifference difference = actual.differenceFrom(expected);
            assertTrue(difference.norm() <= tolerance * difference.expectedNorm(), () -> line + " " + difference);
        });
    }

    private static Experiment experiment(String name) {
        String[] run = NUMPY.text(name + " run").split(" ");
        Matrix inputs = NUMPY.matrix(name + " X");
        Matrix targets = NUMPY.matrix(name + " Y");
        NetworkSpec spec = Network.define(name, net -> {
            net.inputs(inputs.columns());
            for (String layer : NUMPY.text(name + " layers").split(" ")) {
                String[] parts = layer.split(",");
                net.dense(
                        Integer.parseInt(parts[0]),
                        Words.named(Activation.class, parts[1]),
                        dense -> dense.bias(Boolean.parseBoolean(parts[2]))
                                .init(Words.named(Initializer.class, parts[3])));
            }
            net.seed(Long.parseLong(run[0]))
                    .loss(Words.named(Loss.class, run[1]), Reduction.valueOf(run[2].toUpperCase(Locale.ROOT)))
                    .training(
                            new Optimizer.Sgd(Double.parseDouble(run[3])),
                            training -> training.batchSize(Integer.parseInt(run[4]))
                                    .epochs(Integer.parseInt(run[5]))
                                    .shuffle(Boolean.parseBoolean(run[6])))
                    .data(inputs.toArray(), targets.toArray());
        });
        return Experiment.of(spec);
    }
}
