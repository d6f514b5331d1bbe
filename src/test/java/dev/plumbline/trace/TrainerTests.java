package dev.plumbline.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.EarlyStopping;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerTests {
    private static final int EPOCHS = 40;
    private static final double[][] X = {{0}, {1}, {2}, {3}};
    private static final double[][] Y = {{1}, {3}, {5}, {7}};

    /** A line y = 2x + 1, whose validation examples lie on another one, so that a longer training makes them worse. */
    private static Experiment experiment(Optional<EarlyStopping> rule) {
        return Experiment.of(Network.define(
                "line",
                net -> net.inputs(1)
                        .dense(1, layer -> layer.activation(new Activation.Identity()))
                        .init(new Initializer.Zeros())
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .training(new Optimizer.Sgd(new LearningRate.Constant(0.02)), plan -> {
                            plan.epochs(EPOCHS);
                            rule.ifPresent(plan::earlyStopping);
                        })
                        .data(X, Y)
                        .report(1, Metric.LOSS)));
    }

    private static ValidationSet worse() {
        return new ValidationSet(Matrix.column(1, 2), Matrix.column(1.5, 2.5), Optional.empty());
    }

    private static Trainer.Result train(EarlyStopping rule, Checkpoints checkpoints) {
        return new Trainer(new ReferenceEngine(), Optional.of(worse()), checkpoints)
                .run(experiment(Optional.of(rule)), new Trainer.Listener() {});
    }

    private static EarlyStopping rule(int patience, boolean restores) {
        return new EarlyStopping(Metric.LOSS, patience, 0, Optional.empty(), restores);
    }

    @Test
    void theLinesHaveTheMetricsOfBothParts() {
        Trainer.Result result = new Trainer(new ReferenceEngine(), Optional.of(worse()), Checkpoints.NONE)
                .run(experiment(Optional.empty()), new Trainer.Listener() {});
        Trainer.EpochMetrics first = result.lines().get(0);
        assertEquals(List.of(21.0), first.metrics()); // (1 + 9 + 25 + 49) / 4 at weights of 0
        assertEquals(List.of(4.25), first.validation()); // (1.5² + 2.5²) / 2
        assertEquals(EPOCHS + 1, result.lines().size());
        assertEquals(Trainer.End.COMPLETE, result.end());
    }

    @Test
    void endsWhenTheValidationPartGetsNoBetterAndRestoresTheBestWeights() {
        Trainer.Result full = new Trainer(new ReferenceEngine(), Optional.of(worse()), Checkpoints.NONE)
                .run(experiment(Optional.empty()), new Trainer.Listener() {});
        int best = 0;
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            if (validation(full, epoch) < validation(full, best)) {
                best = epoch;
            }
        }
        assertTrue(best > 0 && best < EPOCHS - 3, "the best epoch is " + best);

        Trainer.Result early = train(rule(3, true), Checkpoints.NONE);
        assertEquals(Trainer.End.NO_IMPROVEMENT, early.end());
        assertEquals(best + 3, early.steps());
        assertEquals(Optional.of(best), early.bestEpoch());
        assertEquals(validation(full, best), early.validation().orElseThrow().loss());

        Trainer.Result last = train(rule(3, false), Checkpoints.NONE);
        assertEquals(Optional.empty(), last.bestEpoch());
        assertEquals(validation(full, best + 3), last.validation().orElseThrow().loss());
    }

    private static double validation(Trainer.Result result, int epoch) {
        return result.lines().get(epoch).validation().get(0);
    }

    @Test
    void endsAtItsTarget() {
        Trainer.Result result = train(new EarlyStopping(Metric.LOSS, 30, 0, Optional.of(2.0), true), Checkpoints.NONE);
        assertEquals(Trainer.End.TARGET, result.end());
        assertTrue(validation(result, (int) result.steps()) <= 2.0);
        assertTrue(validation(result, (int) result.steps() - 1) > 2.0);
    }

    @Test
    void aSmallerChangeThanMinDeltaIsNoImprovement() {
        Trainer.Result result = train(new EarlyStopping(Metric.LOSS, 2, 1e6, Optional.empty(), true), Checkpoints.NONE);
        assertEquals(3, result.steps()); // the first epoch is the best so far, whatever it is
    }

    @Test
    void goesOnFromEveryStepAsIfItHadNeverStopped() {
        for (boolean restores : new boolean[] {true, false}) {
            List<TrainingProgress> saved = new ArrayList<>();
            Trainer.Result whole = train(rule(3, restores), new Checkpoints() {
                @Override
                public boolean isDue(long steps, boolean endsEpoch) {
                    return true;
                }

                @Override
                public void save(TrainingProgress progress) {
                    saved.add(progress);
                }
            });
            assertEquals(whole.steps(), saved.size());
            for (TrainingProgress progress : saved) {
                Trainer.Result rest = train(rule(3, restores), new Checkpoints() {
                    @Override
                    public Optional<TrainingProgress> start() {
                        return Optional.of(progress);
                    }
                });
                String what = "from step " + progress.steps();
                assertEquals(whole.weights(), rest.weights(), what);
                assertEquals(whole.lines(), rest.lines(), what);
                assertEquals(whole.bestEpoch(), rest.bestEpoch(), what);
                assertEquals(whole.steps(), rest.steps(), what);
                assertEquals(whole.end(), rest.end(), what);
            }
        }
    }

    @Test
    void stopsOnRequestAfterSavingItsProgress() {
        List<TrainingProgress> saved = new ArrayList<>();
        Trainer.Result result = train(rule(30, true), new Checkpoints() {
            @Override
            public void save(TrainingProgress progress) {
                saved.add(progress);
            }

            @Override
            public boolean stops() {
                return true;
            }
        });
        assertEquals(Trainer.End.STOPPED, result.end());
        assertEquals(1, result.steps());
        assertEquals(1, saved.get(0).steps());
        assertNotEquals(0.0, result.weights().get(0).weights().get(0, 0));
    }
}
