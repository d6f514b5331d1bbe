package dev.plumbline.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's dropout with masks that were drawn before: x · m / p, where DL4J draws m itself, from a stream of its own that no
 * other library can follow. As in DL4J, p is the probability of keeping a number.
 */
public final class MaskDropout implements IDropout {
    private static final long serialVersionUID = 1;

    private final double keepProbability;
    private transient Optional<INDArray> mask = Optional.empty();

    /** Dropout that keeps each number with this probability; its first mask is still to come. */
    public MaskDropout(double keepProbability) {
        this.keepProbability = keepProbability;
    }

    /** What is kept in the next forward pass and the backward pass that belongs to it: 1, and 0 for what is dropped. */
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

    /** DL4J clears a layer also between its two passes; the mask is for both. */
    @Override
    public void clear() {}

    @Override
    public MaskDropout clone() {
        return new MaskDropout(keepProbability);
    }
}
