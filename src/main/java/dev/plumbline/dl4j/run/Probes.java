package dev.plumbline.dl4j.run;

import dev.plumbline.math.Matrix;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Wrappers around a layer's activation and around the loss that observe their arguments and results. DL4J gives no
 * access to a layer's pre-activation and delta, and overwrites both. A probe copies tensors, delegates every call to
 * DL4J's own object and changes nothing.
 */
final class Probes {
    private Probes() {}

    /** The tensors that the probes of one layer observed in the last step. */
    static final class Observed {
        private final TracePolicy policy;

        @Nullable
        Matrix preActivation;

        @Nullable
        Matrix activation;

        @Nullable
        Matrix delta;

        /** The sum of the examples' losses; only for the last layer. */
        double loss = Double.NaN;

        Observed(TracePolicy policy) {
            this.policy = policy;
        }
    }

    /**
     * The activation of a layer, observed.
     *
     * @param stock DL4J's own object
     * @param observed receives the observed tensors
     */
    record ActivationProbe(IActivation stock, Observed observed) implements IActivation {

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            observed.preActivation = observed.policy.copy(in);
            INDArray a = stock.getActivation(in, training);
            observed.activation = observed.policy.copy(a);
            return a;
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            Pair<INDArray, INDArray> result = stock.backprop(in, epsilon);
            observed.delta = observed.policy.copy(result.getFirst());
            return result;
        }

        @Override
        public int numParams(int inputSize) {
            return stock.numParams(inputSize);
        }
    }

    /**
     * The loss, observed; it belongs to the last layer. The activation of that layer has no probe, because DL4J's
     * losses test whether it is an instance of softmax.
     *
     * @param stock DL4J's own object
     * @param observed receives the observed tensors
     */
    record LossProbe(ILossFunction stock, Observed observed) implements ILossFunction {

        @Override
        public INDArray computeGradient(
                INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
            observed.preActivation = observed.policy.copy(preOutput);
            observed.activation = observed.policy.copy(activation.getActivation(preOutput.dup(), true));
            // Calculated here, because DL4J's own score would repeat the matrix product of the last layer.
            observed.loss = stock.computeScore(labels, preOutput, activation, mask, false);
            INDArray delta = stock.computeGradient(labels, preOutput, activation, mask);
            observed.delta = observed.policy.copy(delta);
            return delta;
        }

        @Override
        public double computeScore(
                INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
            return stock.computeScore(labels, preOutput, activation, mask, average);
        }

        @Override
        public INDArray computeScoreArray(
                INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
            return stock.computeScoreArray(labels, preOutput, activation, mask);
        }

        @Override
        public Pair<Double, INDArray> computeGradientAndScore(
                INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
            return stock.computeGradientAndScore(labels, preOutput, activation, mask, average);
        }

        @Override
        public String name() {
            return stock.name();
        }
    }
}
