package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nd4j.linalg.api.buffer.DataType.DOUBLE;
import static org.nd4j.linalg.api.buffer.DataType.FLOAT;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** Faults of DL4J's losses. */
class LossFindingsTests {
    private static final IActivation IDENTITY = new ActivationIdentity();
    private static final IActivation SIGMOID = new ActivationSigmoid();
    private static final IActivation SOFTMAX = new ActivationSoftmax();

    @Dl4jFinding("xent-clip")
    void theDefaultClipOfBinaryCrossEntropyEndsItsGradientEarly(Section page) {
        INDArray one = Dl4j.row(DOUBLE, 1);
        INDArray z = Dl4j.row(DOUBLE, -12);
        page.shouldBe(1 / (1 + Math.exp(-12)) * -1, 4); // ŷ − y
        page.gives(Dl4j.gradient(new LossBinaryXENT(), SIGMOID, one, z)[0], 4);
        page.shouldBe(Math.log1p(Math.exp(12)), 4);
        page.gives(Dl4j.loss(new LossBinaryXENT(), SIGMOID, one, z), 4);
    }

    @Dl4jFinding("xent-clip-one")
    void inFloatASmallClipOfBinaryCrossEntropyIsNoneNearOne(Section page) {
        INDArray one = Dl4j.row(FLOAT, 1);
        INDArray z = Dl4j.row(FLOAT, 20);
        page.shouldBe(0, 1);
        page.gives(Dl4j.loss(new LossBinaryXENT(1e-12), SIGMOID, one, z), 1);
    }

