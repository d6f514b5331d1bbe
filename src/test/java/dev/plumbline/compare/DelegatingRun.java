package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;

/** A run that delegates to another one; subclasses override a part. */
public class DelegatingRun implements Run {
    private final Run run;

    public DelegatingRun(Run run) {
        this.run = run;
    }

    @Override
    public StepTrace step(Batch batch) {
        return run.step(batch);
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
}
