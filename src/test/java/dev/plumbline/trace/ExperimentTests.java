package dev.plumbline.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Network.TrainingPlan;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExperimentTests {
    private static final int EXAMPLES = 7;

    @Test
    void drawsTheTutorialsWeights() {
        List<LayerWeights> weights = Experiment.of(Tutorial.threeLayer(4, 1)).initialWeights();

        assertEquals("3×4", weights.get(0).weights().shape());
        assertEquals("4×1", weights.get(1).weights().shape());
        // Printed by: np.random.seed(1); print(2*np.random.random((3,4)) - 1); print(2*np.random.random((4,1)) - 1)
        assertEquals("""
                [[-0.16595599  0.44064899 -0.99977125 -0.39533485]
                 [-0.70648822 -0.81532281 -0.62747958 -0.30887855]
                 [-0.20646505  0.07763347 -0.16161097  0.370439  ]]""", weights.get(0).weights().toString());
        assertEquals("""
                [[-0.5910955 ]
                 [ 0.75623487]
                 [-0.94522481]
                 [ 0.34093502]]""", weights.get(1).weights().toString());
    }

    @Test
    void startsFromOtherWeightsWithTheSameBatches() {
        Experiment drawn = Experiment.of(network(
                training -> training.batchSize(3).epochs(2).shuffle(true), Precision.F32, new Initializer.HeNormal()));
        List<LayerWeights> weights = drawn.initialWeights().stream()
                .map(layer ->
                        new LayerWeights(layer.weights().plus(0.1), layer.bias().map(b -> b.plus(0.1))))
                .toList();

        Experiment other = drawn.startingFrom(weights);

        assertEquals(
                weights.get(0).weights().map(w -> (double) (float) w),
                other.initialWeights().get(0).weights());
        assertEquals(
                weights.get(1).bias().map(b -> b.map(each -> (double) (float) each)),
                other.initialWeights().get(1).bias());
        Iterator<Batch> batches = other.batches().iterator();
        drawn.batches()
                .forEach(batch -> assertEquals(batch.inputs(), batches.next().inputs()));
    }

    @Test
    void refusesWeightsOfAnotherShape() {
        Experiment drawn = Experiment.of(
                network(training -> training.batchSize(3).epochs(2), Precision.F64, new Initializer.HeNormal()));
        List<LayerWeights> withoutBiases = drawn.initialWeights().stream()
                .map(layer -> new LayerWeights(layer.weights(), Optional.empty()))
                .toList();

        assertEquals(
                "cannot start from W of 2×3 without b, W of 3×1 without b: this network has W of 2×3 and b of 1×3, W of"
                        + " 3×1 and b of 1×1",
                assertThrows(IllegalArgumentException.class, () -> drawn.startingFrom(withoutBiases))
                        .getMessage());
    }

    @Test
    void drawsLayerAfterLayerThenThePermutationsFromOneStream() {
        Experiment experiment = Experiment.of(network(
                training -> training.batchSize(3).epochs(2).shuffle(true), Precision.F64, new Initializer.HeNormal()));
        NumpyRandom numpy = new NumpyRandom(5);
        double[] first = numpy.normal(0, Math.sqrt(2.0 / 2), 2 * 3);
        double[] second = numpy.normal(0, Math.sqrt(2.0 / 3), 3);

        assertArrayEquals(first, experiment.initialWeights().get(0).weights().toRowMajor());
        assertArrayEquals(second, experiment.initialWeights().get(1).weights().toRowMajor());
        int[] orders = concat(numpy.permutation(EXAMPLES), numpy.permutation(EXAMPLES));
        assertArrayEquals(orders, examplesOf(experiment));
    }

    @Test
    void constantWeightsAndBiasesDrawNothing() {
        NetworkSpec spec = Network.define(
                "constants",
                net -> net.inputs(2)
                        .dense(2, new Sigmoid(), layer -> layer.init(new Initializer.Ones()))
                        .dense(2, new Sigmoid(), layer -> layer.init(new Initializer.Zeros()))
                        .dense(2, new Sigmoid(), layer -> layer.init(new Initializer.Constant(0.25)))
                        .dense(1, new Sigmoid(), layer -> layer.init(new Initializer.Uniform(-1, 1)))
                        .seed(5)
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1, 2}}, new double[][] {{1}}));

        List<LayerWeights> weights = Experiment.of(spec).initialWeights();

        assertEquals(Matrix.ones(2, 2), weights.get(0).weights());
        assertEquals(Matrix.zeros(2, 2), weights.get(1).weights());
        assertEquals(Matrix.full(2, 2, 0.25), weights.get(2).weights());
        assertArrayEquals(
                new NumpyRandom(5).uniform(-1, 1, 2), weights.get(3).weights().toRowMajor());
        assertEquals(Optional.of(Matrix.zeros(1, 2)), weights.get(0).bias());
    }

    @Test
    void fullBatchTrainingTakesAllExamplesInEachStep() {
        Experiment experiment = Experiment.of(network(training -> training.epochs(3)));

        assertEquals(3, experiment.steps());
        assertEquals(1, experiment.stepsPerEpoch());
        assertEquals(
                List.of("step 0 epoch 0 first of 7", "step 1 epoch 1 first of 7", "step 2 epoch 2 first of 7"),
                describe(experiment));
    }

    @Test
    void miniBatchesAreInOrderAndTheLastTakesTheRest() {
        Experiment experiment =
                Experiment.of(network(training -> training.batchSize(3).epochs(2)));

        assertEquals(6, experiment.steps());
        assertEquals(3, experiment.stepsPerEpoch());
        assertEquals(
                List.of(
                        "step 0 epoch 0 first of 3",
                        "step 1 epoch 0 of 3",
                        "step 2 epoch 0 of 1",
                        "step 3 epoch 1 first of 3",
                        "step 4 epoch 1 of 3",
                        "step 5 epoch 1 of 1"),
                describe(experiment));
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6}, examplesOf(experiment));
    }

    @Test
    void batchesThatFitExactlyLeaveNoRest() {
        Experiment experiment =
                Experiment.of(network(training -> training.batchSize(7).epochs(2)));

        assertEquals(List.of("step 0 epoch 0 first of 7", "step 1 epoch 1 first of 7"), describe(experiment));
    }

    @Test
    void aShuffledFullBatchIsPermutedToo() {
        Experiment experiment = Experiment.of(
                network(training -> training.batchSize(7).epochs(1).shuffle(true)));
        NumpyRandom numpy = new NumpyRandom(5);
        numpy.uniform(-1, 1, 9);

        assertArrayEquals(numpy.permutation(EXAMPLES), examplesOf(experiment));
    }

    @Test
    void batchesAreTheSameForInterleavedIterators() {
        Experiment experiment = Experiment.of(
                network(training -> training.batchSize(2).epochs(4).shuffle(true)));
        Iterator<Batch> one = experiment.batches().iterator();
        Iterator<Batch> other = experiment.batches().iterator();

        while (one.hasNext()) {
            assertEquals(one.next(), other.next());
        }
        assertEquals("the training is over", message(NoSuchElementException.class, other::next));
    }

    @Test
    void inF32DataAndWeightsAreRoundedOnce() {
        Experiment exact = Experiment.of(network(training -> training.epochs(1)));
        Experiment rounded =
                Experiment.of(network(training -> training.epochs(1), Precision.F32, new Initializer.Uniform(-1, 1)));

        assertEquals(exact.inputs().map(value -> (double) (float) value), rounded.inputs());
        assertEquals(exact.targets().map(value -> (double) (float) value), rounded.targets());
        for (int l = 0; l < 2; l++) {
            Matrix weights = exact.initialWeights().get(l).weights();
            assertEquals(
                    weights.map(value -> (double) (float) value),
                    rounded.initialWeights().get(l).weights());
        }
        assertTrue(rounded.inputs().normOfDifference(exact.inputs()) > 0);
    }

    @Test
    void refusesNumbersThatOverflowIn32Bits() {
        NetworkSpec spec = network(training -> training.epochs(1), Precision.F32, new Initializer.Constant(1e39));
        Matrix inputs = Matrix.full(1, 2, -3.5e38);

        assertEquals(
                "data.inputs: some inputs are too large for f32; allowed: numbers up to 3.4028235E38, or"
                        + " `precision: f64`",
                message(InvalidSpecException.class, () -> Experiment.of(spec, inputs, Matrix.ones(1, 1))));
        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "init: some initial weights of layer 1 are too large; allowed: numbers up to 3.4028235E38, or"
                                + " `precision: f64`",
                        "init: some initial weights of layer 2 are too large; allowed: numbers up to 3.4028235E38, or"
                                + " `precision: f64`"),
                message(InvalidSpecException.class, () -> Experiment.of(spec, Matrix.ones(1, 2), Matrix.ones(1, 1))));
    }

    @Test
    void refusesInitialWeightsThatOverflow() {
        NetworkSpec spec = Network.define(
                "large",
                net -> net.inputs(2)
                        .dense(1, new Sigmoid(), layer -> layer.init(new Initializer.Normal(1.7e308, 1e308)))
                        .seed(5)
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1, 2}}, new double[][] {{1}}));

        assertEquals(
                "layer 1, init: some initial weights of layer 1 are too large; allowed: smaller numbers",
                message(InvalidSpecException.class, () -> Experiment.of(spec)));
    }

    @Test
    void reportsAllProblemsOfTheDataAtOnce() {
        NetworkSpec spec = network(training -> training.batchSize(5).epochs(1));
        Matrix inputs = Matrix.full(3, 3, Double.NaN);
        Matrix targets = Matrix.full(4, 2, Double.POSITIVE_INFINITY);

        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "data.inputs: the data give 3 inputs, but `inputs` is 2; allowed: `inputs: 3`, or rows of 2",
                        "data.inputs: some inputs are not finite numbers; allowed: finite numbers",
                        "data.targets: rows of 2 targets for a network of 1; allowed: rows of 1",
                        "data.targets: some targets are not finite numbers; allowed: finite numbers",
                        "data: 4 rows of targets for 3 rows of inputs; allowed: one row of targets for each row of"
                                + " inputs",
                        "training.batch_size: batches of 5 examples for data of 3; allowed: at most 3, or `all`"),
                message(InvalidSpecException.class, () -> Experiment.of(spec, inputs, targets)));
    }

    @Test
    void batchesHaveTheWeightsOfTheirExamples() {
        double[] weights = {0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5};
        NetworkSpec plain = network(training -> training.epochs(2).batchSize(3).shuffle(true));
        DataSource.Inline data = (DataSource.Inline) plain.data();
        NetworkSpec weighted = Network.define(
                "weighted",
                net -> net.inputs(2)
                        .dense(1, new Sigmoid())
                        .init(new Initializer.Zeros())
                        .loss(plain.loss(), plain.reduction())
                        .training(
                                new Sgd(1),
                                training -> training.epochs(2).batchSize(3).shuffle(true))
                        .data(new DataSource.Inline(
                                data.inputs(),
                                data.targets(),
                                Optional.of(Arrays.stream(weights).boxed().toList()))));

        Experiment experiment = Experiment.of(weighted);

        assertEquals(Optional.of(Matrix.column(weights)), experiment.exampleWeights());
        for (Batch batch : experiment.batches()) {
            assertEquals(
                    batch.inputs().dot(Matrix.column(0, 1)).plus(0.5),
                    batch.weights().orElseThrow());
        }
        assertEquals(
                "data: the weights of the examples are missing; allowed: weights if and only if `data` has `weights`",
                message(
                        InvalidSpecException.class,
                        () -> Experiment.of(weighted, experiment.inputs(), experiment.targets())));
        assertEquals(
                "data: the examples have weights, but `data` has no `weights`; allowed: weights if and only if `data`"
                        + " has `weights`",
                message(
                        InvalidSpecException.class,
                        () -> Experiment.of(
                                plain, experiment.inputs(), experiment.targets(), experiment.exampleWeights())));
    }

    @Test
    void refusesDataInAFile() {
        NetworkSpec inline = network(training -> training.epochs(1));
        NetworkSpec spec = Network.define(
                "csv",
                net -> net.inputs(2)
                        .dense(1, new Sigmoid())
                        .init(new Initializer.Zeros())
                        .loss(inline.loss(), inline.reduction())
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new DataSource.Csv("xor.csv", List.of("a", "b"), List.of("c"), List.of(), ",")));

        assertEquals(
                "the data of csv are in a file, which must be read first",
                message(IllegalArgumentException.class, () -> Experiment.of(spec)));
        assertEquals(
                1, Experiment.of(spec, Matrix.ones(1, 2), Matrix.ones(1, 1)).steps());
    }

    private static String message(Class<? extends Exception> type, org.junit.jupiter.api.function.Executable call) {
        return String.valueOf(assertThrows(type, call).getMessage());
    }

    private static NetworkSpec network(Consumer<TrainingPlan> plan) {
        return network(plan, Precision.F64, new Initializer.Uniform(-1, 1));
    }

    /** A network 2 → 3 → 1 on seven examples, each with its number as its second input. */
    private static NetworkSpec network(Consumer<TrainingPlan> plan, Precision precision, Initializer init) {
        double[][] inputs = new double[EXAMPLES][];
        double[][] targets = new double[EXAMPLES][];
        for (int i = 0; i < EXAMPLES; i++) {
            inputs[i] = new double[] {0.1, i};
            targets[i] = new double[] {i / 10.0};
        }
        return Network.define(
                "small",
                net -> net.inputs(2)
                        .dense(3, new Sigmoid())
                        .dense(1, new Sigmoid())
                        .init(init)
                        .seed(5)
                        .precision(precision)
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), plan)
                        .data(inputs, targets));
    }

    private static List<String> describe(Experiment experiment) {
        List<String> batches = new ArrayList<>();
        for (Batch batch : experiment.batches()) {
            batches.add("step " + batch.step() + " epoch " + batch.epoch() + (batch.startsEpoch() ? " first" : "")
                    + " of " + batch.size());
        }
        return batches;
    }

    /** The indices of the examples of all batches, in order. Asserts that the targets belong to the inputs. */
    private static int[] examplesOf(Experiment experiment) {
        List<Integer> numbers = new ArrayList<>();
        for (Batch batch : experiment.batches()) {
            for (int i = 0; i < batch.size(); i++) {
                int number = (int) batch.inputs().get(i, 1);
                assertEquals(number / 10.0, batch.targets().get(i, 0));
                numbers.add(number);
            }
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] concat(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
