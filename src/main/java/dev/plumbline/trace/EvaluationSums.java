package dev.plumbline.trace;

import dev.plumbline.math.ExactSums;
import dev.plumbline.metrics.ErrorSums;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Reduction;
import java.io.Serializable;

/**
 * The metrics of examples that are evaluated in blocks of {@value #BLOCK}, perhaps on several machines. The blocks begin at the
 * multiples of {@value #BLOCK}, so an engine computes the same products whatever machine has a block, and the sums are exact. So
 * the metrics have the same bits as on one machine.
 */
public final class EvaluationSums implements Serializable {
    private static final long serialVersionUID = 1;

    /** The number of examples of a block; the last block may have fewer. */
    public static final int BLOCK = 1024;

    private final Reduction reduction;
    private final double penalty;
    private final ErrorSums errors = new ErrorSums();
    private final ExactSums losses = new ExactSums(1);
    private double firstLoss;
    private int blocks;

    /**
     * The sums of no example.
     *
     * @param penalty the part of every loss that does not depend on the examples
     */
    public EvaluationSums(Reduction reduction, double penalty) {
        this.reduction = reduction;
        this.penalty = penalty;
    }

    /** Adds the evaluation of a block. */
    public void add(Evaluation block) {
        errors.add(block.outputs(), block.targets());
        losses.add(
                0, reduction == Reduction.MEAN ? block.loss() * block.outputs().rows() : block.loss());
        firstLoss = block.loss();
        blocks++;
    }

    /** Adds the blocks of other sums. */
    public EvaluationSums merge(EvaluationSums addend) {
        errors.merge(addend.errors);
        losses.merge(addend.losses);
        firstLoss = blocks > 0 ? firstLoss : addend.firstLoss;
        blocks += addend.blocks;
        return this;
    }

    /** The number of examples. */
    public long examples() {
        return errors.examples();
    }

    /** The errors of the outputs. */
    public ErrorSums errors() {
        return errors;
    }

    /** The loss over all examples. */
    public double loss() {
        if (blocks == 1) {
            return firstLoss;
        }
        if (reduction == Reduction.MEAN) {
            return losses.of(0) / errors.examples();
        }
        ExactSums total = new ExactSums(1).merge(losses);
        for (int i = 1; i < blocks; i++) {
            total.add(0, -penalty); // each block's loss has it
        }
        return total.of(0);
    }

    /** A metric other than the loss. */
    static double of(ErrorSums errors, Metric metric) {
        return switch (metric) {
            case LOSS -> throw new IllegalArgumentException("the loss is not an error of the outputs alone");
            case MEAN_ABSOLUTE_ERROR -> errors.meanAbsoluteError();
            case MEAN_SQUARED_ERROR -> errors.meanSquaredError();
            case ACCURACY -> errors.accuracy();
        };
    }
}
