package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.api.buffer.DataType.DOUBLE;
import static org.nd4j.linalg.api.buffer.DataType.FLOAT;

import java.util.stream.DoubleStream;
import org.apache.commons.math3.special.Erf;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;

/** Faults of DL4J's activations. */
class ActivationFindingsTests {

    @Dl4jFinding("elu-alpha")
    void theSlopeOfEluKnowsOnlyOneAlpha(Section page) {
        IActivation elu = new ActivationELU(0.5);
        page.shouldBe(Dl4j.measuredSlope(elu, -1), 4);
        page.gives(Dl4j.slope(elu, DOUBLE, -1), 4);
        assertEquals(Dl4j.slope(new ActivationELU(1), DOUBLE, -1), Dl4j.slope(elu, DOUBLE, -1), 0);
    }

    @Dl4jFinding("gelu-precise")
    void thePreciseGeluIsLessPreciseThanTheOther(Section page) {
        IActivation precise = new ActivationGELU(true);
        page.shouldBe(exactGelu(1), 4);
        page.gives(Dl4j.value(precise, DOUBLE, 1), 4);
        page.shouldBe((exactGelu(1 + 1e-6) - exactGelu(1 - 1e-6)) / 2e-6, 4);
        page.gives(Dl4j.slope(precise, DOUBLE, 1), 4);
        double z = 2.38;
        page.gives(Dl4j.slope(precise, DOUBLE, z), 5);
        page.gives(Dl4j.measuredSlope(precise, z), 5);
    }

    @Dl4jFinding("rrelu-slope")
    void theSlopeOfRreluIsAlwaysOne(Section page) {
        ActivationRReLU rrelu = new ActivationRReLU(0.25, 0.25);
        page.shouldBe(Dl4j.value(rrelu, DOUBLE, -1) / -1, 2);
        page.gives(Dl4j.slope(rrelu, DOUBLE, -1), 2);
    }

    @Dl4jFinding("rrelu-prediction")
    void afterTrainingRreluIsAnotherFunction(Section page) {
        ActivationRReLU rrelu = new ActivationRReLU(0.25, 0.25);
        page.shouldBe(rrelu.getActivation(Dl4j.row(DOUBLE, -2), true).getDouble(0), 2);
        double predicted = rrelu.getActivation(Dl4j.row(DOUBLE, -2), false).getDouble(0);
        page.gives(predicted, 2);
        assertNotEquals(-0.5, predicted);
    }

    @Dl4jFinding("softplus-overflow")
    void softplusOverflows(Section page) {
        IActivation softplus = new ActivationSoftPlus();
        page.shouldBe(100, 3);
        page.gives(Dl4j.value(softplus, FLOAT, 100), 3);
        page.gives(Dl4j.from(1, 100, z -> Double.isInfinite(Dl4j.value(softplus, FLOAT, z))), 4);
        page.gives(Dl4j.from(1, 1000, z -> Double.isInfinite(Dl4j.value(softplus, DOUBLE, z))), 4);
        page.gives(Dl4j.slope(softplus, FLOAT, 100), 3);
    }

    @Dl4jFinding("softplus-tail")
    void softplusIsNothingWhereItShouldBeSmall(Section page) {
        IActivation softplus = new ActivationSoftPlus();
        page.shouldBe(Math.log1p(Math.exp(-40)), 4);
        page.shouldBe(Math.log1p(Math.exp(-30)), 4);
        page.gives(Dl4j.value(softplus, DOUBLE, -40), 1);
        page.gives(Dl4j.from(-1, -100, z -> Dl4j.value(softplus, DOUBLE, z) == 0), 4);
        page.gives(Dl4j.from(-1, -100, z -> Dl4j.value(softplus, FLOAT, z) == 0), 4);
        page.gives(Dl4j.value(softplus, DOUBLE, -30), 4);
        double loss = Dl4j.loss(new LossPoisson(), softplus, Dl4j.row(DOUBLE, 1), Dl4j.row(DOUBLE, -40));
        assertEquals(Double.POSITIVE_INFINITY, loss);
    }

    @Dl4jFinding("digits-near-zero")
    void fiveActivationsLoseTheirDigitsNearZero(Section page) {
        double z = 1e-6;
        page.shouldBe(Math.tanh(z), 4);
        page.shouldBe(Math.expm1(-z), 4);
        page.gives(Dl4j.value(new ActivationTanH(), FLOAT, z), 4);
        page.gives(Dl4j.value(new ActivationRectifiedTanh(), FLOAT, z), 4);
        page.shouldBe(Dl4j.value(new ActivationRationalTanh(), DOUBLE, z), 4);
        page.gives(Dl4j.value(new ActivationRationalTanh(), FLOAT, z), 4);
        page.gives(Dl4j.value(new ActivationELU(1), FLOAT, -z), 4);
        page.gives(Dl4j.value(new ActivationSELU(), FLOAT, -z), 4);
        page.gives(Dl4j.value(new ActivationTanH(), DOUBLE, 1e-15), 4);
    }

    @Dl4jFinding("nan-slopes")
    void theSlopesOfMishGeluAndSwishAreNoNumbersWhereTheyShouldBeOne(Section page) {
        page.shouldBe(1, 1);
        for (IActivation activation :
                new IActivation[] {new ActivationMish(), new ActivationGELU(false), new ActivationSwish()}) {
            for (DataType type : new DataType[] {FLOAT, DOUBLE}) {
                page.gives(Dl4j.from(1, 500, z -> Double.isNaN(Dl4j.slope(activation, type, z))), 4);
            }
            assertTrue(Double.isFinite(Dl4j.value(activation, FLOAT, 500)));
        }
        page.gives(Dl4j.slope(new ActivationMish(), FLOAT, 50), 1);
    }

