package dev.plumbline.model;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.DataException;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Report;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.YamlWriter;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A trained network in one file, a zip archive:
 *
 * <ul>
 *   <li>{@code configuration.json} and {@code coefficients.bin}, which plain DL4J can load;
 *   <li>{@code network.yaml}, the network file;
 *   <li>{@code preparation.json}, the preparation of raw rows and the names of the classes.
 * </ul>
 *
 * <p>Plumbline reads the last three. The same model gives the same bytes.
 *
 * @param weights the trained weights, layer by layer
 * @param preparation how raw rows become inputs
 */
public record Model(NetworkSpec spec, List<LayerWeights> weights, Preparation preparation) {
    static final String CONFIGURATION = "configuration.json";
    static final String COEFFICIENTS = "coefficients.bin";
    static final String NETWORK = "network.yaml";
    static final String PREPARATION = "preparation.json";

    private static final long MOST_TEXT = 64L << 20; // the maximum number of bytes of a text
    private static final long FRAME = 1L << 12; // the maximum number of bytes in coefficients.bin besides its numbers

    public Model {
        weights = List.copyOf(weights);
    }

    /**
     * Writes the model completely or not at all.
     *
     * @param configuration DL4J's JSON of the network
     */
    public void write(Path file, String configuration) throws IOException {
        AtomicFile.write(file, out -> write(out, configuration));
    }

    private void write(OutputStream out, String configuration) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        put(zip, CONFIGURATION, configuration);
        begin(zip, COEFFICIENTS);
        Coefficients.write(zip, spec, weights);
        zip.closeEntry();
        put(zip, NETWORK, YamlWriter.write(spec));
        put(
                zip,
                PREPARATION,
                new GsonBuilder()
                                .disableHtmlEscaping()
                                .setPrettyPrinting()
                                .create()
                                .toJson(preparation.toMap()) + "\n");
        zip.finish();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        begin(zip, name);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
    }

    /**
     * Reads a model.
     *
     * @throws DataException if the file is not a complete model; a file of another library is named
     */
    public static Model read(Path file) throws IOException {
        ForeignFile.refuse(file);
        try (ModelArchive archive = ModelArchive.open(file)) {
            if (!archive.has(NETWORK) && archive.has(CONFIGURATION)) {
                boolean isGraph = archive.text(CONFIGURATION, MOST_TEXT).contains("\"vertices\"");
                throw new DataException(
                        ErrorKind.NOT_A_MODEL,
                        file
                                + (isGraph
                                        ? " is a model of DL4J's ComputationGraph, and Plumbline supports MultiLayerNetwork:"
                                                + " `plumbline audit` lists the defects of DL4J that affect it"
                                        : " is a model of DL4J that Plumbline did not write: `plumbline import " + file
                                                + " -o predictor.zip` makes one for predictions of it"),
                        "");
            }
            NetworkSpec spec = spec(archive);
            Preparation preparation = preparation(archive, spec);
            long most = spec.parameters() * Double.BYTES + FRAME;
            List<LayerWeights> weights =
                    archive.read(COEFFICIENTS, most, in -> Coefficients.read(in, spec, archive.nameOf(COEFFICIENTS)));
            return new Model(spec, weights, preparation);
        }
    }

    /** Two classes may share one output; otherwise each has its own. */
    private static void checkClasses(List<String> classes, int outputs, String name) throws DataException {
        int expected = outputs == 1 ? 2 : outputs;
        if (!classes.isEmpty() && classes.size() != expected) {
            throw new DataException(
                    ErrorKind.NOT_A_MODEL,
                    name + " names " + classes.size() + " classes for a network of " + outputs + " outputs",
                    expected + " names, or none if the outputs are not classes");
        }
    }

    /** The network file in an archive. */
    static NetworkSpec spec(ModelArchive archive) throws IOException {
        try {
            return YamlReader.read(archive.text(NETWORK, MOST_TEXT), archive.nameOf(NETWORK))
                    .spec();
        } catch (InvalidFileException e) {
            throw new DataException(
                    ErrorKind.NOT_A_MODEL,
                    archive.nameOf(NETWORK) + " is not a valid network file: " + e.getMessage(),
                    "");
        }
    }

    /** The preparation in an archive, which must be for this network. */
    static Preparation preparation(ModelArchive archive, NetworkSpec spec) throws IOException {
        Preparation preparation = preparation(archive);
        if (preparation.width() != spec.inputs()) {
            throw new DataException(
                    ErrorKind.NOT_A_MODEL,
                    archive.nameOf(PREPARATION) + " prepares " + preparation.width() + " inputs for a network of "
                            + spec.inputs(),
                    "the preparation of this network");
        }
        int scaled = preparation.targets().map(ColumnScaling::width).orElse(0);
        if (scaled != (spec.scalesTargets() ? spec.outputs() : 0)) {
            throw new DataException(
                    ErrorKind.NOT_A_MODEL,
                    archive.nameOf(PREPARATION) + " scales " + scaled + " targets for a network of " + spec.outputs()
                            + (spec.scalesTargets() ? " with" : " without") + " `targets` in `prepare`",
                    "the preparation of this network");
        }
        checkClasses(preparation.classes(), spec.outputs(), archive.nameOf(PREPARATION));
        return preparation;
    }

    private static Preparation preparation(ModelArchive archive) throws IOException {
        try {
            Map<?, ?> map = new GsonBuilder().create().fromJson(archive.text(PREPARATION, MOST_TEXT), Map.class);
            if (map == null) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL, archive.nameOf(PREPARATION) + " is empty", "a JSON object");
            }
            return Preparation.fromMap(Model.texts(map));
        } catch (JsonParseException | StackOverflowError e) {
            throw new DataException(
                    ErrorKind.NOT_A_MODEL, archive.nameOf(PREPARATION) + " is not JSON", "a JSON object");
        }
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    private static Map<String, ?> texts(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }

    /**
     * An experiment that evaluates the trained network on other examples.
     *
     * @param inputs prepared inputs, examples × inputs
     * @param targets prepared targets, examples × outputs
     * @param exampleWeights examples × 1, if the examples of the training were weighted
     */
    public Experiment experiment(Matrix inputs, Matrix targets, Optional<Matrix> exampleWeights) {
        Training plain = new Training(
                spec.training().optimizer(),
                new BatchSize.All(),
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        List<Layer> layers = spec.layers().stream()
                .map(layer -> Schema.with(layer, "init", Optional.empty()))
                .toList();
        Map<String, Object> values = Map.of(
                "layers",
                layers,
                "init",
                Optional.of(new Initializer.Zeros()),
                "training",
                plain,
                "report",
                new Report(Optional.empty(), spec.report().metrics()));
        NetworkSpec evaluated = Schema.with(spec, values);
        return Experiment.of(evaluated, inputs, targets, exampleWeights)
                .startingFrom(weights)
                .withTargetScaling(preparation.targets());
    }
}
