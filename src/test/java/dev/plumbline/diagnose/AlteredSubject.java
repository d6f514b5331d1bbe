package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A network that shows its steps otherwise than it has them.
 *
 * @param own the network
 * @param altered what is shown of a step, from what it has
 */
public record AlteredSubject(Subject own, UnaryOperator<StepTrace> altered) implements Subject {
    @Override
    public String name() {
        return own.name();
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        SubjectRun run = own.start(experiment);
        return new SubjectRun() {
            @Override
            public Optional<StepTrace> step(Batch batch) {
                return run.step(batch).map(altered);
            }

            @Override
            public Optional<Matrix> outputs() {
                return run.outputs();
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }
}
