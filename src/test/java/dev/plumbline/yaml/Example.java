package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.diagnostic.InvalidFileException;

/** A network file, changed here and there, and what reading it must say. */
public record Example(String text) {
    /** The name in messages. */
    private static final String NAME = "xor.yaml";

    private static final String VALID = """
            name: xor
            inputs: 2
            layers:
              - dense: { units: 4, activation: tanh }
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
              inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]
              targets: [[0], [1], [1], [0]]
            report: { every: 10 }
            """;

    public static Example valid() {
        return new Example(VALID);
    }

    static Example text(String text) {
        return new Example(text);
    }

    /** Returns the file with one text replaced. */
    Example with(String original, String replacement) {
        int at = text.indexOf(original);
        assertTrue(at >= 0 && text.indexOf(original, at + 1) < 0, original);
        return new Example(text.replace(original, replacement));
    }

    NetworkFile read() {
        return YamlReader.read(text, NAME);
    }

    NetworkSpec spec() {
        return read().spec();
    }

    InvalidFileException refusal() {
        return assertThrows(InvalidFileException.class, this::read);
    }

    void isRefusedWith(String expected) {
        assertEquals(Listed.words(expected).stripTrailing(), refusal().getMessage());
    }
}
