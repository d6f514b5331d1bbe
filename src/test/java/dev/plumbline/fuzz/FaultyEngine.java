package dev.plumbline.fuzz;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;

/**
 * The reference, but that its first weight gradient is wrong wherever a network has a trait.
 *
 * @param trait the trait
 */
public record FaultyEngine(Trait trait) implements Engine {

    /** Wrong wherever this stands for this key. */
    public FaultyEngine(String key, String value) {
        this(new Trait(key, value));
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Run start(Experiment experiment) {
        Run right = new ReferenceEngine().start(experiment);
        boolean isFaulty = Traits.of(experiment.spec()).contains(trait);
        return new Run() {
            @Override
            public StepTrace step(Batch batch) {
                StepTrace honest = right.step(batch);
                if (!isFaulty) {
                    return honest;
                }
                StepTrace trace = new StepTrace(honest.step(), honest.layers());
                for (Key key : honest.keys()) {
                    Matrix tensor = honest.get(key).orElseThrow();
                    boolean isWrong = key.quantity() == Quantity.WEIGHT_GRADIENT && key.layer() == 1;
                    trace.record(key.quantity(), key.layer(), isWrong ? tensor.plus(1) : tensor);
                }
                return trace;
            }

            @Override
            public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
                return right.evaluate(inputs, targets, weights);
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
