package dev.plumbline.cli;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;
import java.util.function.Function;

/**
 * The reference, but for one tensor, which it records wrongly or not at all.
 *
 * @param where the tensor
 * @param mistake what becomes of it
 */
record TamperedEngine(Key where, Function<Matrix, Optional<Matrix>> mistake) implements Engine {

    @Override
    public String name() {
        return "tampered";
    }

    @Override
    public Run start(Experiment experiment) {
        Run right = new ReferenceEngine().start(experiment);
        return new Run() {
            @Override
            public StepTrace step(Batch batch) {
                StepTrace honest = right.step(batch);
                StepTrace trace = new StepTrace(honest.step(), honest.layers());
                for (Key key : honest.keys()) {
                    Matrix tensor = honest.get(key).orElseThrow();
                    Optional<Matrix> recorded = key.equals(where) ? mistake.apply(tensor) : Optional.of(tensor);
                    recorded.ifPresent(value -> trace.record(key.quantity(), key.layer(), value));
                }
                return trace;
            }

            @Override
            public Evaluation evaluate(Matrix inputs, Matrix targets) {
                return right.evaluate(inputs, targets);
            }

            @Override
            public TrainingState state() {
                return right.state();
            }

            @Override
            public void close() {
                right.close();
            }
        };
    }
}
