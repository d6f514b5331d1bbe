package dev.plumbline.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;

/**
 * A loss whose examples do not all count alike: the loss and the gradient of each are multiplied by its weight. The
 * weights of a batch are handed over before it. They cannot come as the labels' mask: DL4J multiplies the last layer's
 * pre-activation by that too, which is right for a mask of zeros and ones only.
 */
final class WeightedLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    private final ILossFunction stock;
    private transient INDArray weights = Nd4j.empty(); // n × 1

    /** The weighted loss of examples whose own loss this is. */
    WeightedLoss(ILossFunction stock) {
        this.stock = stock;
    }

    /** Sets the weights of the examples that come next, n × 1. */
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
        // This one says the mean over the outputs in sum only: for each example it divides by 1.
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

    /** A row an example, times its weight. */
    private INDArray weighted(INDArray rows) {
        return rows.muliColumnVector(weights.castTo(rows.dataType()));
    }
}
