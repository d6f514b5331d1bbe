package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.scaffold.Language;
import dev.plumbline.scaffold.Notation;
import dev.plumbline.scaffold.TensorLines;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corrected lines of a diagnosis for loops are right: a network made only from them agrees. */
class CorrectedLoopsTests {
    private static final String YAML = """
            inputs: 2
            layers:
              - dense: { units: 3, activation: tanh }
              - dense: { units: 2, activation: sigmoid }
            loss: binary_cross_entropy
            reduction: mean
            init: glorot_uniform
            training:
              optimizer: { nesterov: { learning_rate: 0.1 } }
              batch_size: 2
              epochs: 3
            data: { inputs: [[0, 1], [1, 0], [1, 1]], targets: [[0, 1], [1, 0], [1, 1]] }
            """;

    @TempDir
    private Path directory = Path.of("");

    private final TensorLines lines =
            TensorLines.of(YamlReader.read(YAML, "net.yaml").spec(), Language.JAVA, Notation.OWN);

    /** The lines of a tensor: the last one within the innermost loop, those before it around that. */
    private String line(String tensor, int layer, int number) {
        return lines.of(tensor, layer).get(number);
    }

    private String last(String tensor, int layer) {
        List<String> all = lines.of(tensor, layer);
        return all.get(all.size() - 1);
    }

    private static String loops(String body, int examples, int inputs, int units) {
        String looped = body;
        looped = units > 0 ? "for (int k = 0; k < " + units + "; k++) { " + looped + " }" : looped;
        looped = inputs > 0 ? "for (int j = 0; j < " + inputs + "; j++) { " + looped + " }" : looped;
        return (examples > 0 ? "for (int i = 0; i < x.length; i++) { " + looped + " }" : looped) + "\n";
    }

    private String step() {
        int[] units = {2, 3, 2};
        StringBuilder java = new StringBuilder("double loss = 0;\n");
        for (int l = 1; l <= 2; l++) {
            for (String array : List.of("z", "a", "dZ", "dA")) {
                java.append("double[][] " + array + l + " = new double[x.length][" + units[l] + "];\n");
            }
            for (String array : List.of("dW", "uW")) {
                java.append("double[][] " + array + l + " = new double[" + units[l - 1] + "][" + units[l] + "];\n");
            }
            for (String array : List.of("db", "ub")) {
                java.append("double[] " + array + l + " = new double[" + units[l] + "];\n");
            }
            java.append(loops(line("Z", l, 0), 1, 0, units[l]));
            java.append(loops(line("Z", l, 1), 1, units[l - 1], units[l]));
            java.append(loops(last("A", l), 1, 0, units[l]));
        }
        java.append(loops(String.join(" ", lines.of("loss", 2)), 1, 0, 2));
        java.append(loops(String.join(" ", lines.of("dZ", 2)), 1, 0, 2));
        java.append(loops(line("dZ", 1, 0), 1, 3, 2));
        java.append(loops(line("dZ", 1, 1), 1, 0, 3));
        for (int l = 1; l <= 2; l++) {
            java.append(loops(last("dW", l), 1, units[l - 1], units[l]));
            java.append(loops(last("db", l), 1, 0, units[l]));
            java.append(loops(String.join(" ", lines.of("W", l)), 0, units[l - 1], units[l]));
            java.append(loops(String.join(" ", lines.of("b", l)), 0, 0, units[l]));
            java.append("tape.Z(" + l + ", z" + l + ").A(" + l + ", a" + l + ").dZ(" + l + ", dZ" + l + ").dW(" + l
                    + ", dW" + l + ").db(" + l + ", db" + l + ").uW(" + l + ", uW" + l + ").ub(" + l + ", ub" + l
                    + ").W(" + l + ", W" + l + ").b(" + l + ", b" + l + ");\n");
        }
        return java.append("tape.loss(loss);\n").toString();
    }

    @Test
    void aNetworkOfTheseLinesAgrees() throws IOException {
        Path file = Files.writeString(directory.resolve("net.yaml"), YAML);
        Path source = Files.writeString(directory.resolve("Net.java"), """
                        import dev.plumbline.handrolled.*;

                        public class Net implements HandRolledNetwork {
                            private final double rate = 0.1;
                            private double[][] W1, W2, vW1 = new double[2][3], vW2 = new double[3][2];
                            private double[] b1, b2, vb1 = new double[3], vb2 = new double[2];

                            public void start(double[][][] weights, double[][] biases) {
                                W1 = weights[0]; W2 = weights[1]; b1 = biases[0]; b2 = biases[1];
                            }

                            public void step(double[][] x, double[][] y, Tape tape) {
                                %s
                            }
                        }
                        """.formatted(step()));
        Console console = Console.run("check", file.toString(), "--no-dl4j", "--against", source.toString());
        assertEquals(0, console.code(), console.out() + console.err() + Files.readString(source));
    }
}
