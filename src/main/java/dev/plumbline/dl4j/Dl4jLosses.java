package dev.plumbline.dl4j;

import dev.plumbline.spec.Loss;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

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
                () -> new LossL2(Nd4j.valueArrayOf(
                        new long[] {1, outputs}, 0.5, org.nd4j.linalg.api.buffer.DataType.DOUBLE)));
    }

    @Override
    public Term<ILossFunction> squaredError() {
        return new Term<>("new LossL2()", LossL2::new);
    }

    @Override
    public Term<ILossFunction> meanSquaredError() {
        return new Term<>("new LossMSE()", LossMSE::new);
    }
}
