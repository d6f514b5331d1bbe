package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Sample;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Activation.Cube;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization.ClipValue;
import dev.plumbline.spec.Initializer.Uniform;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Loss.AbsoluteError;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A training without recording ends at the first NaN or infinity of a training with recording. A build tests one network
 * in eight; the slow tests, all.
 */
class FirstNotFiniteTests {
    private static final List<Consumer<Network.DenseLayer>> LAYERS = List.of(
            layer -> {},
            layer -> layer.bias(false),
            layer -> layer.gradientNormalization(new ClipValue(1)),
            layer -> layer.constraint(new Constraint.MaxNorm(1)),
            layer -> layer.dropout(0.5));

    private final Set<Quantity> found = EnumSet.noneOf(Quantity.class);

    @ParameterizedTest
    @EnumSource
    void isTheSameWithoutRecording(Precision precision) {
        Sample.of(networks(precision), 8).forEach(this::findsTheSame);
        Set<Quantity> missing = EnumSet.of(
                Quantity.PRE_ACTIVATION,
                Quantity.ACTIVATION,
                Quantity.LOSS,
                Quantity.WEIGHT_GRADIENT,
                Quantity.WEIGHT_STATE_2,
                Quantity.WEIGHT_UPDATE);
        missing.removeAll(found);
        assertTrue(missing.isEmpty(), () -> "never first: " + missing);
    }

    private static List<Supplier<NetworkSpec>> networks(Precision precision) {
        List<Supplier<NetworkSpec>> networks = new ArrayList<>();
        double root = precision == Precision.F64 ? 1e154 : 1e19; // whose square is about the largest number
        double largest = root * root / 10;
        double[] sizes = {1 / largest, 1, root / 10, root * 100, largest};
        for (Activation activation : List.of(new Sigmoid(), new Cube())) {
            for (Loss loss : List.of(new HalfSquaredError(), new AbsoluteError())) {
                for (double inputs : sizes) {
                    for (double weights : sizes) {
                        Variant variant = new Variant(precision, activation, loss, inputs, weights);
                        for (Consumer<Network.DenseLayer> layer : LAYERS) {
                            networks.add(() -> variant.network(layer, new Sgd(1)));
                            networks.add(() -> variant.network(layer, new Sgd(10 * largest)));
                        }
                        for (Optimizer optimizer : Words.all(Optimizer.class)) {
                            networks.add(() -> variant.network(layer -> {}, optimizer));
                        }
                    }
                }
            }
        }
        return networks;
    }

    private void findsTheSame(Supplier<NetworkSpec> network) {
        NetworkSpec spec = network.get();
        Experiment experiment = Experiment.of(spec);
        try (Run recorded = new Dl4jEngine().start(experiment);
                Run trained = new Dl4jEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                Optional<NotFinite> expected = recorded.step(batch).firstNotFinite();
                assertEquals(expected, trained.train(batch), () -> spec.toString());
                if (expected.isPresent()) {
                    found.add(expected.get().key().quantity());
                    return;
                }
                assertEquals(recorded.weights(), trained.weights());
            }
        }
    }

    private record Variant(Precision precision, Activation activation, Loss loss, double inputs, double weights) {
        NetworkSpec network(Consumer<Network.DenseLayer> layer, Optimizer optimizer) {
            Matrix x = Matrix.wrap(5, 3, new NumpyRandom(1).uniform(4 * inputs, 9 * inputs, 15));
            Matrix y = Matrix.wrap(5, 2, new NumpyRandom(2).uniform(-1, 1, 10));
            return Network.define(
                    toString(),
                    net -> net.inputs(3)
                            .dense(4, activation, layer)
                            .dense(2, new Identity(), last -> layer.accept(last.init(new Uniform(-1, 1))))
                            .init(new Uniform(-weights, weights))
                            .loss(loss, Reduction.SUM)
                            .precision(precision)
                            .training(optimizer, training -> training.epochs(4))
                            .data(x.toArray(), y.toArray()));
        }
    }
}
