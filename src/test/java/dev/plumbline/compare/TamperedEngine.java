package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An engine whose records are changed after each step. Its training does not change.
 *
 * @param engine the original engine
 * @param tamper from the original record of a step to the changed one
 */
public record TamperedEngine(Engine engine, UnaryOperator<StepTrace> tamper) implements Engine {

    /** The reference, with one tensor changed or removed. */
    public TamperedEngine(Key where, Function<Matrix, Optional<Matrix>> change) {
        this(new ReferenceEngine(), trace -> changed(trace, where, change));
    }

    /** An engine with one tensor of one step changed. */
    static TamperedEngine with(Engine engine, Key where, UnaryOperator<Matrix> change) {
        return new TamperedEngine(engine, trace -> replaced(trace, where, change));
    }

    /** A record with one tensor replaced, if the record has it. */
    public static StepTrace replaced(StepTrace trace, Key where, UnaryOperator<Matrix> change) {
        return changed(trace, where, tensor -> Optional.of(change.apply(tensor)));
    }

    private static StepTrace changed(StepTrace trace, Key where, Function<Matrix, Optional<Matrix>> change) {
        StepTrace copy = new StepTrace(trace.step(), trace.layers());
        for (Key key : trace.keys()) {
            Matrix tensor = trace.get(key).orElseThrow();
            Optional<Matrix> recorded = key.equals(where) ? change.apply(tensor) : Optional.of(tensor);
            recorded.ifPresent(value -> copy.record(key.quantity(), key.layer(), value));
        }
        return copy;
    }

    @Override
    public String name() {
        return "tampered";
    }

    @Override
    public Run start(Experiment experiment) {
        return new DelegatingRun(engine.start(experiment)) {
            @Override
            public StepTrace step(Batch batch) {
                return tamper.apply(super.step(batch));
            }
        };
    }
}