    @Dl4jFinding("xent-softmax")
    void binaryCrossEntropyOfSoftmaxHasTheGradientOfAnotherLoss(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 0, 1, 0);
        INDArray z = Dl4j.row(DOUBLE, 0.3, -0.4, 0.7);
        ILossFunction loss = new LossBinaryXENT();
        page.shouldBe(Dl4j.measuredGradient(loss, SOFTMAX, targets, z, 1), 4);
        page.gives(Dl4j.gradient(loss, SOFTMAX, targets, z)[1], 4);
    }

    @Dl4jFinding("mcxent-sum")
    void categoricalCrossEntropyTakesItForGrantedThatTargetsAddUpToOne(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 0.2, 0.5, 0.9);
        INDArray z = Dl4j.row(DOUBLE, 0.3, -0.4, 0.7);
        page.shouldBe(Dl4j.measuredGradient(new LossMCXENT(), SOFTMAX, targets, z, 0), 4);
        page.gives(Dl4j.gradient(new LossMCXENT(), SOFTMAX, targets, z)[0], 4);
        // The same with weights of 1, which should change nothing.
        page.gives(Dl4j.gradient(new LossMCXENT(Dl4j.row(DOUBLE, 1, 1, 1)), SOFTMAX, targets, z)[0], 4);
    }

    @Dl4jFinding("mcxent-clip")
    void theLossOfCategoricalCrossEntropyIsCappedAndItsGradientIsNot(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 1, 0);
        INDArray z = Dl4j.row(DOUBLE, -100, 0);
        page.shouldBe(100, 3);
        page.gives(Dl4j.loss(new LossMCXENT(), SOFTMAX, targets, z), 4);
        page.gives(Dl4j.gradient(new LossMCXENT(), SOFTMAX, targets, z)[0], 4);
    }

    @Dl4jFinding("kld-clip")
    void theDivergenceOfADistributionFromItselfIsNotWhatItsGradientSays(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 1, 0);
        INDArray z = Dl4j.row(DOUBLE, 0, 0);
        page.shouldBe(Math.log(2), 8);
        page.gives(Dl4j.loss(new LossKLD(), SOFTMAX, targets, z), 8);
        INDArray far = Dl4j.row(DOUBLE, -20, 0);
        page.shouldBe(20, 2);
        page.gives(Dl4j.loss(new LossKLD(), SOFTMAX, targets, far), 4);
        page.gives(Dl4j.gradient(new LossKLD(), SOFTMAX, targets, far)[0], 4);
    }

    @Dl4jFinding("cosine-short")
    void theGradientOfCosineIsTooSmallForShortOutputs(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 0, 1);
        INDArray z = Dl4j.row(DOUBLE, 0.001, 0.001);
        double right = -1 / (0.001 * Math.sqrt(8)); // −(y − ŷ (y·ŷ)/|ŷ|²) / |ŷ|, its second element
        page.shouldBe(right, 4);
        page.gives(Dl4j.gradient(new LossCosineProximity(), IDENTITY, targets, z)[1], 4);
    }

    @Dl4jFinding("cosine-long")
    void theGradientOfCosineVanishesForLongOutputs(Section page) {
        ILossFunction loss = new LossCosineProximity();
        page.shouldBe(Dl4j.gradient(loss, IDENTITY, Dl4j.row(DOUBLE, 1, 0.5), Dl4j.row(DOUBLE, 1e13, 2e13))[0], 2);
        INDArray targets = Dl4j.row(FLOAT, 1, 0.5);
        page.gives(Dl4j.gradient(loss, IDENTITY, targets, Dl4j.row(FLOAT, 1e13, 2e13))[0], 1);
        page.gives(Dl4j.gradient(loss, IDENTITY, targets, Dl4j.row(FLOAT, 1e20, 2e20))[0], 1);
        page.shouldBe(Dl4j.loss(loss, IDENTITY, Dl4j.row(DOUBLE, 1, 0.5), Dl4j.row(DOUBLE, 1e20, 2e20)), 1);
        page.gives(Dl4j.loss(loss, IDENTITY, targets, Dl4j.row(FLOAT, 1e20, 2e20)), 1);
    }

    @Dl4jFinding("overflow-on-the-way")
    void aMeanIsInfiniteBecauseItsSumIs(Section page) {
        double[] errors = {1e19, 1e19, 1e19, 1e19, 1e19};
        INDArray zeros = Dl4j.row(DOUBLE, new double[errors.length]);
        page.shouldBe(Dl4j.loss(new LossMSE(), IDENTITY, zeros, Dl4j.row(DOUBLE, errors)), 2);
        page.gives(Dl4j.loss(new LossMSE(), IDENTITY, zeros.castTo(FLOAT), Dl4j.row(FLOAT, errors)), 1);
        Adam adam = new Adam(0.001, 0.9, 0.999, 1e-8);
        page.shouldBe(Dl4j.updates(adam, DOUBLE, 1e20)[0], 3);
        page.gives(Dl4j.updates(adam, FLOAT, 1e20)[0], 1);
    }

    @Dl4jFinding("mape-zero")
    void thePercentageOfATargetOfZeroIsInfinite(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 0);
        page.gives(Dl4j.loss(new LossMAPE(), IDENTITY, targets, Dl4j.row(DOUBLE, 0.3)), 1);
        page.gives(Dl4j.gradient(new LossMAPE(), IDENTITY, targets, Dl4j.row(DOUBLE, 0))[0], 1);
        page.shouldBe(1e-7, 1);
    }

    @Dl4jFinding("squared-loss-name")
    void theSquaredLossIsAMean(Section page) {
        assertInstanceOf(LossMSE.class, LossFunction.SQUARED_LOSS.getILossFunction());
        INDArray targets = Dl4j.row(DOUBLE, 0, 0, 0);
        INDArray z = Dl4j.row(DOUBLE, 1, 2, 3);
        page.shouldBe(Dl4j.loss(LossFunction.L2.getILossFunction(), IDENTITY, targets, z), 4);
        page.gives(Dl4j.loss(LossFunction.SQUARED_LOSS.getILossFunction(), IDENTITY, targets, z), 5);
    }

    @Dl4jFinding("reconstruction-name")
    void theReconstructionCrossEntropyIsNoCrossEntropy(Section page) {
        ILossFunction loss = LossFunction.RECONSTRUCTION_CROSSENTROPY.getILossFunction();
        assertInstanceOf(LossKLD.class, loss);
        INDArray targets = Dl4j.row(DOUBLE, 0.5);
        INDArray z = Dl4j.row(DOUBLE, Math.log(0.25 / 0.75));
        page.shouldBe(Dl4j.loss(new LossBinaryXENT(0.0), SIGMOID, targets, z), 4);
        page.gives(Dl4j.loss(loss, SIGMOID, targets, z), 4);
    }

    @Dl4jFinding("label-mask-squared")
    void aFractionalLabelMaskCountsTwiceInTheGradient(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 0);
        INDArray z = Dl4j.row(DOUBLE, 1);
        INDArray mask = Dl4j.row(DOUBLE, 0.5);
        double loss = new LossL2().computeScore(targets.dup(), z.dup(), IDENTITY, mask, false);
        assertEquals(0.5, loss, 0);
        page.shouldBe(0.5 * 2, 2);
        page.gives(
                new LossL2()
                        .computeGradient(targets.dup(), z.dup(), IDENTITY, mask)
                        .getDouble(0),
                2);
    }

    @Dl4jFinding("wasserstein-mask")
    void wassersteinsMaskChangesTheCallersTargets(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 1, 1);
        INDArray mask = Dl4j.row(DOUBLE, 1, 0);
        new LossWasserstein().computeGradient(targets, Dl4j.row(DOUBLE, 0.3, 0.4), IDENTITY, mask);
        page.shouldBe(1, 1);
        page.gives(targets.getDouble(0, 1), 1);
    }

    @Dl4jFinding("multi-label-double")
    void theMultiLabelLossTakesNoDoubles(Section page) {
        INDArray targets = Dl4j.row(DOUBLE, 0, 1, 0);
        INDArray z = Dl4j.row(DOUBLE, 0.3, -0.4, 0.7);
        Exception thrown = assertThrows(
                IllegalStateException.class, () -> Dl4j.gradient(new LossMultiLabel(), SIGMOID, targets, z));
        page.gives(thrown.getMessage());
    }
}
