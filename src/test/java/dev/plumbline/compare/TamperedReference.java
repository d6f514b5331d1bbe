package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The reference with some tensors changed as soon as they are computed. The training continues from the changed tensors.
 *
 * @param name its name in reports
 * @param where which tensors
 * @param change from the computed tensor to the changed one
 */
public record TamperedReference(String name, Predicate<Key> where, UnaryOperator<Matrix> change)
        implements PerturbableEngine {

    /** One tensor, from a step on. */
    public TamperedReference(String name, long from, Quantity quantity, int layer, UnaryOperator<Matrix> change) {
        this(name, key -> key.step() >= from && key.quantity() == quantity && key.layer() == layer, change);
    }

    /** One tensor of one step. */
    public TamperedReference(Key where, UnaryOperator<Matrix> change) {
        this("tampered", where::equals, change);
    }

    /** One number of one tensor, moved by a distance. */
    public static TamperedReference by(Key where, int row, int column, double distance) {
        return new TamperedReference(where, tensor -> moved(tensor, row, column, distance));
    }

    /** A tensor with one number moved by a distance. */
    static Matrix moved(Matrix tensor, int row, int column, double distance) {
        double[][] rows = tensor.toArray();
        rows[row][column] += distance;
        return Matrix.of(rows);
    }

    @Override
    public PerturbableRun start(Experiment experiment) {
        PerturbableRun run = new ReferenceEngine().start(experiment);
        return new PerturbableRun() {
            @Override
            public StepTrace step(Batch batch, Perturbation perturbation) {
                return run.step(batch, (quantity, layer, tensor) -> {
                    boolean changes = where.test(new Key(batch.step(), quantity, layer));
                    return perturbation.perturb(quantity, layer, changes ? change.apply(tensor) : tensor);
                });
            }

            @Override
            public double learningRate(int layer, Batch batch) {
                return run.learningRate(layer, batch);
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
            public void restore(TrainingState state) {
                run.restore(state);
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }
}
