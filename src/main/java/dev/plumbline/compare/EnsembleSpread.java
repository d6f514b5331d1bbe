package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.StepTrace;
import org.jspecify.annotations.Nullable;

/**
 * How far {@link PerturbedRuns} of the reference part, freely running, whose initial weights are moved too. They are started
 * when they are first asked for, from the beginning, and are taken along from then on.
 */
final class EnsembleSpread implements AutoCloseable {
    private final PerturbableEngine reference;
    private final Experiment experiment;
    private @Nullable PerturbedRuns<Follower> runs;

    EnsembleSpread(PerturbableEngine reference, Experiment experiment) {
        this.reference = reference;
        this.experiment = experiment;
    }

    /** A run, and the step that it has taken last. */
    private static final class Follower {
        private final PerturbableRun run;
        private final PerturbedRuns.Noise noise;
        private StepTrace latest = new StepTrace(0, 0);

        private Follower(PerturbableRun run, PerturbedRuns.Noise noise) {
            this.run = run;
            this.noise = noise;
            run.restore(run.state().with(noise.initialWeights()));
        }

        private void step(Batch batch) {
            latest = run.step(batch, noise.ofStep(batch, run.state()));
        }
    }

    /** Takes the runs along, if they have been started. */
    void step(Batch batch) {
        if (runs != null) {
            runs.forEach(each -> each.step(batch));
        }
    }

    /** How far, in norm, a right engine may be from the reference in a tensor of the step that was taken last. */
    double of(Key key, StepTrace expected) {
        Matrix right = expected.get(key).orElseThrow();
        return upTo(key.step()).spread(each -> each.latest.get(key).orElseThrow(), right);
    }

    private PerturbedRuns<Follower> upTo(long step) {
        PerturbedRuns<Follower> started = runs;
        if (started == null) {
            started = new PerturbedRuns<>(experiment, noise -> new Follower(reference.start(experiment), noise));
            runs = started;
            for (Batch batch : experiment.batches()) {
                step(batch);
                if (batch.step() == step) {
                    break;
                }
            }
        }
        return started;
    }

    @Override
    public void close() {
        if (runs != null) {
            runs.forEach(each -> each.run.close());
        }
    }
}
