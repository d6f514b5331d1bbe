package dev.plumbline.dl4j.extension;

import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's max-norm constraint without the 1e-6 that DL4J adds to every norm. With 1e-6, weights shrink at every step,
 * even if their norm is small enough. The number here is so small that it changes no norm except 0, where it prevents a
 * division by 0. DL4J copies every constraint, and a copy of this class keeps the small number.
 */
public final class ExactMaxNorm extends MaxNormConstraint {
    private static final long serialVersionUID = 1;

    /** The largest norm of a unit's weights, a column of W. */
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
