package dev.plumbline.cli;

import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.recording.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs each kind of verb once, on a tiny network, and prints nothing. The launcher lets the JVM archive the classes
 * that this loads ({@code -XX:ArchiveClassesAtExit}), so that later starts are faster: {@code validate} took 0.25 s in
 * place of 0.5 s, on two idle cores under Java 17.
 *
 * <p>The results of the verbs do not matter; a verb that fails only leaves its classes out.
 */
final class WarmUp {
    private static final String NETWORK = """
            name: rehearsal
            inputs: 2
            defaults: { activation: tanh }
            layers:
              - dense: { units: 3, init: glorot_uniform, regularization: { l2: 0.001 } }
              - dense: { units: 1, activation: sigmoid }
            init: { uniform: { low: -1, high: 1 } }
            loss: binary_cross_entropy
            reduction: mean
            training: { optimizer: { adam: { learning_rate: 0.01 } }, batch_size: 2, epochs: 2, shuffle: true }
            data: { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]] }
            """;

    private WarmUp() {}

    /** Runs all verbs. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty(Dl4j.TUNING, "true");
        Terminal nowhere = Terminal.ofWriters(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), StandardCharsets.UTF_8);
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Path written = directory.path();
            Path valid = Files.writeString(written.resolve("right.yaml"), NETWORK);
            Path wrong = Files.writeString(written.resolve("wrong.yaml"), NETWORK.replace("units: 3", "unit: three"));
            List<List<String>> runs = List.of(
                    List.of("--help"),
                    List.of("validate", valid.toString(), wrong.toString()),
                    List.of("summary", valid.toString()),
                    List.of("explain", valid.toString()),
                    List.of("explain", "--java", valid.toString()),
                    List.of("words"),
                    List.of("words", "adam"),
                    List.of("scaffold", valid.toString(), "--language", "python", "-o", written.toString()),
                    List.of("check", valid.toString()),
                    List.of("check", valid.toString(), "--json"));
            for (List<String> run : runs) {
                Plumbline.run(nowhere, run.toArray(String[]::new));
            }
        }
    }
}
