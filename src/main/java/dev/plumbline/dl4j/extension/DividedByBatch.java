package dev.plumbline.dl4j.extension;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The coefficient of a penalty, divided by the number of examples of each batch. DL4J's penalties take their coefficients
 * from a schedule, which gets the number of the iteration only, so {@link Examples} or the caller tells it the number of
 * examples first.
 */
public final class DividedByBatch implements ISchedule {
    private static final long serialVersionUID = 1;

    @JsonProperty("coefficient")
    private final double coefficient;

    private transient long examples;

    /** A coefficient that is not divided yet. */
    public DividedByBatch(@JsonProperty("coefficient") double coefficient) {
        this.coefficient = coefficient;
    }

    /** Sets the number of examples of the next batch, or of all that a loss is of. */
    public void setExamples(long number) {
        examples = number;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        if (examples == 0) {
            throw new IllegalStateException(
                    "a penalty divided by the number of examples needs network.addListeners(new DividedByBatch.Examples())");
        }
        return coefficient / examples;
    }

    @Override
    public DividedByBatch clone() {
        return new DividedByBatch(coefficient);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DividedByBatch divided && divided.coefficient == coefficient;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(coefficient);
    }

    /** All coefficients of this kind in a network. */
    public static List<DividedByBatch> in(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .flatMap(layer -> layer.paramTable().keySet().stream()
                        .flatMap(parameter -> layer.conf().getLayer().getRegularizationByParam(parameter).stream()))
                .flatMap(DividedByBatch::of)
                .toList();
    }

    private static Stream<DividedByBatch> of(Regularization penalty) {
        Object coefficient = penalty instanceof L1Regularization l1
                ? l1.getL1()
                : penalty instanceof L2Regularization l2 ? l2.getL2() : penalty;
        return coefficient instanceof DividedByBatch divided ? Stream.of(divided) : Stream.empty();
    }

    /**
     * Tells the penalties of a network the number of examples of each batch. A listener belongs to a network and not to its
     * configuration: DL4J neither copies nor saves it.
     */
    public static final class Examples extends BaseTrainingListener {
        @Override
        public void onForwardPass(Model model, List<INDArray> activations) {
            in((MultiLayerNetwork) model).forEach(each -> each.setExamples(model.batchSize()));
        }
    }
}
