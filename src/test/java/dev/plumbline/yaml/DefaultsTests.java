package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Placeholders;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The section {@code defaults}. */
class DefaultsTests {
    private static final String LAYERS = """
            layers:
              - dense: { units: 4, activation: tanh }
              - dense: { units: 1, activation: sigmoid, bias: false }
            """;

    /** The valid example with these defaults and layers, written in flow style. */
    private static Example with(String defaults, String... layers) {
        String list = String.join(
                "", Stream.of(layers).map(layer -> "  - " + layer + "\n").toList());
        return Example.valid().with(LAYERS, "defaults: " + defaults + "\nlayers:\n" + list);
    }

    @Test
    void aLayerUsesTheDefaultsForKeysThatItLacks() {
        NetworkSpec spec = with(
                        "{ units: 3, activation: tanh, bias: false }",
                        "dense",
                        "dense: { bias: true }",
                        "dense: { units: 1 }")
                .spec();

        assertEquals(Example.valid().with(LAYERS, """
                                layers:
                                  - dense: { units: 3, activation: tanh, bias: false }
                                  - dense: { units: 3, activation: tanh }
                                  - dense: { units: 1, activation: tanh, bias: false }
                                """).spec(), spec);
    }

    @Test
    void theyMayStandBehindTheLayers() {
        NetworkSpec spec = Example.valid()
                .with(LAYERS, "layers:\n  - dense: { units: 4 }\n  - dense: { units: 1 }\n")
                .with("seed: 7", "seed: 7\ndefaults: { activation: sigmoid }")
                .spec();

        assertTrue(spec.layers().stream().allMatch(layer -> layer.activation() instanceof Activation.Sigmoid));
    }

    @Test
    void aKeyOfALayerIsTakenWholeAndNotMixed() {
        List<Layer> layers = with(
                        "{ activation: sigmoid, regularization: { l1: 0.5, l2: 0.25 } }",
                        "dense: { units: 4, regularization: { l2: 0.125 } }",
                        "dense: { units: 1 }")
                .spec()
                .layers();

        assertEquals(0, layers.get(0).regularization().orElseThrow().l1());
        assertEquals(0.125, layers.get(0).regularization().orElseThrow().l2());
        assertEquals(0.5, layers.get(1).regularization().orElseThrow().l1());
    }

    static List<String> everyKey() {
        return Schema.of(Layer.Dense.class).parameters().stream()
                .map(Parameter::name)
                .toList();
    }

    /** A learning rate in all layers leaves the optimizer's without effect, and an initializer the network's. */
    @ParameterizedTest
    @MethodSource("everyKey")
    void everyKeyOfALayerMayStandThere(String key) {
        String value = value(key);
        Example shared = with("{ " + key + ": " + value + " }", layer(key, ""), layer(key, ""));
        Example repeated = Example.valid()
                .with(
                        LAYERS,
                        "layers:\n  - " + layer(key, key + ": " + value) + "\n  - " + layer(key, key + ": " + value)
                                + "\n");

        if (key.equals("learning_rate") || key.equals("init")) {
            assertTrue(shared.refusal().getMessage().contains("every layer has its own"));
        } else {
            assertEquals(repeated.spec(), shared.spec());
        }
    }

    private static String value(String key) {
        Parameter parameter = Schema.of(Layer.Dense.class).parameters().stream()
                .filter(each -> each.name().equals(key))
                .findFirst()
                .orElseThrow();
        return switch (key) {
            case "bias" -> "false";
            case "bias_init" -> "0.5";
            case "regularization" -> "{ l2: 0.5 }";
            default -> YamlWriter.flow(Placeholders.of(parameter, 0));
        };
    }

    /** A layer with all its keys except this one, and with another. */
    private static String layer(String but, String more) {
        List<String> keys = Stream.of("units: 1", "activation: sigmoid", more)
                .filter(entry -> entry.equals(more) || !entry.startsWith(but + ":"))
                .filter(entry -> !entry.isEmpty())
                .distinct()
                .toList();
        return "dense: { " + String.join(", ", keys) + " }";
    }

    @Test
    void whatIsWrittenFromASpecificationReadsAsTheSame() {
        NetworkSpec spec = with(
                        "{ activation: tanh, init: { normal: { standard_deviation: 0.5 } } }",
                        "dense: { units: 3 }",
                        "dense: { units: 1, init: zeros }")
                .with("init: { uniform: { low: -1, high: 1 } }\n", "")
                .spec();
        String written = YamlWriter.write(spec);

        assertFalse(written.contains("defaults"));
        assertEquals(spec, YamlReader.read(written, "written").spec());
    }

