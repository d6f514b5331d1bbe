package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import dev.plumbline.yaml.node.Scalars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Written files read back as the same specification, and are readable. */
class YamlWriterTests {
    private static void assertSurvives(NetworkSpec spec) {
        String written = YamlWriter.write(spec);
        assertEquals(spec, YamlReader.read(written, "written.yaml").spec(), written);
        assertEquals(
                written,
                YamlWriter.write(YamlReader.read(written, "written.yaml").spec()));
    }

    @Test
    void writesTheTutorialsNetworkShortly() {
        assertEquals("""
                name: three-layer
                inputs: 3
                layers:
                  - dense: { units: 5, activation: sigmoid, bias: false }
                  - dense: { units: 1, activation: sigmoid, bias: false }
                init: { uniform: { low: -1, high: 1 } }
                loss: half_squared_error
                reduction: sum
                training:
                  optimizer: { sgd: { learning_rate: 1 } }
                  batch_size: all
                  epochs: 60000
                data:
                  inputs: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
                  targets: [[0], [1], [1], [0]]
                report: { every: 10000, metrics: [mean_absolute_error] }
                """, YamlWriter.write(YamlReaderTests.tutorial()));
    }

    @Test
    void writesLongThingsInSeveralLines() {
        NetworkSpec spec = Example.valid()
                .with(
                        "units: 4, activation: tanh",
                        "units: 4, activation: tanh, bias: false, init: { uniform: { low: -0.25, high: 0.25 } }")
                .with(
                        "[[0, 0], [0, 1], [1, 0], [1, 1]]",
                        "[[0.123456789, 0.123456789], [0.1, 1e-9], [1e300, 0], [1, 1]]")
                .spec();

        assertEquals("""
                name: xor
                inputs: 2
                layers:
                  - dense:
                      units: 4
                      activation: tanh
                      bias: false
                      init: { uniform: { low: -0.25, high: 0.25 } }
                  - dense: { units: 1, activation: sigmoid, bias: false }
                init: { uniform: { low: -1, high: 1 } }
                seed: 7
                loss: half_squared_error
                reduction: mean
                training:
                  optimizer: { sgd: { learning_rate: 0.5 } }
                  batch_size: 2
                  epochs: 100
                data:
                  inputs:
                    - [0.123456789, 0.123456789]
                    - [0.1, 1.0e-9]
                    - [1.0e300, 0]
                    - [1, 1]
                  targets: [[0], [1], [1], [0]]
                report: { every: 10 }
                """, YamlWriter.write(spec));
        assertSurvives(spec);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on: 1",
                "- x",
                "😀",
                "true",
                "null",
                "~",
                "3",
                "0x10",
                ".5",
                "a: b",
                "a #b",
                "#",
                "'",
                "\"",
                "\\",
                "\\n",
                "a\nb",
                "a\r\n\tb",
                " a ",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a`",
                "[a]",
                "{a}",
                "a,b",
                "?",
                "-",
                "---",
                "...",
                "\u0000",
                "\u0007",
                "\u007f",
                "\u0085",
                "a\u2028b",
                "\uFEFF",
                "<<",
                "=",
                "yes",
                "1:30",
                "a  b",
                "ŷ − y",
                "a:",
                ":a",
                "e\u0301",
                "\ud83d\ude00 x",
                "C:\\data\\x.csv"
            })
    void writesAnyNameSoThatItReadsBack(String name) {
        String text = "name: " + YamlWriter.flow(name) + "\n"
                + Example.valid().with("name: xor\n", "").text();
        if (Printable.isLine(name)) {
            assertEquals(name, YamlReader.read(text, "f").spec().name());
        } else { // it is read back, and only then refused
            InvalidFileException refused = assertThrows(InvalidFileException.class, () -> YamlReader.read(text, "f"));
            String found = "`name` is `" + Printable.line(name) + "`";
            assertTrue(refused.getMessage().contains(found), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                1,
                0.1,
                1e-3,
                2e-3,
                1e15,
                1e16,
                1e22,
                1e23,
                123456789.125,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Math.PI,
                9007199254740993.0,
                4.35,
                2.2250738585072014E-308
            })
    void writesEveryDoubleExactly(double value) {
        assertEquals(value, Scalars.doubleValue(YamlWriter.flow(value)));
        assertEquals(-value, Scalars.doubleValue(YamlWriter.flow(-value)));
    }

    @Test
    void keepsTheSignOfZero() {
        assertEquals("-0.0", YamlWriter.flow(-0.0));
        assertEquals("0", YamlWriter.flow(0.0));
        assertEquals(-0.0, Scalars.doubleValue("-0.0"));
    }
}
