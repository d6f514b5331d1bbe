package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.nd4j.linalg.api.buffer.DataType.DOUBLE;
import static org.nd4j.linalg.api.buffer.DataType.FLOAT;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Faults of DL4J's regularization, constraints and dropout. */
class RegularizationFindingsTests {

    /** The first weight after a step on an example that has no gradient of its own. */
    private static double afterAStep(MultiLayerNetwork network) {
        fitZeros(network);
        return network.getParam("0_W").getDouble(0);
    }

    private static void fitZeros(MultiLayerNetwork network) {
        network.fit(Dl4j.row(DOUBLE, 0, 0), Dl4j.row(DOUBLE, 0, 0));
    }

    @Dl4jFinding("weight-decay-twice")
    void globalWeightDecayIsAppliedTwice(Section page) {
        page.shouldBe(afterAStep(Dl4j.network(2, 2, global -> {}, layer -> layer.weightDecay(0.1, false))), 2);
        page.gives(afterAStep(Dl4j.network(2, 2, global -> global.weightDecay(0.1, false), layer -> {})), 2);
    }

    @Dl4jFinding("weight-decay-bias-twice")
    void globalWeightDecayOfBiasesIsAppliedTwice(Section page) {
        MultiLayerNetwork network =
                Dl4j.network(2, 2, global -> global.weightDecayBias(0.1, false), layer -> layer.biasInit(1));
        network.fit(Dl4j.row(DOUBLE, 0, 0), Dl4j.row(DOUBLE, 1, 1));
        page.shouldBe(0.9, 2);
        page.gives(network.getParam("0_b").getDouble(0), 2);
    }

    @Dl4jFinding("weight-decay-score")
    void theLossIncludesAPenaltyThatIsNotMinimized(Section page) {
        MultiLayerNetwork network = Dl4j.network(2, 2, global -> {}, layer -> layer.weightDecay(0.1, false));
        fitZeros(network);
        page.shouldBe(0, 1);
        page.gives(network.score(), 2);
    }

    @Dl4jFinding("constrain-all-ignored")
    void aGlobalConstraintOfAllParametersIsForgotten(Section page) {
        MultiLayerNetwork all =
                Dl4j.network(2, 2, global -> global.constrainAllParameters(new NonNegativeConstraint()), layer -> {});
        MultiLayerNetwork weights =
                Dl4j.network(2, 2, global -> global.constrainWeights(new NonNegativeConstraint()), layer -> {});
        assertNotNull(weights.getLayer(0).conf().getLayer().getConstraints());
        assertNull(all.getLayer(0).conf().getLayer().getConstraints());
        page.gives("no constraint");
    }

    @Dl4jFinding("constraint-twice")
    void everyConstraintIsAppliedTwiceAStep(Section page) {
        AtomicInteger applied = new AtomicInteger();
        MultiLayerNetwork network =
                Dl4j.network(2, 2, global -> {}, layer -> layer.constrainWeights(new Counting(applied)));
        fitZeros(network);
        page.shouldBe(1, 1);
        page.gives(applied.get(), 1);
    }

    /** Counts how often it is applied, and changes nothing. */
    private static final class Counting extends BaseConstraint {
        private final AtomicInteger applied;

        Counting(AtomicInteger applied) {
            super(Set.of("W"), 0);
            this.applied = applied;
        }

        @Override
        public void apply(INDArray parameter) {
            applied.incrementAndGet();
        }

        @Override
        public BaseConstraint clone() {
            return new Counting(applied);
        }
    }

    @Dl4jFinding("constraint-epsilon")
    void aMaximumNormShrinksWeightsThatAreFarBelowIt(Section page) {
        MultiLayerNetwork network =
                Dl4j.network(2, 2, global -> {}, layer -> layer.constrainWeights(new MaxNormConstraint(1000, 0)));
        for (int i = 0; i < 100; i++) {
            fitZeros(network);
        }
        page.shouldBe(1, 1);
        page.gives(network.getParam("0_W").getDouble(0), 5);
    }

    @Dl4jFinding("constraint-clone")
    void aConstraintForgetsItsEpsilonOnTheWay(Section page) {
        MaxNormConstraint constraint = new MaxNormConstraint(1000, 0);
        constraint.setEpsilon(1e-30);
        MultiLayerNetwork network = Dl4j.network(2, 2, global -> {}, layer -> layer.constrainWeights(constraint));
        BaseConstraint used = (BaseConstraint)
                network.getLayer(0).conf().getLayer().getConstraints().get(0);
        page.shouldBe(constraint.getEpsilon(), 1);
        page.gives(used.getEpsilon(), 1);
    }

    @Dl4jFinding("unit-norm-zero")
    void aUnitNormDividesAWeightlessUnitByZero(Section page) {
        MultiLayerNetwork network = Dl4j.network(
                2,
                2,
                global -> global.weightInit(WeightInit.ZERO),
                layer -> layer.constrainWeights(new UnitNormConstraint(0)));
        page.gives(afterAStep(network), 1);
        page.shouldBe(0, 1);
    }

    @Dl4jFinding("norm-of-squares")
    void aNormIsInfiniteOrNothingBecauseItsSquaresAre(Section page) {
        page.shouldBe(5e20, 1);
        page.shouldBe(5e-25, 1);
        page.shouldBe(5e160, 1);
        page.gives(Dl4j.row(FLOAT, 3e20, 4e20).norm2Number().doubleValue(), 1);
        page.gives(Dl4j.row(FLOAT, 3e-25, 4e-25).norm2Number().doubleValue(), 1);
        page.gives(Dl4j.row(DOUBLE, 3e160, 4e160).norm2Number().doubleValue(), 1);
        INDArray weights = Dl4j.rows(FLOAT, new double[] {3e20}, new double[] {4e20});
        new UnitNormConstraint(0).apply(weights);
        assertArrayEquals(new double[] {0, 0}, weights.data().asDouble());
        new UnitNormConstraint(0).apply(weights);
        page.gives(weights.getDouble(0), 1);
    }

    @Dl4jFinding("min-max-norm-rate")
    void theRateOfAMinMaxNormScalesByTheNorm(Section page) {
        INDArray weights = Dl4j.rows(DOUBLE, new double[] {3}, new double[] {4});
        new MinMaxNormConstraint(0, 1, 0.5, 0).apply(weights);
        page.shouldBe(0.5 * 3 + 0.5 * 3 / 5, 2);
        page.gives(weights.getDouble(0), 2);
    }

    @Dl4jFinding("dropout-retains")
    void dropoutsProbabilityIsThatOfKeeping(Section page) {
        Nd4j.getRandom().setSeed(1);
        INDArray ones = Nd4j.ones(DOUBLE, 1, 10_000);
        INDArray kept = new Dropout(0.2).applyDropout(ones, ones.dup(), 0, 0, LayerWorkspaceMgr.noWorkspaces());
        page.shouldBe(0.8, 1);
        page.gives(kept.gt(0).castTo(DOUBLE).meanNumber().doubleValue(), 1);
    }

    @Dl4jFinding("dropout-zero")
    void keepingNothingKeepsEverything(Section page) {
        MultiLayerNetwork network = Dl4j.network(2, 2, global -> {}, layer -> layer.dropOut(0.0));
        assertNull(network.getLayer(0).conf().getLayer().getIDropout());
        page.gives("no dropout");
        MultiLayerNetwork nearly = Dl4j.network(2, 2, global -> {}, layer -> layer.dropOut(0.01));
        assertNotNull(nearly.getLayer(0).conf().getLayer().getIDropout());
    }
}
