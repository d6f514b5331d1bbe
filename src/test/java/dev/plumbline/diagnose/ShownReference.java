package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.Optional;
import java.util.Set;

/**
 * An engine as a hand-written network that shows some of its tensors.
 *
 * @param engine the engine
 * @param quantities what it shows of each step
 */
public record ShownReference(Engine engine, Set<Quantity> quantities) implements Subject {

    /** The reference itself. */
    static ShownReference showing(Set<Quantity> quantities) {
        return new ShownReference(new ReferenceEngine(), quantities);
    }

    /** The tensors of these quantities. */
    static StepTrace only(Set<Quantity> quantities, StepTrace whole) {
        StepTrace shown = new StepTrace(whole.step(), whole.layers());
        for (Key key : whole.keys()) {
            if (quantities.contains(key.quantity())) {
                shown.record(key.quantity(), key.layer(), whole.get(key).orElseThrow());
            }
        }
        return shown;
    }

    @Override
    public String name() {
        return "Net";
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        Run run = engine.start(experiment);
        return new SubjectRun() {
            @Override
            public Optional<StepTrace> step(Batch batch) {
                return Optional.of(only(quantities, run.step(batch)));
            }

            @Override
            public Optional<Matrix> outputs() {
                return Optional.of(run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights())
                        .outputs());
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }
}
