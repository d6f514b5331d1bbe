package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command is handed is enough to take the very same steps. */
class ExperimentArchiveTests {
    private static final String NETWORK = """
            inputs: 2
            layers:
              - dense: { units: 3, activation: tanh, dropout: { drop_probability: 0.3 } }
              - dense: { units: 2, activation: softmax, bias: false, dropout: { drop_probability: 0.5 } }
            init: { uniform: { low: -1, high: 1 } }
            loss: categorical_cross_entropy
            reduction: mean
            training:
              optimizer: { momentum: { learning_rate: 0.37, momentum: 0.8 } }
              batch_size: 2
              epochs: 3
              shuffle: true
            data:
              inputs: [[0, 1], [1, 0], [2, 1], [1, 2], [3, 3]]
              targets: [[0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]
              weights: [1, 2, 3, 4, 5]
            """;

    @TempDir
    Path directory;

    private Npz archive(String network) throws IOException {
        Path file = directory.resolve("experiment.npz");
        ExperimentArchive.write(experiment(network), file);
        return Npz.open(file);
    }

    private static Experiment experiment(String network) {
        return Experiment.of(YamlReader.read(network, "network.yaml").spec());
    }

    private static String text(Npz archive, String array) throws IOException {
        double[] values = archive.read(array).toRowMajor();
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void orderAndMasksGiveTheVeryBatches() throws IOException {
        Experiment experiment = experiment(NETWORK);
        try (Npz archive = archive(NETWORK)) {
            Matrix x = archive.read("X").toMatrix();
            Matrix weights = archive.read("weights").toMatrix();
            NpyArray order = archive.read("order");
            Matrix mask1 = archive.read("mask1").toMatrix();
            Matrix mask2 = archive.read("mask2").toMatrix();
            int seen = 0;
            for (Batch batch : experiment.batches()) {
                int[] rows = new int[batch.size()];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = (int) order.get(batch.epoch(), (seen + i) % x.rows());
                }
                assertEquals(batch.inputs(), x.take(rows));
                assertEquals(batch.weights(), Optional.of(weights.take(rows)));
                assertEquals(batch.mask(1), Optional.of(mask1.rowRange(seen, seen + rows.length)));
                assertEquals(batch.mask(2), Optional.of(mask2.rowRange(seen, seen + rows.length)));
                seen += rows.length;
            }
            assertEquals(15, seen);
        }
    }

    @Test
    void saysHowItIsTrained() throws IOException {
        try (Npz archive = archive(NETWORK)) {
            assertEquals("tanh softmax", text(archive, "activations"));
            assertEquals("categorical_cross_entropy", text(archive, "loss"));
            assertEquals("mean", text(archive, "reduction"));
            assertEquals("momentum", text(archive, "optimizer"));
            assertEquals(0.37, archive.read("learning_rate").get());
            assertEquals(0.8, archive.read("momentum").get());
            assertEquals(0.3, archive.read("drop_probability1").get());
            assertEquals(0.5, archive.read("drop_probability2").get());
            assertEquals(2, archive.read("batch_size").get());
            assertEquals(3, archive.read("epochs").get());
            assertEquals(2, archive.read("layers").get());
            assertEquals("<i8", archive.read("order").dtype());
        }
    }

    @Test
    void holdsTheInitialWeightsAndNoBiasWhereThereIsNone() throws IOException {
        Experiment experiment = experiment(NETWORK);
        try (Npz archive = archive(NETWORK)) {
            for (int l = 1; l <= 2; l++) {
                assertEquals(
                        experiment.initialWeights().get(l - 1).weights(),
                        archive.read("W" + l).toMatrix());
            }
            assertEquals(1, archive.read("b1").shape().size());
            assertFalse(archive.names().contains("b2"));
        }
    }

    @Test
    void leavesOutWhatThereIsNot() throws IOException {
        String plain = NETWORK.replaceAll(", dropout: \\{[^}]*\\}", "")
                .replace("  shuffle: true\n", "")
                .replace("  weights: [1, 2, 3, 4, 5]\n", "")
                .replace(
                        "learning_rate: 0.37",
                        "learning_rate: { step: { initial: 1, factor: 0.5, every: 2, per: epoch } }");
        try (Npz archive = archive(plain)) {
            assertEquals(
                    Set.of(
                            "X",
                            "y",
                            "layers",
                            "W1",
                            "b1",
                            "W2",
                            "epochs",
                            "batch_size",
                            "activations",
                            "loss",
                            "reduction",
                            "optimizer",
                            "momentum"),
                    archive.names());
        }
        String own = plain.replaceFirst("units: 3,", "units: 3, learning_rate: 0.5,")
                .replaceFirst("learning_rate: \\{ step[^}]*\\} \\}", "learning_rate: 0.25");
        try (Npz archive = archive(own)) {
            assertEquals(Matrix.column(0.5, 0.25), archive.read("learning_rate").toMatrix());
        }
    }
}
