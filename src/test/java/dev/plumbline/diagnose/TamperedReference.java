package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
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
        implements PerturbableEngine {

    @Override
    public PerturbableRun start(Experiment experiment) {
        PerturbableRun right = new ReferenceEngine().start(experiment);
        return new PerturbableRun() {
            @Override
            public StepTrace step(Batch batch, Perturbation perturbation) {
                return right.step(
                        batch, (q, l, tensor) -> perturbation.perturb(q, l, tampered(batch.step(), q, l, tensor)));
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
