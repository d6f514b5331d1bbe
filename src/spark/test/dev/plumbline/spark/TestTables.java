package dev.plumbline.spark;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A table with what makes reading in parts hard, and networks for it. */
final class TestTables {
    private TestTables() {}

    /** Texts with line ends, quotes and delimiters, missing values, numbers of all sizes, empty lines, and no last line end. */
    static Path table(Path file, int rows, int seed, String lineEnd) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("size,\"the, colour\",note,weight kg,age,kind,part,stress" + lineEnd);
        String[] colours = {"red", "green", "\"blue, dark\"", "\"two" + lineEnd + "lines\"", "5\" wide"};
        String[] kinds = {"ape", "\"bee \"\"B\"\"\"", "cat"};
        for (int i = 0; i < rows; i++) {
            double size = random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4);
            int colour = random.nextInt(colours.length);
            text.append(size).append(',').append(colours[colour]).append(',');
            text.append(i % 7 == 0 ? "\"line one" + lineEnd + "and \"\"two\"\"\"" : "x")
                    .append(',');
            text.append(random.nextInt(10) == 0 ? "" : 70 + 12 * random.nextGaussian())
                    .append(',');
            text.append(random.nextInt(20) == 0 ? "NA" : Integer.toString(18 + random.nextInt(70)))
                    .append(',');
            text.append(kinds[(size > 0 ? 1 : 0) + (colour > 1 ? 1 : 0)]).append(',');
            text.append(random.nextInt(5) == 0 ? "test" : "train").append(',');
            text.append(random.nextInt(4)).append(i + 1 < rows ? lineEnd : "");
            if (i % 100 == 50) {
                text.append(lineEnd);
            }
        }
        return Files.writeString(file, text);
    }

    /** A network that classifies the kinds. */
    static String classifier(String file, String rest) {
        return """
                name: kinds
                inputs: 8
                layers:
                  - dense: { units: 6, activation: tanh, dropout: { drop_probability: 0.2 } }
                  - dense: { units: 3, activation: softmax, regularization: { l2: 0.001 } }
                init: { uniform: { low: -1, high: 1 } }
                seed: 3
                loss: categorical_cross_entropy
                reduction: mean
                training:
                  optimizer: { adam: { learning_rate: 0.01 } }
                  batch_size: 20
                  epochs: 2
                  shuffle: true
                  distributed: { workers: 3, averaging_frequency: 4 }
                data:
                  csv:
                    file: FILE
                    inputs: [size, "the, colour", "weight kg", age]
                    categorical: ["the, colour"]
                    targets: [kind]
                    classes: infer
                    missing: median
                    missing_marks: [NA]
                report: { every: 1, metrics: [loss, accuracy, mean_squared_error] }
                """.replace("FILE", file) + rest;
    }

    /** A network that predicts numbers in f32, with scaled targets, weights of the examples and a sum of losses. */
    static String regression(String file) {
        return """
                name: numbers
                inputs: 2
                layers:
                  - dense: { units: 4, activation: relu }
                  - dense: { units: 2, activation: identity, regularization: { l2: 0.01 } }
                init: { uniform: { low: -1, high: 1 } }
                loss: squared_error
                reduction: sum
                precision: f32
                training:
                  optimizer: { sgd: { learning_rate: 0.0001 } }
                  batch_size: 64
                  epochs: 2
                  distributed: { workers: 2 }
                prepare: { inputs: min_max, targets: standardize }
                validation: { column: part, value: test }
                data:
                  csv:
                    file: FILE
                    inputs: ["weight kg", age]
                    targets: [size, stress]
                    weights: stress
                    missing: mean
                    missing_marks: [NA]
                report: { every: 1, metrics: [loss, mean_absolute_error] }
                """.replace("FILE", file);
    }

    static NetworkSpec spec(String yaml) {
        try {
            return YamlReader.read(yaml, "network.yaml").spec();
        } catch (InvalidFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
