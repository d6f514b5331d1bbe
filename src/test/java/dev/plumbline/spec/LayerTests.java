package dev.plumbline.spec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.spec.Network.DenseLayer;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The options of a layer, and the refusal of options without effect. */
class LayerTests {
    @Test
    void refusesABiasInitWithoutABias() {
        assertRefused(
                "layer 1, bias_init: `bias_init` would have no effect: this layer has no bias;"
                        + " allowed: `bias: true`, or leave this out",
                layer -> layer.bias(false).biasInit(0.1));
    }

    @Test
    void refusesPenaltiesOfABiasThatIsNotThere() {
        assertRefused(
                "layer 1, regularization.l1_bias: `l1_bias` would have no effect: this layer has no bias;"
                        + " allowed: `bias: true`, or leave this out\n"
                        + "layer 1, regularization.l2_bias: `l2_bias` would have no effect: this layer has no bias;"
                        + " allowed: `bias: true`, or leave this out",
                layer -> layer.bias(false).regularization(new Regularization(1, 0, 2, 3, 0)));
    }

    @Test
    void refusesARegularizationWithoutCoefficients() {
        assertRefused(
                "layer 1, regularization: `regularization` would have no effect: nothing in it is above 0;"
                        + " allowed: at least one of l1, l2, l1_bias, l2_bias, weight_decay, or no `regularization`",
                layer -> layer.regularization(Regularization.NONE));
    }

    @Test
    void refusesTwoWaysOfShrinkingWeights() {
        assertRefused(
                "layer 1, regularization.weight_decay: `l2` and `weight_decay` exclude each other: DL4J applies "
                        + "only one of them; allowed: `l2`, which is part of the loss, or `weight_decay`, which is "
                        + "not",
                layer -> layer.regularization(new Regularization(0, 0.1, 0, 0, 0.1)));
    }

    @Test
    void acceptsOptionsWithAnEffect() {
        assertDoesNotThrow(() -> define(
                layer -> layer.biasInit(0.1).dropout(0.5).regularization(new Regularization(0.1, 0, 0.1, 0.1, 0.1))));
    }

    @Test
    void refusesToDropNothingOrEverything() {
        assertEquals(
                "drop_probability: `drop_probability` is 0.0; allowed: a finite number in (0, 1)",
                assertThrows(InvalidSpecException.class, () -> new Dropout(0)).getMessage());
        assertEquals(
                "drop_probability: `drop_probability` is 1.0; allowed: a finite number in (0, 1)",
                assertThrows(InvalidSpecException.class, () -> new Dropout(1)).getMessage());
    }

    private static void assertRefused(String message, Consumer<DenseLayer> options) {
        assertEquals(
                message,
                assertThrows(InvalidSpecException.class, () -> define(options)).getMessage());
    }

    private static void define(Consumer<DenseLayer> options) {
        Network.define(
                "small",
                net -> net.inputs(1)
                        .dense(1, new Activation.Sigmoid(), options)
                        .init(new Initializer.Zeros())
                        .loss(new Loss.SquaredError(), Reduction.SUM)
                        .training(new Optimizer.Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1}}, new double[][] {{1}}));
    }
}
