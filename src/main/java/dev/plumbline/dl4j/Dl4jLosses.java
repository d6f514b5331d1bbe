package dev.plumbline.dl4j;

import dev.plumbline.spec.Loss;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;

/**
 * Every loss in DL4J.
 *
 * @param outputs the number of the network's outputs
 */
record Dl4jLosses(int outputs) implements Loss.Cases<Term<ILossFunction>> {

    /** DL4J has no ½ Σ (ŷ − y)², but weights for each output: with ½ for all of them, LossL2 is exactly it. */
    @Override
    public Term<ILossFunction> halfSquaredError() {
        return new Term<>(
                "new LossL2(Nd4j.valueArrayOf(new long[] {1, " + outputs + "}, 0.5, DataType.DOUBLE))",
                () -> new LossL2(Nd4j.valueArrayOf(new long[] {1, outputs}, 0.5, DataType.DOUBLE)));
    }

    @Override
    public Term<ILossFunction> squaredError() {
        return new Term<>("new LossL2()", LossL2::new);
    }

    @Override
    public Term<ILossFunction> meanSquaredError() {
        return new Term<>("new LossMSE()", LossMSE::new);
    }

    @Override
    public Term<ILossFunction> absoluteError() {
        return new Term<>("new LossL1()", LossL1::new);
    }

    @Override
    public Term<ILossFunction> meanAbsoluteError() {
        return new Term<>("new LossMAE()", LossMAE::new);
    }

    @Override
    public Term<ILossFunction> meanSquaredLogarithmicError() {
        return new Term<>("new LossMSLE()", LossMSLE::new);
    }

    @Override
    public Term<ILossFunction> meanAbsolutePercentageError() {
        return new Term<>("new LossMAPE()", LossMAPE::new);
    }

    /** With DL4J's default clip, 1e-5, the gradient would vanish early; it is said explicitly. */
    @Override
    public Term<ILossFunction> binaryCrossEntropy(double clip) {
        return new Term<>("new LossBinaryXENT(" + clip + ")", () -> new LossBinaryXENT(clip));
    }

    @Override
    public Term<ILossFunction> categoricalCrossEntropy() {
        return new Term<>("new LossMCXENT()", LossMCXENT::new);
    }

    @Override
    public Term<ILossFunction> klDivergence() {
        return new Term<>("new LossKLD()", LossKLD::new);
    }

    @Override
    public Term<ILossFunction> poisson() {
        return new Term<>("new LossPoisson()", LossPoisson::new);
    }

    @Override
    public Term<ILossFunction> hinge() {
        return new Term<>("new LossHinge()", LossHinge::new);
    }

    @Override
    public Term<ILossFunction> squaredHinge() {
        return new Term<>("new LossSquaredHinge()", LossSquaredHinge::new);
    }

    @Override
    public Term<ILossFunction> cosine() {
        return new Term<>("new LossCosineProximity()", LossCosineProximity::new);
    }
}
