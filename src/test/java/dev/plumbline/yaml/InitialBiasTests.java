package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.spec.Initializer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Initial weights that say the bias too. */
class InitialBiasTests {
    private static final String GIVEN =
            "activation: tanh, init: { given: { weights: [[1, 2, 3, 4], [5, 6, 7, 8]], bias: ";

    private static Example with(String bias) {
        return Example.valid().with("activation: tanh", GIVEN + bias + " } }");
    }

    @Test
    void readsThem() {
        assertEquals(
                Optional.of(new Initializer.Given(
                        List.of(List.of(1.0, 2.0, 3.0, 4.0), List.of(5.0, 6.0, 7.0, 8.0)),
                        Optional.of(List.of(0.5, 1.0, 2.0, 3.0)))),
                with("[0.5, 1, 2, 3]").spec().layers().get(0).init());
    }

    @Test
    void refusesABiasOfAnotherWidth() {
        with("[0.5, 1]").isRefusedWith("""
                error[E024]: a bias of 2 for layer 1, which has 4 units
                  --> xor.yaml:4:98
                4 | …it: { given: { weights: [[1, 2, 3, 4], [5, 6, 7, 8]], bias: [0.5, 1] } } }
                  |                                                        ^^^^
                  = allowed here: a number for each unit
                """);
    }

    @Test
    void refusesABiasOfALayerWithoutOne() {
        with("[0.5, 1, 2, 3]").with("units: 4,", "units: 4, bias: false,").isRefusedWith("""
                error[E021]: `bias` would have no effect: layer 1 has no bias
                  --> xor.yaml:4:111
                4 | …given: { weights: [[1, 2, 3, 4], [5, 6, 7, 8]], bias: [0.5, 1, 2, 3] } } }
                  |                                                  ^^^^
                  = allowed here: `bias: true` in the layer, or no `bias` here
                """);
    }

    @Test
    void refusesTwoBeginningsOfABias() {
        with("[0.5, 1, 2, 3]").with("units: 4,", "units: 4, bias_init: 1,").isRefusedWith("""
                error[E021]: `bias_init` would have no effect: `init` sets the initial bias
                  --> xor.yaml:4:35
                4 | … { units: 4, bias_init: 1, activation: tanh, init: { given: { weights: [[1…
                  |                          ^
                  = allowed here: `bias` of `init`, or `bias_init`
                """);
    }
}
