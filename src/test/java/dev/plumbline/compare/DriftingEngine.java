package dev.plumbline.compare;

import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;

/**
 * The reference, whose weights are multiplied by a factor after each step.
 *
 * @param factor as 1 − 2e-15
 */
public record DriftingEngine(double factor) implements Engine {
    @Override
    public String name() {
        return "drifting";
    }

    @Override
    public Run start(Experiment experiment) {
        PerturbableRun run = new ReferenceEngine().start(experiment);
        return new DelegatingRun(run) {
            @Override
            public StepTrace step(Batch batch) {
                StepTrace taken = run.step(batch, Perturbation.NONE);
                TrainingState state = run.state();
                run.restore(state.with(state.weights().stream()
                        .map(layer -> new LayerWeights(layer.weights().times(factor), layer.bias()))
                        .toList()));
                StepTrace shown = new StepTrace(taken.step(), taken.layers());
                StepTrace after = run.state().record(taken.step());
                taken.keys()
                        .forEach(key -> shown.record(
                                key.quantity(),
                                key.layer(),
                                after.get(key).or(() -> taken.get(key)).orElseThrow()));
                return shown;
            }
        };
    }
}
