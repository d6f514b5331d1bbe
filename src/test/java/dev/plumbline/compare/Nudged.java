package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The reference, but for some tensors that come out otherwise, and with all that follows from it: an engine that rounds in
 * its own way.
 *
 * @param where which tensors
 * @param nudge from what the reference makes of it to what this engine does
 */
public record Nudged(Predicate<Key> where, UnaryOperator<Matrix> nudge) implements Engine {

    /** One tensor. */
    public Nudged(Key where, UnaryOperator<Matrix> nudge) {
        this(where::equals, nudge);
    }

    /** One number of a tensor, moved by so much. */
    public static Nudged by(Key where, int row, int column, double distance) {
        return new Nudged(where, tensor -> moved(tensor, row, column, distance));
    }

    /** A tensor of which one number is moved by so much. */
    static Matrix moved(Matrix tensor, int row, int column, double distance) {
        double[][] rows = tensor.toArray();
        rows[row][column] += distance;
        return Matrix.of(rows);
    }

    @Override
    public String name() {
        return "nudged";
    }

    @Override
    public Run start(Experiment experiment) {
        PerturbableRun run = new ReferenceEngine().start(experiment);
        return new Run() {
            @Override
            public StepTrace step(Batch batch) {
                return run.step(
                        batch,
                        (quantity, layer, tensor) ->
                                where.test(new Key(batch.step(), quantity, layer)) ? nudge.apply(tensor) : tensor);
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
        };
    }
}
