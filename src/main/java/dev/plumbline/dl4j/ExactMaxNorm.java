package dev.plumbline.dl4j;

import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's constraint of the norm of each unit's weights, without the 1e-6 that DL4J adds to every norm. There, weights
 * shrink at every step, also those that are short enough. Here the number is so small that it is lost in any norm but 0,
 * which it keeps from being divided by; and a copy, which DL4J makes of every constraint, keeps it too.
 */
public final class ExactMaxNorm extends MaxNormConstraint {
    private static final long serialVersionUID = 1;

    /** No unit's weights, a column of W, may be longer than this. */
    public ExactMaxNorm(@JsonProperty("maxNorm") double maxNorm) {
        super(maxNorm, 0);
        setEpsilon(Float.MIN_NORMAL);
    }

    @Override
    public ExactMaxNorm clone() {
        ExactMaxNorm copy = new ExactMaxNorm(getMaxNorm());
        copy.setParams(getParams());
        return copy;
    }
}
