package dev.plumbline.dl4j.extension;

import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout in DL4J with given masks: x · m / p. DL4J's own dropout draws m from its own random generator, which no other
 * library can reproduce. As in DL4J, p is the probability of keeping a number.
 */
public final class MaskDropout implements IDropout {
    private static final long serialVersionUID = 1;

    private final double keepProbability;
    private transient Optional<INDArray> mask = Optional.empty();

    /** Dropout that keeps each number with this probability. It needs a mask before the first step. */
    public MaskDropout(double keepProbability) {
        this.keepProbability = keepProbability;
    }

    /** Sets the mask of the next forward pass and its backward pass: 1 for kept numbers, 0 for dropped ones. */
    public void setMask(INDArray kept) {
        mask = Optional.of(kept.mul(1 / keepProbability));
    }

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        return input.muli(mask(), result);
    }

    @Override
    public INDArray backprop(INDArray gradientAtOutput, INDArray gradientAtInput, int iteration, int epoch) {
        gradientAtOutput.muli(mask(), gradientAtInput);
        mask = Optional.empty();
        return gradientAtInput;
    }

    private INDArray mask() {
        return mask.orElseThrow(() -> new IllegalStateException("a training step without a new mask"));
    }

    /** Does nothing, because DL4J clears a layer between its two passes too, and the mask is for both. */
    @Override
    public void clear() {}

    @Override
    public MaskDropout clone() {
        return new MaskDropout(keepProbability);
    }
}
