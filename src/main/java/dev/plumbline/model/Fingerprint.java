package dev.plumbline.model;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Report;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.yaml.YamlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** SHA-256 of files, weights and experiments, in hexadecimal. */
public final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The fingerprint of everything that determines a training except its length: the network, the examples in their
     * order, and the initial weights. So a training can continue for more epochs than originally planned.
     */
    static String of(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        NetworkSpec everyEpoch = Schema.with(
                spec, "report", new Report(Optional.empty(), spec.report().metrics()));
        NetworkSpec oneEpoch = Schema.with(everyEpoch, "training", Schema.with(spec.training(), "epochs", 1));
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(YamlWriter.write(oneEpoch));
        fingerprint.add(experiment.inputs());
        fingerprint.add(experiment.targets());
        experiment.exampleWeights().ifPresent(fingerprint::add);
        fingerprint.add(experiment.initialWeights());
        return fingerprint.end();
    }

    /** The fingerprint of weights and biases, bit by bit. */
    public static String of(List<LayerWeights> weights) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(weights);
        return fingerprint.end();
    }

    /** The fingerprint of a file. */
    public static String of(Path file) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                fingerprint.digest.update(buffer, 0, read);
            }
        }
        return fingerprint.end();
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(List<LayerWeights> weights) {
        for (LayerWeights layer : weights) {
            add(layer.weights());
            layer.bias().ifPresent(this::add);
        }
    }

    private void add(Matrix matrix) {
        add(matrix.shape());
        double[] values = matrix.toRowMajor();
        ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES * 1024);
        for (double value : values) {
            buffer.putDouble(value);
            if (!buffer.hasRemaining()) {
                digest.update(buffer.array());
                buffer.clear();
            }
        }
        digest.update(buffer.array(), 0, buffer.position());
    }

    private String end() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
