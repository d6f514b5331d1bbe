package dev.plumbline.dl4j.extension;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A loss that multiplies the loss and the gradient of each example by the example's weight.
 *
 * <p>The labels are n × (outputs + 1): the targets, and the weights in the last column. DL4J's label mask cannot have
 * the weights, because DL4J also multiplies the last layer's pre-activations by it.
 *
 * @param loss the loss of an example of weight 1
 */
public record WeightedLoss(@JsonProperty("loss") ILossFunction loss) implements ILossFunction {

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
        INDArray scores = loss.computeScoreArray(targets(labels, preOutput), preOutput, activation, mask);
        // LossMAE divides only its total by the number of outputs, not the loss of each example.
        return weighted(loss instanceof LossMAE ? scores.divi(preOutput.size(1)) : scores, labels);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return weighted(loss.computeGradient(targets(labels, preOutput), preOutput, activation, mask), labels);
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
        return loss.name();
    }

    private static INDArray targets(INDArray labels, INDArray preOutput) {
        long outputs = preOutput.size(1);
        if (labels.size(1) != outputs + 1) {
            throw new IllegalArgumentException("labels of " + labels.size(1) + " columns for " + outputs
                    + " outputs: one more column is needed, with the weights of the examples");
        }
        return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(0, outputs)).dup('c');
    }

    /** The rows, each times its example's weight. */
    private static INDArray weighted(INDArray rows, INDArray labels) {
        INDArray weights = labels.getColumn(labels.size(1) - 1, true).dup();
        return rows.muliColumnVector(weights.castTo(rows.dataType()));
    }
}
