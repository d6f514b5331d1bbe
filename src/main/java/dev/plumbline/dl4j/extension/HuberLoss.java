package dev.plumbline.dl4j.extension;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.clip.ClipByValue;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The Huber loss, which DL4J does not have. For one output, with r = output − label, it is ½ r² if |r| ≤ delta, and
 * delta (|r| − ½ delta) otherwise.
 *
 * @param delta the largest error that is squared
 * @param isMean whether the sum over the outputs is divided by their number
 */
public record HuberLoss(
        @JsonProperty("delta") double delta,
        @JsonProperty("isMean") boolean isMean) implements ILossFunction {

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        double sum = computeScoreArray(labels, preOutput, activation, mask)
                .sumNumber()
                .doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        INDArray error = error(labels, preOutput, activation);
        INDArray clipped = clipped(error);
        // Both cases in one formula: clipped · (r − ½ clipped).
        INDArray scores = error.subi(clipped.mul(0.5)).muli(clipped);
        if (mask != null) {
            LossUtil.applyMask(scores, mask);
        }
        INDArray sums = scores.sum(true, 1);
        return isMean ? sums.divi(preOutput.size(1)) : sums;
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        INDArray gradient = clipped(error(labels, preOutput, activation));
        if (isMean) {
            gradient.divi(preOutput.size(1));
        }
        if (mask != null && LossUtil.isPerOutputMasking(gradient, mask)) {
            LossUtil.applyMask(gradient, mask); // before a softmax combines the outputs
        }
        INDArray delta = activation.backprop(preOutput, gradient).getFirst();
        if (mask != null) {
            LossUtil.applyMask(delta, mask);
        }
        return delta;
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override
    public String name() {
        return toString();
    }

    private static INDArray error(INDArray labels, INDArray preOutput, IActivation activation) {
        if (!labels.equalShapes(preOutput)) {
            throw new IllegalArgumentException(
                    "labels of " + labels.shapeInfoToString() + " for outputs of " + preOutput.shapeInfoToString());
        }
        return activation.getActivation(preOutput.dup(), true).subi(labels.castTo(preOutput.dataType()));
    }

    /** Clipped to [−delta, delta]. DL4J's minimum and maximum would replace NaN by a bound. */
    private INDArray clipped(INDArray error) {
        return Nd4j.exec(new ClipByValue(error, -delta, delta))[0];
    }
}
