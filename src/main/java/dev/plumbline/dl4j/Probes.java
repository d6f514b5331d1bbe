package dev.plumbline.dl4j;

import dev.plumbline.math.Matrix;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * What is put around a layer's activation, and around the loss, to see what passes: DL4J shows neither a layer's
 * pre-activation nor its delta, and overwrites both. A probe policy, hands every call on to DL4J's own object and changes
 * nothing.
 */
final class Probes {
    private Probes() {}

    /** What the probes of one layer saw in the last step. */
    static final class Observed {
        private final TracePolicy policy;

        @Nullable
        Matrix preActivation;

        @Nullable
        Matrix activation;

        @Nullable
        Matrix delta;

        /** The sum of the examples' losses; only at the last layer. */
        double loss = Double.NaN;

        Observed(TracePolicy policy) {
            this.policy = policy;
        }
    }

    /**
     * The activation of a layer, observed.
     *
     * @param stock DL4J's own
     * @param seen where to leave what passes
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
     * The loss, observed; it sits in the last layer. That layer's activation is not observed by a probe of its own,
     * because DL4J's losses ask whether it is their softmax.
     *
     * @param stock DL4J's own
     * @param seen where to leave what passes
     */
    record LossProbe(ILossFunction stock, Observed observed) implements ILossFunction {

        @Override
        public INDArray computeGradient(
                INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
            observed.preActivation = observed.policy.copy(preOutput);
            observed.activation = observed.policy.copy(activation.getActivation(preOutput.dup(), true));
            // Here, because DL4J would form the last layer's product a second time to tell the score.
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
