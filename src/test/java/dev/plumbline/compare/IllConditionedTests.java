package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.GradientNormalization.UnitNorm;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Network.DenseLayer;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Words;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A gradient that is only rounding error may have any direction, and results from it any sign. But it never exceeds its
 * largest possible norm, and a mistake beyond that is found.
 */
class IllConditionedTests {
    private static final Key UPDATE = new Key(0, Quantity.WEIGHT_UPDATE, 1);
    private static final Key WEIGHTS = new Key(0, Quantity.WEIGHTS, 1);

    /**
     * More than any optimizer makes of a gradient in its first step, with its defaults and a learning rate of a
     * hundredth.
     */
    private static final double TOO_LONG = 2;

    @TestFactory
    Stream<DynamicTest> findsAnUpdateThatIsTooLongForAnyGradient() {
        return Words.all(Optimizer.class).stream()
                .map(optimizer -> DynamicTest.dynamicTest(optimizer.toString(), () -> {
                    Experiment experiment = cancelling(optimizer, layer -> {});

                    assertEquals(Optional.of(UPDATE), found(experiment, UPDATE, TOO_LONG));
                }));
    }

    @Test
    void findsANormalizedGradientThatIsTooLong() {
        Experiment unit = cancelling(new Sgd(1), layer -> layer.gradientNormalization(new UnitNorm(NormScope.TENSOR)));
        Experiment clipped =
                cancelling(new Sgd(1), layer -> layer.gradientNormalization(new ClipNorm(0.01, NormScope.TENSOR)));
        Experiment withEpsilon =
                cancelling(new Sgd(1), layer -> layer.gradientNormalization(new ClipNorm(0.01, NormScope.TENSOR, 0.5)));

        assertEquals(Optional.of(UPDATE), found(unit, UPDATE, 3.1));
        assertEquals(Optional.of(UPDATE), found(clipped, UPDATE, 0.031));
        assertEquals(Optional.of(UPDATE), found(withEpsilon, UPDATE, 0.031));
    }

    @Test
    void findsWeightsThatAreTooLong() {
        Experiment unit = cancelling(new Sgd(1), layer -> layer.constraint(new Constraint.UnitNorm()));
        Experiment atMost = cancelling(new Sgd(1), layer -> layer.constraint(new Constraint.MaxNorm(0.5)));

        assertEquals(Optional.of(WEIGHTS), found(unit, WEIGHTS, 1e-8));
        assertEquals(Optional.of(WEIGHTS), found(atMost, WEIGHTS, 1e-8));
    }

    /** The first tensor found when a number of the tensor has this error. */
    private static Optional<Key> found(Experiment experiment, Key key, double distance) {
        return new Check(
                        new ReferenceEngine(),
                        TamperedEngine.with(new ReferenceEngine(), key, tensor -> tensor.plus(distance)))
                .run(experiment)
                .firstDifference()
                .map(Difference::key);
    }

    /** Two examples whose gradients cancel except for the rounding of their products. */
    private static Experiment cancelling(Optimizer optimizer, Consumer<DenseLayer> options) {
        return Experiment.of(Network.define(
                "cancelling",
                net -> net.inputs(1)
                        .dense(1, new Identity(), options.andThen(layer -> layer.bias(false)))
                        .init(new Initializer.Ones())
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(optimizer, training -> training.epochs(1))
                        .data(new double[][] {{0.1}, {0.3}}, new double[][] {{0.4}, {0.2}})));
    }
}
