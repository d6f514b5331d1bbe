package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Another engine, whose records are tampered with on their way; its training goes on as it would.
 *
 * @param engine the other one
 * @param tamper from what it recorded of a step to what is handed over
 */
record Tampering(Engine engine, UnaryOperator<StepTrace> tamper) implements Engine {

    /** One tensor of one step, changed. */
    static Tampering with(Engine engine, Key key, UnaryOperator<Matrix> change) {
        return new Tampering(engine, trace -> trace.step() != key.step() ? trace : changed(trace, key, change));
    }

    /** A record with one tensor changed, if it is of its step. */
    static StepTrace changed(StepTrace trace, Key changed, UnaryOperator<Matrix> change) {
        StepTrace copy = new StepTrace(trace.step(), trace.layers());
        for (Key key : trace.keys()) {
            Matrix tensor = trace.get(key).orElseThrow();
            copy.record(key.quantity(), key.layer(), key.equals(changed) ? change.apply(tensor) : tensor);
        }
        return copy;
    }

    @Override
    public String name() {
        return engine.name() + ", tampered with";
    }

    @Override
    public Run start(Experiment experiment) {
        Run run = engine.start(experiment);
        return new Run() {
            @Override
            public StepTrace step(Batch batch) {
                return tamper.apply(run.step(batch));
            }

            @Override
            public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
                return run.evaluate(inputs, targets, weights);
            }

            @Override
            public TrainingState state() {
                return run.state();
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }
}
