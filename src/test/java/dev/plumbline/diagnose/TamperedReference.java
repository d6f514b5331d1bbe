package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Disturbance;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.SensitiveEngine;
import dev.plumbline.trace.SensitiveRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The reference, but for one tensor, which it calculates wrongly from a step on, and goes on with.
 *
 * @param name what reports call it
 * @param from the first step in which it does
 * @param quantity the tensor's
 * @param layer the tensor's
 * @param mistake what becomes of it
 */
record TamperedReference(String name, long from, Quantity quantity, int layer, UnaryOperator<Matrix> mistake)
        implements SensitiveEngine {

    @Override
    public SensitiveRun start(Experiment experiment) {
        SensitiveRun right = new ReferenceEngine().start(experiment);
        return new SensitiveRun() {
            @Override
            public StepTrace step(Batch batch, Disturbance disturbance) {
                return right.step(
                        batch, (q, l, tensor) -> disturbance.disturb(q, l, tampered(batch.step(), q, l, tensor)));
            }

            @Override
            public double learningRate(int layer, Batch batch) {
                return right.learningRate(layer, batch);
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
            public void restore(TrainingState state) {
                right.restore(state);
            }

            @Override
            public void close() {
                right.close();
            }
        };
    }

    private Matrix tampered(long step, Quantity q, int l, Matrix tensor) {
        return step >= from && q == quantity && l == layer ? mistake.apply(tensor) : tensor;
    }
}