    @Dl4jFinding("rational-tanh-overflow")
    void theSlopeOfRationalTanhOverflows(Section page) {
        IActivation rationalTanh = new ActivationRationalTanh();
        page.shouldBe(Dl4j.slope(rationalTanh, DOUBLE, 1e5), 4);
        page.gives(Dl4j.slope(rationalTanh, FLOAT, 1e5), 1);
        page.gives(Dl4j.from(1, 1e6, z -> Dl4j.slope(rationalTanh, FLOAT, z) == 0), 4);
        page.gives(Dl4j.slope(rationalTanh, FLOAT, 1e30), 1);
        page.gives(Dl4j.from(1, 1e30, z -> Double.isNaN(Dl4j.slope(rationalTanh, FLOAT, z))), 2);
    }

    @Dl4jFinding("softmax-far-below-zero")
    void softmaxOfRowsFarBelowZeroIsNoNumber(Section page) {
        page.shouldBe(softmax(DOUBLE, 'f', -800), 4);
        page.gives(softmax(DOUBLE, 'c', -800), 4);
        page.gives(-Dl4j.from(1, 1000, z -> Double.isNaN(softmax(DOUBLE, 'c', -z))), 4);
        page.gives(softmax(FLOAT, 'c', -800), 4);
    }

    private static double softmax(DataType type, char order, double z) {
        INDArray rows = Dl4j.rows(type, new double[] {z, z - 1}, new double[] {1, 2});
        return new ActivationSoftmax().getActivation(rows.dup(order), true).getDouble(0, 0);
    }

    @Dl4jFinding("nan-swallowed")
    void twoRectifiersMakeANumberOfWhatIsNone(Section page) {
        page.shouldBe(Dl4j.value(new ActivationReLU(), DOUBLE, Double.NaN), 1);
        page.shouldBe(Dl4j.value(new ActivationHardTanH(), DOUBLE, Double.NaN), 1);
        for (DataType type : new DataType[] {FLOAT, DOUBLE}) {
            page.gives(Dl4j.value(new ActivationReLU6(), type, Double.NaN), 1);
            page.gives(Dl4j.value(new ActivationThresholdedReLU(1), type, Double.NaN), 1);
        }
    }

    @Dl4jFinding("mish-tail")
    void mishLosesItsDigitsBelowZero(Section page) {
        double z = -30;
        double right = z * Math.tanh(Math.log1p(Math.exp(z)));
        page.shouldBe(right, 4);
        page.gives(Dl4j.value(new ActivationMish(), DOUBLE, z), 4);
        page.gives(Math.abs(Dl4j.value(new ActivationMish(), DOUBLE, z) / right - 1), 1);
        page.shouldBe(-20 * Math.tanh(Math.log1p(Math.exp(-20))), 4);
        page.gives(Dl4j.value(new ActivationMish(), FLOAT, -20), 1);
    }

    @Dl4jFinding("gelu-sigmoid")
    void geluIsNeitherOfTheTwoThatOthersHave(Section page) {
        double worst = DoubleStream.iterate(-6, z -> z <= 6, z -> z + 0.01)
                .map(z -> Math.abs(Dl4j.value(new ActivationGELU(false), DOUBLE, z) - exactGelu(z)))
                .max()
                .orElseThrow();
        page.gives(worst, 3);
        page.shouldBe(exactGelu(2), 4);
        page.gives(Dl4j.value(new ActivationGELU(false), DOUBLE, 2), 4);
    }

    /** z Φ(z). */
    private static double exactGelu(double z) {
        return 0.5 * z * (1 + Erf.erf(z / Math.sqrt(2)));
    }

    @Dl4jFinding("float-constants")
    void constantsAreRoundedTo32BitsInDouble(Section page) {
        double slope = Dl4j.slope(new ActivationHardSigmoid(), DOUBLE, 1);
        assertEquals((double) 0.2f, slope, 0);
        page.gives(slope, 12);
        double gelu = Dl4j.value(new ActivationGELU(false), DOUBLE, 1);
        assertEquals(1 / (1 + Math.exp(-(double) 1.702f)), gelu, 1e-15);
        page.gives(gelu, 12);
        double rational = Dl4j.value(new ActivationRationalTanh(), DOUBLE, 1e6);
        assertEquals((double) 1.7159f, rational, 1e-15);
        page.gives(rational, 12);
        page.shouldBe(0.2, 2);
        page.shouldBe(1 / (1 + Math.exp(-1.702)), 12);
        page.shouldBe(1.7159, 5);
    }

    @Dl4jFinding("leaky-relu-alpha")
    void theSlopeOfLeakyReluIsNotTheOneOfItsValues(Section page) {
        IActivation leaky = new ActivationLReLU(0.01);
        assertEquals(-0.01, Dl4j.value(leaky, DOUBLE, -1), 0);
        page.shouldBe(0.01, 2);
        page.gives(Dl4j.slope(leaky, DOUBLE, -1), 12);
        assertEquals((double) 0.01f, Dl4j.slope(leaky, DOUBLE, -1), 0);
    }

    @Dl4jFinding("rectifiers-at-zero")
    void rectifiersDisagreeAboutTheirSlopeAtZero(Section page) {
        page.gives(Dl4j.slope(new ActivationReLU(), DOUBLE, 0), 1);
        page.gives(Dl4j.slope(new ActivationLReLU(0.01), DOUBLE, 0), 1);
        assertEquals(1, Dl4j.slope(new ActivationLReLU(0), DOUBLE, 0), 0);
        assertEquals(0, Dl4j.slope(new ActivationReLU(), DOUBLE, 0), 0);
    }
}
