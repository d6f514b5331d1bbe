package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.plumbline.SavedNetwork;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.preprocessor.AbstractDataSetNormalizer;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.MultiNormalizerHybrid;
import org.nd4j.linalg.dataset.api.preprocessor.MultiNormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.MultiNormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** {@code import} of models to which DL4J's ModelSerializer has added a normalizer. */
class ImportNormalizerTests {
    /** The third column is constant. */
    private static final Matrix ROWS =
            Matrix.of(new double[][] {{5.1, 250, 7}, {4.9, 300, 7}, {6.7, 310, 7}, {6.3, 180, 7}, {5.8, 220, 7}});

    /** Rows of predictions, whose third column is not quite constant. */
    private static final Matrix NEW_ROWS = Matrix.of(
            new double[][] {{5.1, 250, 7}, {4.9, 300, 7.000004}, {6.7, 310, 7}, {6.3, 180, 7}, {5.8, 220, 7.5}});

    /** The second target is constant. */
    private static final Matrix LABELS =
            Matrix.of(new double[][] {{10.1, 42}, {20, 42}, {-3.3, 42}, {7.7, 42}, {100, 42}});

    @TempDir
    private Path directory;

    private Path model = Path.of("");
    private Path predictor = Path.of("");
    private MultiLayerNetwork network = new MultiLayerNetwork(configuration(DataType.DOUBLE));

    @BeforeEach
    void name() {
        model = directory.resolve("model.zip");
        predictor = directory.resolve("predictor.zip");
    }

    private static MultiLayerConfiguration configuration(DataType type) {
        return configuration(type, LossFunction.MSE, Activation.IDENTITY);
    }

