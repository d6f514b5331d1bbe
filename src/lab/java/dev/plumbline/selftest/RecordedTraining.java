package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A recorded training of an engine, which is checked repeatedly with errors injected into the record.
 *
 * <p>Later tensors stay as recorded, without the error, except for two: the run's state is that of the record, and
 * evaluations are the reference's at that state. Otherwise these alone would reveal an error in the weights of the last
 * step.
 *
 * @param name the name of the engine
 * @param initial the state before the first step
 * @param steps every step
 */
record RecordedTraining(String name, TrainingState initial, List<StepTrace> steps) {

    /** Records a training of the engine. */
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
        List<OptimizerState> states = new ArrayList<>();
        IntStream.rangeClosed(1, step.layers()).forEach(layer -> {
            weights.add(
                    new LayerWeights(step.get(Quantity.WEIGHTS, layer).orElseThrow(), step.get(Quantity.BIAS, layer)));
            states.add(OptimizerState.from(quantity -> step.get(quantity, layer)));
        });
        return new TrainingState(weights, states);
    }

    /** The tensor of a key. */
    Matrix get(Key key) {
        return steps.get((int) key.step()).get(key).orElseThrow();
    }

    /**
     * An engine that replays this record.
     *
     * @param reference computes the evaluations
     * @param injected returns the changed tensor for a key and a tensor
     */
    Engine replay(PerturbableEngine reference, BiFunction<Key, Matrix, Matrix> injected) {
        return new Engine() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Run start(Experiment experiment) {
                return new Replay(reference.start(experiment), injected);
            }
        };
    }

    private final class Replay implements Run {
        private final ReplayableRun reference;
        private final BiFunction<Key, Matrix, Matrix> injected;
        private TrainingState state = initial;

        private Replay(ReplayableRun reference, BiFunction<Key, Matrix, Matrix> injected) {
            this.reference = reference;
            this.injected = injected;
        }

        @Override
        public StepTrace step(Batch batch) {
            StepTrace recorded = steps.get((int) batch.step());
            StepTrace changed = new StepTrace(recorded.step(), recorded.layers());
            for (Key key : recorded.keys()) {
                changed.record(
                        key.quantity(),
                        key.layer(),
                        injected.apply(key, recorded.get(key).orElseThrow()));
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
