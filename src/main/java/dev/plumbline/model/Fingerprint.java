package dev.plumbline.model;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Report;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.EvaluationSums;
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
        return of(experiment, examples(experiment));
    }

    /** The same if the examples are held elsewhere. */
    static String of(Experiment experiment, String examples) {
        NetworkSpec spec = experiment.spec();
        NetworkSpec everyEpoch = Schema.with(
                spec, "report", new Report(Optional.empty(), spec.report().metrics()));
        NetworkSpec oneEpoch = Schema.with(everyEpoch, "training", Schema.with(spec.training(), "epochs", 1));
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(YamlWriter.write(oneEpoch));
        fingerprint.add(examples);
        fingerprint.add(experiment.initialWeights());
        return fingerprint.end();
    }

    private static String examples(Experiment experiment) {
        int rows = experiment.inputs().rows();
        StringBuilder blocks = new StringBuilder();
        for (int from = 0; from < rows; from += EvaluationSums.BLOCK) {
            int start = from;
            int end = Math.min(rows, from + EvaluationSums.BLOCK);
            blocks.append(ofBlock(
                    experiment.inputs().rowRange(start, end),
                    experiment.targets().rowRange(start, end),
                    experiment.exampleWeights().map(weights -> weights.rowRange(start, end))));
        }
        return ofBlocks(blocks.toString());
    }

    /** The fingerprint of examples from those of their blocks, one after the other. */
    public static String ofBlocks(String blocks) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(blocks);
        return fingerprint.end();
    }

    /** The fingerprint of a block of {@link EvaluationSums#BLOCK} examples; the last block may have fewer. */
    public static String ofBlock(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(inputs);
        fingerprint.add(targets);
        weights.ifPresent(fingerprint::add);
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
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** The fingerprint of the bytes of a stream. */
    public static String of(InputStream in) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            fingerprint.digest.update(buffer, 0, read);
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
