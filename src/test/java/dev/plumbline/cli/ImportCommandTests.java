package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** {@code import} and {@code audit} of networks that were made with DL4J alone. */
class ImportCommandTests {
    @TempDir
    private Path directory;

    private Path model = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void save() throws IOException {
        model = directory.resolve("model.zip");
        file = directory.resolve("net.yaml");
        save(Activation.RELU, DataType.DOUBLE);
    }

    private void save(Activation activation, DataType type) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(7)
                .l2(1e-4)
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(activation)
                        .dropOut(0.8)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.save(model.toFile(), true);
        Files.writeString(
                directory.resolve("bare.json"),
                network.getLayerWiseConfigurations().toJson());
    }

    private Console run(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "import";
        arguments[1] = "-o";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Console.run(arguments);
    }

    @Test
    void writesANetworkFileThatTheOtherVerbsTake() throws IOException {
        Console console = run(model.toString());
        assertEquals(0, console.code(), console.err());
        assertTrue(console.out().contains("are\n         equal to the bit; the reference differs"), console.out());
        assertTrue(console.out().lines().allMatch(line -> line.length() <= 80 || line.contains("net.yaml")));
        assertTrue(Files.exists(directory.resolve("net.npz")));
        assertEquals(0, Console.run("validate", file.toString()).code());
        Console trained = Console.run("train", "--engine", "reference", file.toString());
        assertEquals(0, trained.code(), trained.err());
        Console checked = Console.run("check", file.toString(), "--epochs", "2");
        assertEquals(0, checked.code(), checked.out() + checked.err());
        assertTrue(Files.readString(file).startsWith("# Imported from model.zip"));
    }

    @Test
    void overwritesNothing() throws IOException {
        Console.write(directory, "net.npz", "mine");
        Console console = run(model.toString());
        assertEquals(2, console.code());
        assertTrue(console.err().contains("net.npz` already exists; Plumbline does not overwrite it"), console.err());
        assertEquals("mine", Files.readString(directory.resolve("net.npz")));
        assertFalse(Files.exists(file));
    }

    @Test
    void takesABareConfiguration() throws IOException {
        Console console = run(directory.resolve("bare.json").toString());
        assertEquals(0, console.code(), console.err());
        assertTrue(Files.readString(file).contains("glorot_normal"), Files.readString(file));
        assertEquals(0, Console.run("validate", file.toString()).code());
    }

    @Test
    void takesTheUsersExamples() throws IOException {
        Path rows = Console.write(directory, "rows.csv", "a,b,c,kind\n1,2,3,x\n3,2,1,y\n0,1,0,x\n");
        Console console = run(model.toString(), "--data", rows.toString(), "--epochs", "5");
        assertEquals(0, console.code(), console.err());
        String text = Files.readString(file);
        assertTrue(text.contains("rows.csv") && text.contains("epochs: 5"), text);
        assertEquals(0, Console.run("validate", file.toString()).code());
        Files.delete(file);
        Files.delete(directory.resolve("net.npz"));
        Path few = Console.write(directory, "few.csv", "a,b\n1,2\n");
        Console refused = run(model.toString(), "--data", few.toString());
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("has 2 columns for a network of 3 inputs and 2 outputs"), refused.err());
        assertFalse(Files.exists(file));
    }

    @Test
    void saysWhatItCorrectsAndAcceptsItsEffect() throws IOException {
        save(Activation.LEAKYRELU, DataType.DOUBLE);
        Console console = run(model.toString());
        assertEquals(0, console.code(), console.err());
        assertTrue(console.out().contains("(leaky-relu-alpha); not in the network file"), console.out());
        assertTrue(console.out().contains("by the correction above"), console.out());
    }

    @Test
    void refusesWhatTheVocabularyLacksAndWritesNothing() throws IOException {
        save(Activation.RRELU, DataType.FLOAT);
        Console console = run(model.toString());
        assertEquals(2, console.code());
        assertTrue(
                console.err().contains("model.zip: confs[0].layer.activationFn: ActivationRReLU is refused"),
                console.err());
        assertFalse(Files.exists(file));
        Path text = Console.write(directory, "text.zip", "PK no archive");
        assertEquals(2, run(text.toString()).code());
        assertEquals(2, run(directory.resolve("none.zip").toString()).code());
        assertEquals(2, run(Console.write(directory, "x.json", "{").toString()).code());
        assertEquals(
                2,
                Console.run("audit", Console.write(directory, "y.json", "{}").toString())
                        .code());
    }

    @Test
    void isJsonOnRequest() {
        Console console = run(model.toString(), "--json");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        assertTrue(document.get("ok").getAsBoolean());
        assertEquals(0, document.get("translation_difference").getAsDouble());
    }

    @Test
    void anAuditNamesTheLayersWithoutDefects() {
        Path bare = Console.write(directory, "layers.json", """
                {"confs": [
                  {"layer": {"@class": "org.deeplearning4j.nn.conf.layers.DenseLayer"}},
                  {"layer": {"@class": "org.deeplearning4j.nn.conf.layers.LSTM"}, "seed": 0},
                  {"layer": {"@class": "com.example.Own"}}]}
                """);
        Console console = Console.run("audit", bare.toString());
        assertTrue(console.out().contains("    at   confs[1].seed: 0\n"), console.out());
        assertTrue(console.out().contains("""

                No known defect:
                    at   confs[0].layer: DenseLayer
                    at   confs[2].layer: com.example.Own
                """), console.out());
        String json = Console.run("audit", bare.toString(), "--json").out();
        JsonObject document = JsonParser.parseString(json).getAsJsonObject();
        assertFalse(document.get("ok").getAsBoolean());
        assertEquals(
                "[{\"place\":\"confs[0].layer\",\"class\":\"DenseLayer\"},{\"place\":\"confs[2].layer\",\"class\":\"com.example.Own\"}]",
                document.get("layers_without_defects").toString());
    }

    @Test
    void anAuditNamesTheDefects() throws IOException {
        Console harmless = Console.run("audit", model.toString());
        assertEquals(0, harmless.code(), harmless.out());
        assertTrue(harmless.out().contains("""
                  dropout-retains
                    at   confs[0].layer.idropout: Dropout
                    DL4J the probability of dropout is the probability of keeping a value; in
                         other libraries, that of dropping it
                    do   check that the value is the intended one
                """.indent(0)), harmless.out());
        save(Activation.RRELU, DataType.FLOAT);
        Console console = Console.run("audit", model.toString(), "--json");
        assertEquals(3, console.code());
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        assertFalse(document.get("ok").getAsBoolean());
        List<String> names = document.getAsJsonArray("defects").asList().stream()
                .map(each -> each.getAsJsonObject().get("name").getAsString())
                .toList();
        assertEquals(List.of("rrelu-slope", "rrelu-prediction"), names.subList(0, 2));
    }
}
