package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.HuberLoss;
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
 * The DL4J object of every loss.
 *
 * @param outputs the number of the network's outputs
 */
record Dl4jLosses(int outputs) implements Loss.Cases<Dl4jExpression<ILossFunction>> {

    /** DL4J has no ½ Σ (ŷ − y)². LossL2 with the weight ½ for every output is exactly this loss. */
    @Override
    public Dl4jExpression<ILossFunction> halfSquaredError() {
        return new Dl4jExpression<>(
                "new LossL2(Nd4j.valueArrayOf(new long[] {1, " + outputs + "}, 0.5, DataType.DOUBLE))",
                () -> new LossL2(Nd4j.valueArrayOf(new long[] {1, outputs}, 0.5, DataType.DOUBLE)));
    }

    @Override
    public Dl4jExpression<ILossFunction> squaredError() {
        return new Dl4jExpression<>("new LossL2()", LossL2::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> meanSquaredError() {
        return new Dl4jExpression<>("new LossMSE()", LossMSE::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> absoluteError() {
        return new Dl4jExpression<>("new LossL1()", LossL1::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> meanAbsoluteError() {
        return new Dl4jExpression<>("new LossMAE()", LossMAE::new);
    }

    /** DL4J has no such loss. */
    @Override
    public Dl4jExpression<ILossFunction> huber(double delta) {
        return huber(delta, false);
    }

    @Override
    public Dl4jExpression<ILossFunction> meanHuber(double delta) {
        return huber(delta, true);
    }

    private static Dl4jExpression<ILossFunction> huber(double delta, boolean isMean) {
        return new Dl4jExpression<>("new HuberLoss(" + delta + ", " + isMean + ")", () -> new HuberLoss(delta, isMean));
    }

    @Override
    public Dl4jExpression<ILossFunction> meanSquaredLogarithmicError() {
        return new Dl4jExpression<>("new LossMSLE()", LossMSLE::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> meanAbsolutePercentageError() {
        return new Dl4jExpression<>("new LossMAPE()", LossMAPE::new);
    }

    /** The clip is explicit, because with DL4J's default, 1e-5, the gradient vanishes early. */
    @Override
    public Dl4jExpression<ILossFunction> binaryCrossEntropy(double clip) {
        return new Dl4jExpression<>("new LossBinaryXENT(" + clip + ")", () -> new LossBinaryXENT(clip));
    }

    @Override
    public Dl4jExpression<ILossFunction> categoricalCrossEntropy() {
        return new Dl4jExpression<>("new LossMCXENT()", LossMCXENT::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> klDivergence() {
        return new Dl4jExpression<>("new LossKLD()", LossKLD::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> poisson() {
        return new Dl4jExpression<>("new LossPoisson()", LossPoisson::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> hinge() {
        return new Dl4jExpression<>("new LossHinge()", LossHinge::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> squaredHinge() {
        return new Dl4jExpression<>("new LossSquaredHinge()", LossSquaredHinge::new);
    }

    @Override
    public Dl4jExpression<ILossFunction> cosine() {
        return new Dl4jExpression<>("new LossCosineProximity()", LossCosineProximity::new);
    }
}
