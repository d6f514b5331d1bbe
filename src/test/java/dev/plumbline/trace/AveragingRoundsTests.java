package dev.plumbline.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AveragingRoundsTests {

    @Test
    void workersTakeConsecutiveExamplesAndTheLastRoundIsDividedEvenly() {
        // 2 workers, 2 steps of 3 examples: rounds of 12, 12 and 5
        assertEquals(
                List.of(
                        "epoch 0: [0 1 2 | 3 4 5] [6 7 8 | 9 10 11]",
                        "epoch 0: [12 13 14 | 15 16 17] [18 19 20 | 21 22 23]",
                        "epoch 0: [24 25 26] [27 28]",
                        "epoch 1: [0 1 2 | 3 4 5] [6 7 8 | 9 10 11]",
                        "epoch 1: [12 13 14 | 15 16 17] [18 19 20 | 21 22 23]",
                        "epoch 1: [24 25 26] [27 28]"),
                rounds(experiment(29, 2, 2, 3)));
    }

    @Test
    void aWorkerWithoutExamplesIsLeftOut() {
        assertEquals(
                List.of("epoch 0: [0] [1] [2]", "epoch 0: [3]", "epoch 1: [0] [1] [2]", "epoch 1: [3]"),
                rounds(experiment(4, 3, 1, 1)));
    }

    @Test
    void theStepOfABatchCountsTheStepsOfItsWorker() {
        Experiment experiment = experiment(29, 2, 2, 3);
        AveragingRounds rounds = AveragingRounds.of(experiment).orElseThrow();
        List<List<Long>> steps = new ArrayList<>();
        for (Batch round : experiment.batches()) {
            steps.add(rounds.partsOf(round).get(0).stream().map(Batch::step).toList());
        }
        assertEquals(
                List.of(List.of(0L, 1L), List.of(2L, 3L), List.of(4L), List.of(5L, 6L), List.of(7L, 8L), List.of(9L)),
                steps);
    }

    @Test
    void masksAndWeightsGoWithTheirExamples() {
        Matrix numbers = Matrix.column(0, 1, 2, 3, 4);
        Batch round = new Batch(
                0, 0, true, numbers, numbers, Optional.of(numbers), List.of(Optional.of(numbers), Optional.empty()));
        List<List<Batch>> parts =
                AveragingRounds.of(experiment(5, 2, 1, 3)).orElseThrow().partsOf(round);
        assertEquals(2, parts.size());
        for (List<Batch> part : parts) {
            for (Batch batch : part) {
                assertEquals(batch.inputs(), batch.targets());
                assertEquals(Optional.of(batch.inputs()), batch.weights());
                assertEquals(Optional.of(batch.inputs()), batch.mask(1));
                assertTrue(batch.mask(2).isEmpty());
            }
        }
    }

    private static List<String> rounds(Experiment experiment) {
        AveragingRounds rounds = AveragingRounds.of(experiment).orElseThrow();
        List<String> all = new ArrayList<>();
        for (Batch round : experiment.batches()) {
            StringBuilder line = new StringBuilder("epoch " + round.epoch() + ":");
            for (List<Batch> part : rounds.partsOf(round)) {
                line.append(" [")
                        .append(String.join(
                                " | ",
                                part.stream().map(AveragingRoundsTests::numbers).toList()))
                        .append("]");
            }
            all.add(line.toString());
        }
        return all;
    }

    private static String numbers(Batch batch) {
        return String.join(
                " ",
                Arrays.stream(batch.inputs().toRowMajor())
                        .mapToObj(number -> Integer.toString((int) number))
                        .toList());
    }

    private static Experiment experiment(int examples, int workers, int frequency, int batch) {
        double[][] numbers =
                IntStream.range(0, examples).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        NetworkSpec spec = Network.define(
                "numbers",
                net -> net.inputs(1)
                        .dense(1, new Activation.Identity())
                        .init(new dev.plumbline.spec.Initializer.Zeros())
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .training(
                                new Optimizer.Sgd(0.1),
                                plan -> plan.epochs(2)
                                        .distributed(new Distributed(workers, frequency, Optional.of(batch), true)))
                        .data(numbers, numbers));
        return Experiment.of(spec);
    }
}
