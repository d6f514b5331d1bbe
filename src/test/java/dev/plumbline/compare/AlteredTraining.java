package dev.plumbline.compare;

import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reference, whose state is changed after each step; its record shows the changed weights. */
public record AlteredTraining(Alteration alteration) implements Engine {

    /** A change of the state. */
    @FunctionalInterface
    public interface Alteration {
        /** The state after a step. */
        TrainingState of(long step, TrainingState before, TrainingState after);
    }

    /** Weights that are multiplied by a factor after each step. */
    public static AlteredTraining drifting(double factor) {
        return new AlteredTraining((step, before, after) -> after.with(after.weights().stream()
                .map(layer -> new LayerWeights(layer.weights().times(factor), layer.bias()))
                .toList()));
    }

    /** A network that never updates the weights of its first layer. */
    public static AlteredTraining withoutFirstLayer() {
        return new AlteredTraining((step, before, after) -> {
            List<LayerWeights> weights = new ArrayList<>(after.weights());
            weights.set(
                    0,
                    new LayerWeights(
                            before.weights().get(0).weights(),
                            after.weights().get(0).bias()));
            return after.with(weights);
        });
    }

    @Override
    public String name() {
        return "altered";
    }

    @Override
    public Run start(Experiment experiment) {
        PerturbableRun run = new ReferenceEngine().start(experiment);
        return new DelegatingRun(run) {
            @Override
            public StepTrace step(Batch batch) {
                TrainingState before = run.state();
                StepTrace taken = run.step(batch, Perturbation.NONE);
                run.restore(alteration.of(batch.step(), before, run.state()));
                StepTrace after = run.state().record(batch.step());
                StepTrace shown = new StepTrace(taken.step(), taken.layers());
                taken.keys()
                        .forEach(key -> shown.record(
                                key.quantity(),
                                key.layer(),
                                after.get(key).or(() -> taken.get(key)).orElseThrow()));
                return shown;
            }

            @Override
            public Optional<NotFinite> train(Batch batch) {
                return step(batch).firstNotFinite();
            }
        };
    }
}
