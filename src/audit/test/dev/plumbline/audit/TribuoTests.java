package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;
import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Quantity;
import org.junit.jupiter.api.Test;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.optimisers.AdaDelta;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.optimisers.Adam;
import org.tribuo.math.optimisers.RMSProp;
import org.tribuo.math.optimisers.SGD;

class TribuoTests {
    private static Audit audit(Optimizer optimizer, int batch, StochasticGradientOptimiser optimiser) {
        NetworkSpec expected = AuditedNetworks.linearClassifier(optimizer, batch, Reduction.SUM);
        return Audit.of(expected, () -> new TribuoNetwork(expected, optimiser));
    }

    @Test
    void agreesForOneExample() {
        audit(sgd(0.1), 1, SGD.getSimpleSGD(0.1)).agrees();
    }

    @Test
    void agreesForMomentum() {
        audit(momentum(0.1, 0.9, GRADIENT), 1, SGD.getSimpleSGD(0.1, 0.9, SGD.Momentum.STANDARD))
                .agrees();
    }

    @Test
    void agreesForNesterov() {
        audit(nesterov(0.1, 0.9, GRADIENT), 1, SGD.getSimpleSGD(0.1, 0.9, SGD.Momentum.NESTEROV))
                .agrees();
    }

    @Test
    void agreesForAdaGrad() {
        audit(adagrad(0.1, 1e-6, 0), 1, new AdaGrad(0.1, 1e-6)).agrees();
    }

    @Test
    void agreesForRmsprop() {
        audit(rmsprop(0.1, 0.9, 1e-8, Optimizer.InitialMean.ZERO), 1, new RMSProp(0.1, 0.9))
                .agrees();
    }

    @Test
    void agreesForAdadelta() {
        audit(adadelta(0.95, 1e-6), 1, new AdaDelta(0.95, 1e-6)).agrees();
    }

    @Test
    void adamMultipliesWithTheRoot() {
        audit(adam(0.1, 0.9, 0.999, 1e-6, Optimizer.EpsilonPosition.UNCORRECTED), 1, new Adam(0.1, 1e-6))
                .differs(0, 1, Quantity.WEIGHTS);
    }

    @Test
    void batchesAreSummedAndMultipliedByTheirSize() {
        audit(sgd(0.01), 4, SGD.getSimpleSGD(0.01)).differs(0, 1, Quantity.WEIGHTS);
        audit(sgd(0.07), 7, SGD.getSimpleSGD(0.01)).agrees();
    }
}
