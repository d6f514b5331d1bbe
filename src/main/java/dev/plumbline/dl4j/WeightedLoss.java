package dev.plumbline.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;

/**
 * A loss with weights of the examples: the loss and the gradient of each example are multiplied by its weight.
 * {@link #weigh} sets the weights before each batch. DL4J's mask of the labels cannot be used for this: DL4J multiplies
 * the last layer's pre-activation by the mask too, which is right only for zeros and ones.
 */
final class WeightedLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    private final ILossFunction stock;
    private transient INDArray weights = Nd4j.empty(); // n × 1

    /** The weighted form of this loss. */
    WeightedLoss(ILossFunction stock) {
        this.stock = stock;
    }

    /** Sets the weights of the next examples, n × 1. */
    void weigh(INDArray weights) {
        this.weights = weights;
    }

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
        INDArray scores = stock.computeScoreArray(labels, preOutput, activation, mask);
        // LossMAE divides only its total by the number of outputs, not the loss of each example.
        return weighted(stock instanceof LossMAE ? scores.divi(labels.size(1)) : scores);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return weighted(stock.computeGradient(labels, preOutput, activation, mask));
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
        return stock.name();
    }

    /** Each row, one per example, times its weight. */
    private INDArray weighted(INDArray rows) {
        return rows.muliColumnVector(weights.castTo(rows.dataType()));
    }
}
