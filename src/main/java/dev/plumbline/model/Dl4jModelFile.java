package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.LayerWeights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of DL4J: a model with {@code configuration.json} and {@code coefficients.bin}, or a bare
 * configuration. The other files of a model are never read, in particular the Java objects that DL4J deserializes.
 *
 * @param configuration the text of the configuration
 * @param hasWeights whether it is a model
 */
public record Dl4jModelFile(Path file, String configuration, boolean hasWeights) {
    private static final int MOST_CONFIGURATION = 16 << 20; // bytes
    private static final int MOST_NORMALIZER = 1 << 28; // bytes
    private static final String OLD_NORMALIZER = "preprocessor.bin"; // of DL4J before 0.8
    private static final long FRAME = 1L << 12; // the maximum number of bytes in coefficients.bin besides its numbers

    /**
     * Reads the configuration.
     *
     * @throws DataException if there is none; a file of another library is named
     */
    public static Dl4jModelFile read(Path file) throws IOException {
        ForeignFile.refuse(file);
        if (!startsAsZip(file)) {
            if (Files.size(file) > MOST_CONFIGURATION) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL,
                        file + " is neither a zip archive nor a configuration: it has " + Files.size(file) + " bytes",
                        "a model.zip of DL4J, or a configuration.json of at most " + MOST_CONFIGURATION + " bytes");
            }
            return new Dl4jModelFile(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8), false);
        }
        try (ModelArchive archive = ModelArchive.open(file)) {
            if (!archive.has(Model.CONFIGURATION)) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL,
                        file + " has no file " + Model.CONFIGURATION,
                        "a model of a MultiLayerNetwork");
            }
            return new Dl4jModelFile(
                    file, archive.text(Model.CONFIGURATION, MOST_CONFIGURATION), archive.has(Model.COEFFICIENTS));
        }
    }

    private static boolean startsAsZip(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new DataException(
                    ErrorKind.UNREADABLE_FILE,
                    file + " is not a regular file",
                    "a model.zip of DL4J, or a configuration.json");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 'P' && start[1] == 'K';
        }
    }

    /**
     * What the model does with raw rows before the network, and with its outputs: DL4J's normalizer, or the preparation of
     * a model that Plumbline wrote; empty if nothing.
     *
     * @throws DataException if it is damaged, or if it is not for this network
     */
    public Optional<Dl4jNormalizer> normalizer(NetworkSpec spec) throws IOException {
        if (!startsAsZip(file)) {
            return Optional.empty();
        }
        try (ModelArchive archive = ModelArchive.open(file)) {
            if (archive.has(Model.PREPARATION)) {
                Optional<Prepare> prepare = Model.spec(archive).prepare();
                Preparation preparation = Model.preparation(archive, Schema.with(spec, "prepare", prepare));
                return Optional.of(new Dl4jNormalizer(Model.PREPARATION, Optional.of(preparation), prepare));
            }
            for (String name : List.of(Dl4jNormalizer.FILE, OLD_NORMALIZER)) {
                if (archive.has(name)) {
                    return Optional.of(archive.read(
                            name, MOST_NORMALIZER, in -> Dl4jNormalizer.read(in, spec, archive.nameOf(name))));
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Reads the weights of this network; empty for a bare configuration.
     *
     * @throws DataException if they are not exactly the weights of the network
     */
    public Optional<List<LayerWeights>> weights(NetworkSpec spec) throws IOException {
        return hasWeights
                ? Optional.of(Coefficients.read(new ByteArrayInputStream(read(spec)), spec, name()))
                : Optional.empty();
    }

    /**
     * The bytes of {@code coefficients.bin}, after a check that they are an array with exactly the weights of this
     * network; for a bare configuration, the bytes of the given weights.
     */
    public byte[] coefficients(NetworkSpec spec, List<LayerWeights> weights) throws IOException {
        if (!hasWeights) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Coefficients.write(out, spec, weights);
            return out.toByteArray();
        }
        byte[] bytes = read(spec);
        Coefficients.read(new ByteArrayInputStream(bytes), spec, name());
        return bytes;
    }

    private byte[] read(NetworkSpec spec) throws IOException {
        try (ModelArchive archive = ModelArchive.open(file)) {
            return archive.read(
                    Model.COEFFICIENTS, spec.parameters() * Double.BYTES + FRAME, InputStream::readAllBytes);
        }
    }

    private String name() {
        return file + ", " + Model.COEFFICIENTS;
    }
}
