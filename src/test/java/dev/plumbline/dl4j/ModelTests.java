package dev.plumbline.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.DataException;
import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.model.WeightExport;
import dev.plumbline.recording.Python;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ModelTests {
    /** Of a correct implementation in other software: the rounding of two layers and of tanh and exp. */
    private static final double OTHER_SOFTWARE = 1e-15;

    private static final int DAMAGED = Integer.getInteger("plumbline.models", 2_000);

    @TempDir
    private Path directory;

    private Model write(Experiment experiment, Path file) throws IOException {
        Trainer.Result result = new Trainer(new Dl4jEngine()).run(experiment, new Trainer.Listener() {});
        Model model = new Model(
                experiment.spec(),
                result.weights(),
                Preparation.none(experiment.inputs().columns()));
        model.write(file, Dl4j.json(experiment.spec()));
        return model;
    }

    /** A property of a model, its experiment and its file. */
    @FunctionalInterface
    private interface Requirement {
        void of(Experiment experiment, Model model, Path file) throws IOException;
    }

    private Stream<DynamicTest> everyModel(Requirement requirement) {
        return Stream.of(Precision.values())
                .flatMap(SampleNetworks::all)
                .map(Experiment::of)
                .map(experiment -> DynamicTest.dynamicTest(experiment.spec().name(), () -> {
                    Path file = Files.createTempFile(directory, "model", ".zip");
                    requirement.of(experiment, write(experiment, file), file);
                }));
    }

    @TestFactory
    Stream<DynamicTest> dl4jAloneLoadsItAndComputesTheSameBits() {
        return everyModel((experiment, model, file) -> {
            MultiLayerNetwork loaded = MultiLayerNetwork.load(file.toFile(), true);
            assertEquals(
                    Dl4j.function(model.spec(), model.weights()).apply(experiment.inputs()),
                    Dl4j.output(loaded, experiment.inputs()));
        });
    }

    @TestFactory
    Stream<DynamicTest> readsWhatItWrote() {
        return everyModel((experiment, model, file) -> {
            Model read = Model.read(file);
            assertEquals(model, read);
            Path again = directory.resolve("again.zip");
            read.write(again, Dl4j.json(read.spec()));
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        });
    }

    @Test
    @Tag(Python.TAG)
    void pythonAloneReadsTheWeights() throws IOException, InterruptedException {
        Python.require();
        Experiment experiment = SampleNetworks.all(Precision.F64)
                .map(Experiment::of)
                .filter(each -> each.spec().name().startsWith("with biases"))
                .findFirst()
                .orElseThrow();
        Path file = directory.resolve("model.zip");
        Model model = write(experiment, file);
        Npy.write(directory.resolve("x.npy"), NpyArray.of(experiment.inputs()));
        Files.writeString(directory.resolve("read.py"), """
                import json, struct, zipfile
                import numpy as np
                archive = zipfile.ZipFile("model.zip")
                data = archive.read("coefficients.bin")
                at = 0
                def text():
                    global at
                    n, = struct.unpack_from(">H", data, at)
                    at += 2 + n
                    return data[at - n:at].decode()
                def buffer():
                    global at
                    text()
                    n, = struct.unpack_from(">q", data, at)
                    at += 8
                    kind = {"LONG": ">i8", "DOUBLE": ">f8", "FLOAT": ">f4"}[text()]
                    values = np.frombuffer(data, kind, n, at)
                    at += values.nbytes
                    return values.astype(values.dtype.newbyteorder("="))
                buffer()
                flat = buffer()
                a = np.load("x.npy")
                used = 0
                for conf in json.loads(archive.read("configuration.json"))["confs"]:
                    layer = conf["layer"]
                    n, m = layer["nin"], layer["nout"]
                    W = flat[used:used + n * m].reshape((n, m), order="F")
                    used += n * m
                    z = a @ W
                    if layer["hasBias"]:
                        z = z + flat[used:used + m]
                        used += m
                    name = layer["activationFn"]["@class"].rsplit(".", 1)[1]
                    a = {"ActivationSigmoid": lambda z: 1 / (1 + np.exp(-z)), "ActivationTanH": np.tanh}[name](z)
                assert used == flat.size
                np.save("out.npy", a)
                """);
        run("python3");
        Matrix expected =
                ReferenceEngine.function(model.spec(), model.weights()).apply(experiment.inputs());
        Matrix outputs = Npy.read(directory.resolve("out.npy")).toMatrix();
        assertTrue(outputs.maxAbsDifference(expected) <= OTHER_SOFTWARE, outputs + "\n" + expected);
    }

    @Test
    @Tag(Python.TAG)
    void theLibraryOfSafetensorsReadsTheExportedWeights() throws IOException, InterruptedException {
        String python = Python.with("safetensors");
        for (Experiment experiment : Stream.of(Precision.values())
                .flatMap(SampleNetworks::all)
                .map(Experiment::of)
                .toList()) {
            Model model = write(experiment, directory.resolve("model.zip"));
            WeightExport.npz(model, directory.resolve("w.npz"));
            WeightExport.safetensors(model, directory.resolve("w.safetensors"));
            Files.writeString(directory.resolve("read.py"), """
                    import numpy as np
                    from safetensors.numpy import load_file
                    expected, actual = np.load("w.npz"), load_file("w.safetensors")
                    dtype = {"F64": np.float64, "F32": np.float32}["%s"]
                    assert sorted(expected) == sorted(actual), (sorted(expected), sorted(actual))
                    for name, array in expected.items():
                        assert actual[name].dtype == dtype and actual[name].shape == array.shape, name
                        assert actual[name].astype(array.dtype).tobytes() == array.tobytes(), name
                    """.formatted(
                            experiment.spec().precision()));
            run(python);
        }
    }

    private void run(String python) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python, "-B", "read.py")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
    }

    /** A model with changed bytes is read as written, or refused. */
    @Test
    void damagedFilesAreRefusedAndChangeNothing() throws IOException {
        Path file = directory.resolve("model.zip");
        Model model = write(
                Experiment.of(SampleNetworks.all(Precision.F64).findFirst().orElseThrow()), file);
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(1);
        Path damaged = directory.resolve("damaged.zip");
        int refused = 0;
        for (int i = 0; i < DAMAGED; i++) {
            byte[] bytes = random.nextInt(10) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(damaged, bytes);
            try {
                assertEquals(model, Model.read(damaged), "model " + i);
            } catch (DataException e) {
                refused++;
            }
        }
        assertTrue(refused > DAMAGED / 2, refused + " of " + DAMAGED + " were refused");
    }

    @Test
    void hostileContentsAreRefused() throws IOException {
        Path file = directory.resolve("model.zip");
        write(Experiment.of(SampleNetworks.all(Precision.F64).findFirst().orElseThrow()), file);
        refuses(file, "coefficients.bin", new byte[] {0, 3, 'a', 'b', 'c'}, "does not start like an array of DL4J");
        refuses(file, "coefficients.bin", new byte[0], "it ends too early");
        refuses(file, "coefficients.bin", new byte[1 << 20], "bytes long");
        refuses(file, "network.yaml", "name: 1".getBytes(StandardCharsets.UTF_8), "is not a valid network file");
        refuses(file, "preparation.json", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8), "is not JSON");
        refuses(file, "preparation.json", "{}".getBytes(StandardCharsets.UTF_8), "`columns` is missing");
        refuses(
                file,
                "preparation.json",
                "{\"@class\": \"java.lang.ProcessBuilder\", \"command\": [\"touch\", \"x\"]}"
                        .getBytes(StandardCharsets.UTF_8),
                "`columns` is missing");
        assertFalse(Files.exists(directory.resolve("x")));
    }

    private void refuses(Path model, String entry, byte[] content, String message) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(model.toFile())) {
            for (ZipEntry each : Collections.list(zip.entries())) {
                entries.put(each.getName(), zip.getInputStream(each).readAllBytes());
            }
        }
        assertEquals(
                List.of("configuration.json", "coefficients.bin", "network.yaml", "preparation.json"),
                List.copyOf(entries.keySet()));
        entries.put(entry, content);
        Path hostile = directory.resolve("hostile.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(hostile))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
            }
        }
        String found =
                assertThrows(DataException.class, () -> Model.read(hostile)).getMessage();
        assertTrue(found.contains(message), found);
    }
}