    @Test
    void theSourceMapKnowsWhatCameFromThere() {
        SourceMap map = with(
                        "{ activation: { leaky_relu: { alpha: 0.2 } } }",
                        "dense: { units: 4 }",
                        "dense: { units: 1, activation: sigmoid }")
                .read()
                .sourceMap();

        Origin shared = map.at("layers[0].activation").orElseThrow();
        assertTrue(shared.isShared());
        assertEquals(3, shared.line().orElseThrow());
        assertTrue(map.at("layers[0].activation.alpha").orElseThrow().isShared());
        assertFalse(map.at("layers[0].units").orElseThrow().isShared());
        assertFalse(map.at("layers[1].activation").orElseThrow().isShared());
        assertFalse(map.at("layers[1].bias").orElseThrow().isShared());
    }

    @Test
    void anUnknownKeyIsAnError() {
        with("{ activaton: tanh }", "dense: { units: 4 }", "dense: { units: 1 }")
                .isRefusedWith("""
                        error[E010]: unknown key `activaton` in defaults
                          --> xor.yaml:3:13
                        3 | defaults: { activaton: tanh }
                          |             ^^^^^^^^^ did you mean `activation`?
                          = allowed here: ALL_KEYS_OF_DENSE
                        """);
    }

    @Test
    void aKeyThatEveryLayerOverridesIsAnError() {
        with("{ activation: tanh, bias: false }", "dense: { units: 4, bias: true }", "dense: { units: 1, bias: false }")
                .isRefusedWith("""
                        error[E021]: `bias` in defaults would have no effect: every layer has its own
                          --> xor.yaml:3:31
                        3 | defaults: { activation: tanh, bias: false }
                          |                               ^^^^
                          = allowed here: a key that at least one layer does not have
                        """);
    }

    @Test
    void aWrongValueIsReportedOnce() {
        with("{ activation: tahn }", "dense: { units: 4 }", "dense: { units: 1 }")
                .isRefusedWith("""
                        error[E013]: unknown activation `tahn`
                          --> xor.yaml:3:25
                        3 | defaults: { activation: tahn }
                          |                         ^^^^ did you mean `tanh`?
                          = allowed here: ALL_ACTIVATIONS
                        """);
    }

    @Test
    void whatDoesNotFitALayerIsReportedAtItsPlaceThere() {
        with("{ activation: tanh, bias: false, bias_init: 0.5 }", "dense: { units: 4 }", "dense: { units: 1 }")
                .isRefusedWith("""
                        error[E021]: `bias_init` would have no effect: this layer has no bias
                          --> xor.yaml:3:55
                        3 | defaults: { activation: tanh, bias: false, bias_init: 0.5 }
                          |                                                       ^^^
                          = allowed here: `bias: true`, or leave this out
                        """);
    }

    @Test
    void nothingInThemIsAnError() {
        with("{}", "dense: { units: 4, activation: tanh }", "dense: { units: 1, activation: tanh }")
                .isRefusedWith("""
                        error[E016]: `defaults` is an empty mapping
                          --> xor.yaml:3:11
                        3 | defaults: {}
                          |           ^^
                          = allowed here: a mapping of units, activation, bias, init, learning_rate,
                              bias_init, dropout, regularization, gradient_normalization, constraint
                        """);
    }

    @Test
    void theyStandAtTheTopLevelOnly() {
        Example.valid()
                .with("units: 4,", "units: 4, defaults: { bias: false },")
                .isRefusedWith("""
                        error[E010]: unknown key `defaults` in layers[0].dense
                          --> xor.yaml:4:24
                        4 |   - dense: { units: 4, defaults: { bias: false }, activation: tanh }
                          |                        ^^^^^^^^ it belongs at the top level
                          = allowed here: ALL_KEYS_OF_DENSE
                        """);
    }

    @Test
    void aMisspelledOneIsStillRead() {
        with("{ activation: tanh }", "dense: { units: 4 }", "dense: { units: 1 }")
                .with("defaults", "default")
                .isRefusedWith("""
                        error[E010]: unknown key `default`
                          --> xor.yaml:3:1
                        3 | default: { activation: tanh }
                          | ^^^^^^^ did you mean `defaults`?
                          = allowed here: name, inputs, layers, defaults, init, seed, loss, reduction,
                              precision, backend, training, data, prepare, validation, report, compare,
                              sweep
                        """);
    }

    @Test
    void aSecondOneIsAnError() {
        with("{ activation: tanh }", "dense: { units: 4 }", "dense: { units: 1 }")
                .with("seed: 7", "defaults: { bias: false }")
                .isRefusedWith("""
                        error[E012]: duplicate key `defaults`
                          --> xor.yaml:8:1
                        8 | defaults: { bias: false }
                          | ^^^^^^^^ the second one
                        3 | defaults: { activation: tanh }
                          | -------- the first one
                        """);
    }

    @Test
    void missingKeysAreReportedAtTheLayer() {
        with("{ activation: tanh }", "dense", "dense: { units: 1 }").isRefusedWith("""
                        error[E011]: `units` is missing in layers[0].dense
                          --> xor.yaml:5:5
                        5 |   - dense
                          |     ^^^^^
                          = needed: the number of outputs: a whole number of at least 1
                        """);
    }
}
