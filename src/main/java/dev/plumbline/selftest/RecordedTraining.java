package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A training of an engine as it was recorded, to be checked again and again with errors injected in the record.
 *
 * <p>What follows from a planted error is as recorded, without the error, but for two things: the run's state is what the
 * record says, and the evaluations are the reference's at that state. Otherwise a check would find an error in the weights
 * of the last step by these alone.
 *
 * @param name of the engine
 * @param initial the state before the first step
 * @param steps every step
 */
record RecordedTraining(String name, TrainingState initial, List<StepTrace> steps) {

    /** Has the engine train. */
    static RecordedTraining of(Engine engine, Experiment experiment) {
        try (Run run = engine.start(experiment)) {
            TrainingState initial = run.state();
            List<StepTrace> steps = new ArrayList<>();
            experiment.batches().forEach(batch -> steps.add(run.step(batch)));
            return new RecordedTraining(engine.name(), initial, steps);
        }
    }

    /** The state before a step. */
    TrainingState before(long step) {
        return step == 0 ? initial : after(steps.get((int) step - 1));
    }

    private static TrainingState after(StepTrace step) {
        List<LayerWeights> weights = new ArrayList<>();
        List<OptimizerState> memories = new ArrayList<>();
        IntStream.rangeClosed(1, step.layers()).forEach(layer -> {
            weights.add(
                    new LayerWeights(step.get(Quantity.WEIGHTS, layer).orElseThrow(), step.get(Quantity.BIAS, layer)));
            memories.add(OptimizerState.from(quantity -> step.get(quantity, layer)));
        });
        return new TrainingState(weights, memories);
    }

    /** The tensor of a key. */
    Matrix get(Key key) {
        return steps.get((int) key.step()).get(key).orElseThrow();
    }

    /**
     * An engine that hands over this record.
     *
     * @param reference evaluates
     * @param planted from a tensor and its key to what is handed over
     */
    Engine replay(PerturbableEngine reference, BiFunction<Key, Matrix, Matrix> planted) {
        return new Engine() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Run start(Experiment experiment) {
                return new Replay(reference.start(experiment), planted);
            }
        };
    }

    private final class Replay implements Run {
        private final ReplayableRun reference;
        private final BiFunction<Key, Matrix, Matrix> planted;
        private TrainingState state = initial;

        private Replay(ReplayableRun reference, BiFunction<Key, Matrix, Matrix> planted) {
            this.reference = reference;
            this.planted = planted;
        }

        @Override
        public StepTrace step(Batch batch) {
            StepTrace recorded = steps.get((int) batch.step());
            StepTrace changed = new StepTrace(recorded.step(), recorded.layers());
            for (Key key : recorded.keys()) {
                changed.record(
                        key.quantity(),
                        key.layer(),
                        planted.apply(key, recorded.get(key).orElseThrow()));
            }
            state = after(changed);
            return changed;
        }

        @Override
        public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
            reference.restore(state);
            return reference.evaluate(inputs, targets, weights);
        }

        @Override
        public TrainingState state() {
            return state;
        }

        @Override
        public void close() {
            reference.close();
        }
    }
}