    private static MultiLayerConfiguration configuration(DataType type, LossFunction loss, Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(7)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(4)
                        .nOut(2)
                        .activation(activation)
                        .build())
                .build();
    }

    /** A model that DL4J saves with a normalizer. */
    private void save(DataType type, Normalizer<?> normalizer) throws IOException {
        save(configuration(type), normalizer);
    }

    private void save(MultiLayerConfiguration configuration, Normalizer<?> normalizer) throws IOException {
        network = new MultiLayerNetwork(configuration);
        network.init();
        network.save(model.toFile(), true);
        ModelSerializer.addNormalizerToModel(model.toFile(), normalizer);
    }

    private static <N extends AbstractDataSetNormalizer<?>> N fitted(N normalizer) {
        normalizer.fit(new DataSet(rows(), Nd4j.ones(DataType.DOUBLE, 5, 2)));
        return normalizer;
    }

    /** A normalizer of inputs and targets. */
    private static <N extends AbstractDataSetNormalizer<?>> N fittedToLabels(N normalizer, Matrix labels) {
        normalizer.fitLabel(true);
        normalizer.fit(new DataSet(rows(), Dl4j.array(labels, Precision.F64)));
        return normalizer;
    }

    private static INDArray rows() {
        return Dl4j.array(ROWS, Precision.F64);
    }

    private Console run(Path to, String... more) {
        String[] arguments = {"import", model.toString(), "-o", to.toString()};
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Console.run(all);
    }

    private static String unwrapped(Console console) {
        return console.out().replaceAll("\\s+", " ");
    }

    private Matrix imported() throws IOException {
        Console console = run(predictor);
        assertEquals(0, console.code(), console.out() + console.err());
        Matrix outputs = SavedNetwork.read(predictor).predict(NEW_ROWS);
        Files.delete(predictor);
        return outputs;
    }

    /** DL4J's outputs for raw rows, after a normalization by DL4J, in the unit of the targets if it normalizes them. */
    private Matrix expected() throws IOException {
        DataSet examples = new DataSet(
                Dl4j.array(NEW_ROWS, Precision.F64).castTo(network.params().dataType()),
                Nd4j.ones(network.params().dataType(), 5, 2));
        DataNormalization normalizer = ModelSerializer.restoreNormalizerFromFile(model.toFile());
        normalizer.transform(examples);
        INDArray outputs = network.output(examples.getFeatures()).castTo(DataType.DOUBLE);
        if (normalizer instanceof AbstractDataSetNormalizer<?> ofLabels) {
            ofLabels.revertLabels(outputs);
        }
        return Matrix.of(outputs.toDoubleMatrix());
    }

    @Test
    void predictionsAreInTheUnitOfTargetsThatDl4jNormalized() throws IOException {
        save(DataType.DOUBLE, fittedToLabels(new NormalizerStandardize(), LABELS));
        assertEquals(expected(), imported());
        save(DataType.DOUBLE, fittedToLabels(new NormalizerMinMaxScaler(), LABELS));
        assertEquals(expected(), imported());
        // Plumbline multiplies by a range that is already divided by 4, which rounds a prediction differently.
        NormalizerMinMaxScaler ofOtherRange = fittedToLabels(new NormalizerMinMaxScaler(-1, 3), LABELS);
        ofOtherRange.setFeatureStats(
                Nd4j.zeros(DataType.DOUBLE, 1, 3), Nd4j.create(new double[][] {{8, 512, 8}})); // exact
        save(DataType.DOUBLE, ofOtherRange);
        assertEquals(0, expected().maxAbsDifference(imported()), 2 * Math.ulp(42.0));
        save(DataType.FLOAT, fittedToLabels(new NormalizerStandardize(), LABELS));
        assertEquals(0, expected().maxAbsDifference(imported()), 1e-5 * 42);
    }

    @Test
    void theVerbsPredictAndEvaluateUseTheUnitOfTheTargets() throws IOException {
        save(DataType.DOUBLE, fittedToLabels(new NormalizerStandardize(), LABELS));
        Console console = run(predictor);
        assertTrue(
                unwrapped(console)
                        .contains("are raw; the model prepares them by NormalizerStandardize of inputs and targets"
                                + " (normalizer.bin), as in the file; predictions are in the targets' unit"),
                console.out());
        Path rows = Console.write(directory, "rows.csv", "5.1,250,7\n4.9,300,7.000004\n");
        String[] predicted = Console.run("predict", predictor.toString(), rows.toString())
                .out()
                .split("[,\\s]+");
        assertEquals(expected().get(0, 0), Double.parseDouble(predicted[2]));
        assertEquals(expected().get(1, 1), Double.parseDouble(predicted[5]));
        Path examples = directory.resolve("examples.npz");
        Map<String, NpyArray> arrays = Map.of(
                "inputs",
                NpyArray.of(NEW_ROWS),
                "targets",
                NpyArray.of(expected().plus(3)));
        AtomicFile.write(examples, out -> Npz.write(out, arrays));
        Console evaluated = Console.run("evaluate", predictor.toString(), "--data", examples.toString(), "--json");
        assertEquals(
                3,
                JsonParser.parseString(evaluated.out())
                        .getAsJsonObject()
                        .getAsJsonObject("metrics")
                        .get("mean_absolute_error")
                        .getAsDouble(),
                1e-12);
        Files.delete(predictor);
        Console without = run(predictor, "--without-normalizer");
        assertTrue(
                unwrapped(without)
                        .contains("must be normalized already, as predictions will be: NormalizerStandardize"),
                without.out());
        assertFalse(SavedNetwork.read(predictor).spec().scalesTargets());
    }

    @Test
    void scaledTargetsThatTheLossDoesNotAllowAreRefused() throws IOException {
        MultiLayerConfiguration classifier = configuration(DataType.DOUBLE, LossFunction.XENT, Activation.SIGMOID);
        save(classifier, fittedToLabels(new NormalizerMinMaxScaler(), LABELS));
        Console refused = run(predictor);
        assertEquals(2, refused.code());
        assertTrue(
                refused.err()
                        .contains(
                                "which Plumbline cannot translate (`binary_cross_entropy` needs targets in [0, 1], which"
                                        + " are not scaled); without it"),
                refused.err());
        assertEquals(0, run(predictor, "--without-normalizer").code());
        Files.delete(predictor);
        // The interval from 0 to 1 leaves classes as they are.
        Matrix classes = Matrix.of(new double[][] {{0, 1}, {1, 0}, {0, 1}, {0, 1}, {1, 0}});
        save(classifier, fittedToLabels(new NormalizerMinMaxScaler(), classes));
        assertEquals(expected(), imported());
    }

    @Test
    void statisticsOfOtherTargetsAreRefused() throws IOException {
        save(DataType.DOUBLE, fittedToLabels(new NormalizerStandardize(), ROWS));
        Console refused = run(predictor);
        assertEquals(2, refused.code());
        assertTrue(
                refused.err().contains("has 3 numbers; allowed: 2, the means of the network's outputs"), refused.err());
    }

    @Test
    void aModelForPredictionsPreparesRawRowsAsDl4jDoes() throws IOException {
        save(DataType.DOUBLE, fitted(new NormalizerStandardize()));
        assertEquals(expected(), imported());
        save(DataType.DOUBLE, fitted(new NormalizerMinMaxScaler()));
        assertEquals(expected(), imported());
        save(DataType.DOUBLE, new ImagePreProcessingScaler());
        assertEquals(expected(), imported());
        // DL4J divides the constant column by 10⁻⁵, which magnifies the rounding of its 7.
        save(DataType.DOUBLE, fitted(new NormalizerMinMaxScaler(-1, 3)));
        assertEquals(0, expected().maxAbsDifference(imported()), 4 / 1e-5 * Math.ulp(7.0));
        save(DataType.DOUBLE, new ImagePreProcessingScaler(-1, 1));
        assertEquals(0, expected().maxAbsDifference(imported()), 1e-12);
        save(DataType.FLOAT, fitted(new NormalizerStandardize()));
        assertEquals(0, expected().maxAbsDifference(imported()), 1e-5);
    }

    @Test
    void theVerbPredictTakesItAndTheSummaryNamesTheNormalizer() throws IOException {
        save(DataType.DOUBLE, fitted(new NormalizerStandardize()));
        Console console = run(predictor);
        assertTrue(
                unwrapped(console)
                        .contains("are raw; the model prepares them by NormalizerStandardize (normalizer.bin)"),
                console.out());
        Path rows = Console.write(directory, "rows.csv", "5.1,250,7\n");
        Console predicted = Console.run("predict", predictor.toString(), rows.toString());
        assertEquals(0, predicted.code(), predicted.err());
        assertEquals(
                expected().get(0, 0),
                Double.parseDouble(predicted.out().lines().toList().get(1).split(",")[0]));
        Files.delete(predictor);
        String document = run(predictor, "--json").out();
        assertEquals(
                "NormalizerStandardize (normalizer.bin)",
                JsonParser.parseString(document)
                        .getAsJsonObject()
                        .get("normalizer")
                        .getAsString());
    }

    @Test
    void aNetworkFileIsRefusedUnlessTheNormalizerIsLeftOut() throws IOException {
        Path file = directory.resolve("net.yaml");
        save(DataType.DOUBLE, fitted(new NormalizerStandardize()));
        Console refused = run(file);
        assertEquals(2, refused.code());
        assertTrue(
                refused.err()
                        .contains(
                                "prepares its rows by NormalizerStandardize (normalizer.bin), which a network file cannot"
                                        + " contain; without it, predictions for raw rows would be wrong. Allowed: `-o"
                                        + " NAME.zip`, a model that prepares raw rows by it; or --without-normalizer, if your"
                                        + " rows are normalized already"),
                refused.err());
        assertFalse(Files.exists(file));
        Console without = run(file, "--without-normalizer");
        assertEquals(0, without.code(), without.err());
        assertTrue(
                unwrapped(without)
                        .contains("must be normalized already: NormalizerStandardize (normalizer.bin) is left out"),
                without.out());
        assertEquals(2, run(predictor, "--epochs", "3").code());
    }

    @Test
    void whatHasNoTranslationIsRefusedByItsName() throws IOException {
        MultiDataSet examples = new MultiDataSet(rows(), rows());
        MultiNormalizerStandardize standard = new MultiNormalizerStandardize();
        standard.fit(examples);
        MultiNormalizerMinMaxScaler multiple = new MultiNormalizerMinMaxScaler();
        multiple.fit(examples);
        MultiNormalizerHybrid hybrid = new MultiNormalizerHybrid().standardizeAllInputs();
        hybrid.fit(examples);
        Map<Normalizer<?>, String> names = Map.of(
                standard,
                "MultiNormalizerStandardize",
                multiple,
                "MultiNormalizerMinMaxScaler",
                hybrid,
                "MultiNormalizerHybrid");
        for (Map.Entry<Normalizer<?>, String> name : names.entrySet()) {
            save(DataType.DOUBLE, name.getKey());
            Console refused = run(predictor);
            assertEquals(2, refused.code());
            assertTrue(
                    refused.err()
                            .contains(name.getValue() + " (normalizer.bin), which Plumbline cannot translate; without"),
                    refused.err());
            assertEquals(0, run(predictor, "--without-normalizer").code());
            Files.delete(predictor);
        }
    }

    @Test
    void damagedAndForeignNormalizersAreRefused() throws IOException {
        save(DataType.DOUBLE, fittedToLabels(new NormalizerStandardize(), LABELS));
        byte[] whole = normalizer();
        for (int length = 0; length < whole.length; length += 23) {
            replaceNormalizer(Arrays.copyOf(whole, length));
            assertEquals(2, run(predictor).code(), "the first " + length + " bytes");
        }
        replaceNormalizer(new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r'}); // an object of Java's
        Console refused = run(predictor);
        assertTrue(refused.err().contains("an unknown normalizer (normalizer.bin)"), refused.err());
        ByteArrayOutputStream custom = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(custom);
        out.writeUTF("NORMALIZER");
        out.writeInt(1);
        out.writeUTF("CUSTOM");
        out.writeUTF("com.example.OwnStrategy");
        replaceNormalizer(custom.toByteArray());
        Console named = run(predictor);
        assertTrue(named.err().contains("com.example.OwnStrategy (normalizer.bin)"), named.err());
        assertFalse(Files.exists(predictor));
    }

    private byte[] normalizer() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            return Files.readAllBytes(zip.getPath("normalizer.bin"));
        }
    }

    private void replaceNormalizer(byte[] bytes) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            Files.write(zip.getPath("normalizer.bin"), bytes);
        }
    }

    @Test
    void aModelOfPlumblinesKeepsItsPreparation() throws IOException {
        Path trained = directory.resolve("trained.zip");
        dev.plumbline.Plumbline.read(Path.of("configs/iris.yaml")).train().save(trained);
        Console refused = Console.run(
                "import",
                trained.toString(),
                "-o",
                directory.resolve("net.yaml").toString());
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("prepares its rows by preparation.json"), refused.err());
        Console console = Console.run("import", trained.toString(), "-o", predictor.toString());
        assertEquals(0, console.code(), console.err());
        Matrix row = Matrix.row(5.1, 3.5, 1.4, 0.2);
        assertEquals(
                SavedNetwork.read(trained).predict(row),
                SavedNetwork.read(predictor).predict(row));
    }

    @Test
    void aModelOfPlumblinesKeepsTheScalingOfItsTargets() throws IOException {
        Console.write(directory, "rows.csv", "x,y,z\n1,10,1000\n2,25,3000\n4,70,2000\n");
        Path file = Console.write(directory, "scaled.yaml", """
                name: scaled
                inputs: 1
                layers: [{ dense: { units: 2, activation: identity } }]
                init: glorot_uniform
                loss: half_squared_error
                reduction: mean
                training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: all, epochs: 3 }
                data: { csv: { file: rows.csv, inputs: [x], targets: [y, z] } }
                prepare: { targets: standardize }
                """);
        Path trained = directory.resolve("trained.zip");
        dev.plumbline.Plumbline.read(file).train().save(trained);
        Console console = Console.run("import", trained.toString(), "-o", predictor.toString());
        assertEquals(0, console.code(), console.err());
        Matrix rows = Matrix.of(new double[][] {{1}, {2}, {4}});
        Matrix predicted = SavedNetwork.read(predictor).predict(rows);
        assertEquals(SavedNetwork.read(trained).predict(rows), predicted);
        assertTrue(predicted.get(0, 1) > 100, predicted.toString());
    }
}
