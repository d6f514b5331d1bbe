package dev.plumbline.compare;

import dev.plumbline.NetworkWords;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import java.util.List;
import java.util.Optional;

/** Small trainings by several workers. */
public final class AveragingNetworks {
    /** What is averaged: nothing but weights, a velocity, and two moments whose correction counts the steps. */
    public static final List<Optimizer> OPTIMIZERS =
            List.of(NetworkWords.sgd(0.1), NetworkWords.momentum(0.05), NetworkWords.adam(0.02));

    /** The number of examples; no number of workers and steps below divides it. */
    public static final int EXAMPLES = 37;

    private AveragingNetworks() {}

    /** A network of two layers on 37 examples, with dropout and shuffled, for three epochs. */
    public static Experiment of(Optimizer optimizer, int workers, int frequency, Precision precision) {
        return of(
                optimizer,
                precision,
                EXAMPLES,
                true,
                Optional.of(new Distributed(workers, frequency, Optional.empty(), true)),
                4);
    }

    /** The same for two workers and without dropout. */
    public static Experiment plain(Optimizer optimizer, Precision precision) {
        return of(optimizer, precision, EXAMPLES, false, Optional.of(new Distributed(2, 1, Optional.empty(), true)), 4);
    }

    /** The same with these examples and workers. */
    static Experiment of(
            Optimizer optimizer,
            Precision precision,
            int examples,
            boolean drops,
            Optional<Distributed> distributed,
            int batch) {
        NumpyRandom random = new NumpyRandom(7);
        double[][] inputs = rows(random, examples, 5);
        double[][] targets = rows(random, examples, 2);
        return Experiment.of(Network.define(
                "averaged",
                net -> net.inputs(5)
                        .dense(6, new Activation.Tanh())
                        .dense(2, new Activation.Sigmoid(), layer -> {
                            if (drops) {
                                layer.dropout(0.25);
                            }
                        })
                        .init(new Initializer.GlorotUniform())
                        .precision(precision)
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .training(optimizer, plan -> {
                            plan.epochs(3).batchSize(batch).shuffle(true);
                            distributed.ifPresent(plan::distributed);
                        })
                        .data(inputs, targets)));
    }

    private static double[][] rows(NumpyRandom random, int rows, int columns) {
        double[][] all = new double[rows][];
        for (int i = 0; i < rows; i++) {
            all[i] = random.random(columns);
        }
        return all;
    }
}
