package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.api.buffer.DataType.DOUBLE;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Faults of DL4J's initial weights and seeds. */
class InitialWeightsFindingsTests {
    private static final int WIDTH = 100;

    private static INDArray drawn(IWeightInit init, int width) {
        Nd4j.getRandom().setSeed(1);
        INDArray view = Nd4j.zeros(DOUBLE, (long) width * width);
        return init.init(width, width, new long[] {width, width}, 'f', view);
    }

    private static double deviation(WeightInit init) {
        return drawn(init.getWeightInitFunction(), WIDTH).stdNumber().doubleValue();
    }

    @Dl4jFinding("lecun-uniform")
    void theUniformLecunIsWiderThanTheNormalOne(Section page) {
        page.shouldBe(1 / Math.sqrt(WIDTH), 2);
        assertEquals(0.1, deviation(WeightInit.LECUN_NORMAL), 0.002);
        page.gives(deviation(WeightInit.LECUN_UNIFORM), 2);
    }

    @Dl4jFinding("variance-scaling-uniform")
    void uniformVarianceScalingIsWiderThanItsVariance(Section page) {
        page.shouldBe(1 / Math.sqrt(WIDTH), 2);
        page.gives(deviation(WeightInit.VAR_SCALING_UNIFORM_FAN_IN), 2);
        page.gives(deviation(WeightInit.VAR_SCALING_UNIFORM_FAN_OUT), 2);
        page.gives(deviation(WeightInit.VAR_SCALING_UNIFORM_FAN_AVG), 2);
    }

    @Dl4jFinding("variance-scaling-normal")
    void normalVarianceScalingIsNarrowerThanItsVariance(Section page) {
        page.shouldBe(1 / Math.sqrt(WIDTH), 2);
        page.gives(deviation(WeightInit.VAR_SCALING_NORMAL_FAN_IN), 2);
    }

    @Dl4jFinding("orthogonal-float")
    void orthogonalWeightsAreOrthogonalTo32Bits(Section page) {
        INDArray weights = drawn(new WeightInitDistribution(new OrthogonalDistribution(1)), 10);
        double worst = weights.transpose()
                .mmul(weights)
                .sub(Nd4j.eye(10).castTo(DOUBLE))
                .amaxNumber()
                .doubleValue();
        assertTrue(worst > 1e-9 && worst < 1e-5, () -> "" + worst);
        page.gives("1e-7");
    }

    @Dl4jFinding("uniform-float")
    void uniformNumbersHaveOnly32Bits(Section page) {
        Nd4j.getRandom().setSeed(1);
        double[] drawn = Nd4j.rand(DOUBLE, 1, 1000).toDoubleVector();
        page.shouldBe(1000 / Math.pow(2, 29), 2);
        long floats = Arrays.stream(drawn).filter(x -> x == (float) x).count();
        page.gives(floats, 4);
    }

    @Dl4jFinding("seed-zero")
    void theSeedZeroIsNoSeed(Section page) {
        assertEquals(initialized(1), initialized(1));
        assertTrue(
                IntStream.range(0, 1000).anyMatch(i -> !initialized(0).equals(initialized(0))),
                "the seed 0 gave the same weights every time");
        page.gives("other weights");
    }

    private static INDArray initialized(long seed) {
        return Dl4j.network(2, 2, global -> global.seed(seed).weightInit(WeightInit.XAVIER), layer -> {})
                .params();
    }

    @Dl4jFinding("seed-of-the-process")
    void aNetworksSeedIsTheWholeProcesss(Section page) {
        Nd4j.getRandom().setSeed(1);
        double undisturbed = Nd4j.rand(DOUBLE, 1).getDouble(0);
        Nd4j.getRandom().setSeed(1);
        Dl4j.network(2, 2, global -> global.seed(77), layer -> {});
        double disturbed = Nd4j.rand(DOUBLE, 1).getDouble(0);
        page.shouldBe(undisturbed, 4);
        page.gives(disturbed, 4);
    }
}
