package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss.AbsoluteError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import org.junit.jupiter.api.Test;

/** Trainings that reach numbers outside the range of f32: neither engine is wrong. */
class BeyondF32Tests {
    private final DifferentialTester trials = new DifferentialTester(new ReferenceEngine(), new Dl4jEngine());

    /**
     * Both engines take the learning rate in f32, where it is infinite; its product with a gradient of 0 is NaN on either
     * side.
     */
    @Test
    void aLearningRateIsInfinite() {
        LearningRate rate = new LearningRate.Exponential(1, 38_000, LearningRate.ScheduleUnit.STEP);

        FuzzResult trial = trials.of(network(0, new Sgd(rate), 10, new Identity()));

        assertEquals(FuzzResult.Outcome.FAILS_ON_BOTH, trial.outcome(), trial.message());
    }

    /** softsign(∞) is NaN, and relu6 maps NaN to one of its bounds. */
    @Test
    void anInfinityIsHiddenWhereOnlyOutputsAreSeen() {
        FuzzResult trial = trials.of(
                network(1, new Sgd(1e25), 1, new Activation.Softsign(), new Activation.Relu6(), new Identity()));

        assertEquals(FuzzResult.Outcome.BEYOND_F32, trial.outcome(), trial.message());
        assertTrue(Double.isFinite(trial.firstDifference().orElseThrow().actual()), trial.message());
    }

    private static NetworkSpec network(double input, Sgd optimizer, int epochs, Activation... activations) {
        return Network.define("beyond f32", net -> {
            net.inputs(1).dense(1, new Identity(), layer -> layer.bias(false));
            for (Activation activation : activations) {
                net.dense(1, activation, layer -> layer.bias(false));
            }
            net.init(new Initializer.Ones())
                    .precision(Precision.F32)
                    .loss(new AbsoluteError(), Reduction.SUM)
                    .training(optimizer, training -> training.epochs(epochs))
                    .data(new double[][] {{input}}, new double[][] {{0}});
        });
    }
}
