package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.SavedNetwork;
import dev.plumbline.data.DataException;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Models of other libraries, given to the verbs that read models. */
class ForeignFileTests {
    @TempDir
    private Path directory;

    /** The first bytes of the format, filled up. */
    private Path file(String name, String start) throws IOException {
        return Files.write(directory.resolve(name), (start + "\0".repeat(64)).getBytes(StandardCharsets.ISO_8859_1));
    }

    private Path archive(String name, String... entries) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(1);
            }
        }
        return file;
    }

    @Test
    void eachFormatIsNamedWithTheWayToGoOn() throws IOException {
        Path arrays = directory.resolve("w.npz");
        Npz.write(arrays, Map.of("W1", NpyArray.of(Matrix.ones(2, 2))));
        Map<Path, String> formats = Map.ofEntries(
                Map.entry(file("m.h5", "\u0089HDF\r\n\u001a\n"), "an HDF5 file, as Keras writes it"),
                Map.entry(archive("m.keras", "config.json", "model.weights.h5"), "a model of Keras (.keras)"),
                Map.entry(archive("m.pt", "m/data.pkl", "m/version"), "a file of PyTorch (torch.save)"),
                Map.entry(
                        file("old.pt", "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."),
                        "a pickle of Python"),
                Map.entry(file("m.safetensors", "@\0\0\0\0\0\0\0{\"W1\":{"), "a file of safetensors"),
                Map.entry(file("saved_model.pb", "\b\u0001\u0012\u0005"), "a SavedModel of TensorFlow"),
                Map.entry(directory, "a SavedModel of TensorFlow"),
                Map.entry(file("m.tflite", " \0\0\0TFL3"), "a model of TensorFlow Lite"),
                Map.entry(file("torch.onnx", "\b\b\u0012\u0007pytorch"), "a model of ONNX"),
                Map.entry(file("bare.onnx", "\b\n:0\n"), "a model of ONNX"),
                Map.entry(file("w.npy", "\u0093NUMPY\u0001"), "an array of NumPy (.npy)"),
                Map.entry(arrays, "an archive of NumPy arrays (.npz)"));
        for (Map.Entry<Path, String> format : formats.entrySet()) {
            String path = format.getKey().toString();
            String expected = path + " is " + format.getValue() + ", not a model of DL4J or Plumbline: ";
            for (List<String> verb : List.of(
                    List.of("import", path, "-o", path + ".yaml"),
                    List.of("audit", path),
                    List.of("predict", path, "-"))) {
                Console console = Console.run(verb.toArray(String[]::new));
                assertEquals(2, console.code(), path);
                assertTrue(console.err().startsWith("error[E062]: " + expected), console.err());
                assertTrue(console.err().contains("init: { npz: w.npz }"), console.err());
            }
            if (Files.isRegularFile(format.getKey())) {
                String message = assertThrows(DataException.class, () -> SavedNetwork.read(format.getKey()))
                        .getMessage();
                assertTrue(message.startsWith(expected), message);
            }
        }
    }

    @Test
    void aGraphIsAuditedButNotTranslated() throws IOException {
        Path graph = directory.resolve("graph.zip");
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("elu", dense(new ActivationELU(0.5)), "in")
                .addLayer("elu2", dense(Activation.TANH.getActivationFunction()), "in")
                .addVertex("both", new MergeVertex(), "elu", "elu2")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(8)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "both")
                .setOutputs("out")
                .build());
        network.init();
        network.save(graph.toFile());

        Console audit = Console.run("audit", graph.toString());
        assertTrue(
                audit.out().contains("at   vertices.elu.layerConf.layer.activationFn: ActivationELU\n"), audit.out());
        assertTrue(audit.out().contains("""
                No known defect:
                    at   vertices.elu2.layerConf.layer: DenseLayer
                    at   vertices.both: org.deeplearning4j.nn.conf.graph.MergeVertex
                    at   vertices.out.layerConf.layer: OutputLayer
                """), audit.out());
        Console imported = Console.run(
                "import", graph.toString(), "-o", directory.resolve("n.yaml").toString());
        assertEquals(2, imported.code());
        assertTrue(imported.err().contains("this is a ComputationGraph of DL4J"), imported.err());
        Console predicted = Console.run("predict", graph.toString(), "-");
        assertEquals(2, predicted.code());
        assertTrue(predicted.err().contains("is a model of DL4J's ComputationGraph"), predicted.err());
    }

    private static DenseLayer dense(org.nd4j.linalg.activations.IActivation activation) {
        return new DenseLayer.Builder().nIn(3).nOut(4).activation(activation).build();
    }
}
