package dev.plumbline.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.Datasets;
import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.data.WeightFiles;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program is compiled and run with DL4J's jars on the class path, and none of Plumbline's classes. */
class Dl4jProgramTests {
    @TempDir
    Path directory;

    private static Stream<NetworkSpec> samples() {
        return Stream.of(
                Samples.tutorial(Precision.F64, 60),
                Samples.withBiases(Precision.F64),
                Samples.miniBatches(Precision.F64),
                Samples.miniBatches(Precision.F32),
                Samples.deeperTanh(Precision.F64),
                everyInitializer(),
                manyNumbers());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void endsWithTheBitsOfTheEngine(NetworkSpec spec) throws Exception {
        assertEndsWithTheBitsOfTheEngine(spec);
    }

    private static NetworkSpec everyInitializer() {
        List<Initializer> all = List.of(
                new Initializer.Uniform(-0.25, 0.5),
                new Initializer.Normal(0.1, 0.7),
                new Initializer.GlorotUniform(),
                new Initializer.GlorotNormal(),
                new Initializer.HeUniform(),
                new Initializer.HeNormal(),
                new Initializer.TruncatedNormal(0.1, 0.7),
                new Initializer.LecunUniform(),
                new Initializer.LecunNormal(),
                new Initializer.Orthogonal(0.5),
                new Initializer.Identity(),
                new Initializer.Given(
                        List.of(List.of(0.1, -0.0, 1e-9), List.of(1.0, 2.0, 3.0), List.of(5.0, 6.0, 7.5))),
                new Initializer.Ones(),
                new Initializer.Constant(0.1));
        return Network.define("every */ initializer \\u000a {@x", net -> {
            net.inputs(2);
            all.forEach(init -> net.dense(3, new Tanh(), layer -> layer.init(init)));
            net.dense(1, new Sigmoid(), layer -> layer.init(new Initializer.Zeros()));
            net.seed(4_294_967_295L)
                    .loss(new HalfSquaredError(), Reduction.SUM)
                    .precision(Precision.F32)
                    .training(new Sgd(1e-4), training -> training.epochs(3))
                    .data(new double[][] {{1e-300, -0.0}, {-3, 123456789012.0}}, new double[][] {{0.1}, {1}})
                    .report(1, Metric.ACCURACY);
        });
    }

    /** More than a method's bytecode or a class file's string holds, and a row longer than any line. */
    private static NetworkSpec manyNumbers() {
        NumpyRandom random = new NumpyRandom(5);
        double[][] inputs = new double[100][];
        double[][] targets = new double[100][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.normal(0, 1, 200);
            targets[i] = random.random(1);
        }
        return Network.define(
                "20000 numbers",
                net -> net.inputs(200)
                        .dense(1, new Sigmoid())
                        .init(new Initializer.GlorotUniform())
                        .loss(new HalfSquaredError(), Reduction.MEAN)
                        .training(new Sgd(0.1), training -> training.epochs(2).batchSize(32))
                        .data(inputs, targets));
    }

    @Test
    void readsColumnsOfACsvFile() throws Exception {
        Files.writeString(
                directory.resolve("plain.csv"),
                "\uFEFFa;  b ;unused;y\n1; 2e-1;x;0\n\n-.5;3;;1\n0.1; -4 ;z;1\r\n",
                UTF_8);
        assertEndsWithTheBitsOfTheEngine(
                overFiles(2, 1, new DataSource.Csv("plain.csv", List.of("b", "a"), List.of("y"), List.of(), ";")));
    }

    @Test
    void readsClassesOfACsvFile() throws Exception {
        Files.writeString(directory.resolve("names.csv"), "x,kind\n0.5, red\n1.5,\u00e9cru\n2.5,red\n", UTF_8);
        DataSource source =
                new DataSource.Csv("names.csv", List.of("x"), List.of("kind"), List.of("\u00e9cru", "red"), ",");
        assertEndsWithTheBitsOfTheEngine(overFiles(1, 2, source));
        assertEndsWithTheBitsOfTheEngine(overFiles(1, 1, source));
    }

    @Test
    void readsArraysOfANumpyArchive() throws Exception {
        double[] values = {1, 2, 3, 4, 5, 6, 7, 8};
        List<NpyHeader> headers = List.of(
                new NpyHeader(List.of(4, 2), "<f8", true),
                new NpyHeader(List.of(4, 2, 1), ">f4", false),
                new NpyHeader(List.of(4, 2), "|u1", false));
        for (NpyHeader header : headers) {
            Map<String, NpyArray> arrays =
                    Map.of("x", NpyArray.of(header, values), "y", NpyArray.of(List.of(4), 0, 1, 1, 0));
            Npz.write(directory.resolve("data.npz"), arrays);
            assertEndsWithTheBitsOfTheEngine(overFiles(2, 1, new DataSource.Npz("data.npz", "x", "y")));
        }
    }

    @Test
    void readsIdxFiles() throws Exception {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, -1, -2, -3, -4, 5, 6, 7, 8};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1};
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(images);
        }
        Files.write(directory.resolve("images.gz"), zipped.toByteArray());
        Files.write(directory.resolve("labels"), labels);
        DataSource source = new DataSource.Idx("images.gz", "labels", 2, 255);
        assertEndsWithTheBitsOfTheEngine(overFiles(4, 2, source));
        assertEndsWithTheBitsOfTheEngine(overFiles(4, 1, source));
    }

    @Test
    void readsInitialWeightsFromFiles() throws Exception {
        Npy.write(
                directory.resolve("first.npy"),
                NpyArray.of(new NpyHeader(List.of(2, 3), "<f4", true), 1, 2, 3, 4, 5, 6));
        Npz.write(
                directory.resolve("others.npz"),
                Map.of("W2", NpyArray.of(List.of(3, 1), 0.1, 0.2, 0.3), "last", NpyArray.of(List.of(1, 2), -1, 1)));
        NetworkSpec spec = Network.define(
                "weights from files",
                net -> net.inputs(2)
                        .dense(3, new Tanh(), layer -> layer.init(new Initializer.Npy("first.npy")))
                        .dense(1, new Tanh(), layer -> layer.init(new Initializer.Npz("others.npz", Optional.empty())))
                        .dense(
                                2,
                                new Tanh(),
                                layer -> layer.init(new Initializer.Npz("others.npz", Optional.of("last"))))
                        .dense(3, new Tanh(), layer -> layer.init(new Initializer.Identity()))
                        .dense(400, new Tanh(), layer -> layer.init(given(3, 400)))
                        .dense(1, new Sigmoid(), layer -> layer.init(new Initializer.Orthogonal(1)))
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(0.5), training -> training.epochs(3))
                        .data(new double[][] {{0.5, -1}, {1, 0.25}}, new double[][] {{0}, {1}}));
        assertEndsWithTheBitsOfTheEngine(spec);
    }

    /** More numbers than an array in the program holds. */
    private static Initializer given(int rows, int columns) {
        NumpyRandom random = new NumpyRandom(3);
        return new Initializer.Given(Stream.generate(() ->
                        Arrays.stream(random.normal(0, 0.1, columns)).boxed().toList())
                .limit(rows)
                .toList());
    }

    private static NetworkSpec overFiles(int inputs, int outputs, DataSource source) {
        return Network.define(
                "files",
                net -> net.inputs(inputs)
                        .dense(outputs, new Sigmoid())
                        .init(new Initializer.GlorotUniform())
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(
                                new Sgd(0.5),
                                training -> training.epochs(3).batchSize(2).shuffle(true))
                        .data(source)
                        .report(1, Metric.LOSS, Metric.ACCURACY));
    }

    private void assertEndsWithTheBitsOfTheEngine(NetworkSpec spec) throws Exception {
        Dataset data = Datasets.read(spec.data(), directory, spec.outputs());
        Experiment experiment = Experiment.of(spec, data.inputs(), data.targets(), WeightFiles.read(spec, directory));
        try (Run run = new Dl4jEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                run.step(batch);
            }
            double[] expected = HandWritten.parametersOf(run.weights());
            assertArrayEquals(expected, parametersOf(new Dl4jProgram(spec, directory)), 0);
        }
    }

    /** Compiles the program, runs it in a JVM of its own, and reads the parameters that it ends with. */
    private double[] parametersOf(Dl4jProgram program) throws Exception {
        Path file = Files.writeString(directory.resolve(program.className() + ".java"), program.source(), UTF_8);
        assertEquals("", compile(file), "what the compiler says of the program");
        List<String> lines =
                run(Dl4jProgramTests.dl4jOnly() + File.pathSeparator + directory, program.className(), "--parameters");
        assertTrue(lines.contains("after 0 epochs:"), lines::toString);
        return lines.stream()
                .filter(line -> line.matches("-?0x.*"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private String compile(Path file) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            List<String> options = List.of(
                    "-encoding",
                    "UTF-8",
                    "--release",
                    "17",
                    "-Xlint:all,-classfile",
                    "-proc:none",
                    "-cp",
                    dl4jOnly(),
                    "-d",
                    directory.toString());
            compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
        }
        return messages.toString();
    }

    /** The class path of this test, without Plumbline's own classes. */
    private static String dl4jOnly() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> entry.endsWith(".jar") && !entry.contains("plumbline"))
                        .toList());
    }

    private static List<String> run(String classPath, String... command) throws Exception {
        List<String> whole = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                classPath));
        whole.addAll(List.of(command));
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().toList();
    }

    @Test
    void isWrittenWithoutLoadingNd4j() throws Exception {
        List<String> lines =
                run(System.getProperty("java.class.path"), "-verbose:class", ProgramPrinter.class.getName());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("final class NumpyRandom")));
        List<String> loaded =
                lines.stream().filter(line -> line.contains("[class,load]")).toList();
        assertTrue(loaded.stream().anyMatch(line -> line.contains("dev.plumbline.dl4j.Dl4jProgram ")));
        assertFalse(loaded.stream().anyMatch(line -> line.contains(" org.nd4j.linalg.factory.Nd4j ")));
        assertFalse(loaded.stream().anyMatch(line -> line.contains(" org.bytedeco.")));
    }

    @Test
    void isNamedAfterTheNetwork() {
        assertEquals(
                "ThreeLayerF64Training", new Dl4jProgram(Samples.tutorial(Precision.F64, 1), directory).className());
        assertEquals("Network20000NumbersTraining", new Dl4jProgram(manyNumbers(), directory).className());
        assertEquals("EveryInitializerU000aXTraining", new Dl4jProgram(everyInitializer(), directory).className());
    }

    @Test
    void leavesOutWhatItDoesNotNeed() {
        NetworkSpec constant = Network.define(
                "constant",
                net -> net.inputs(1)
                        .dense(1, new Sigmoid())
                        .init(new Initializer.Zeros())
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1}}, new double[][] {{1}}));
        String source = new Dl4jProgram(constant, directory).source();
        assertFalse(source.contains("andom"), source);
        assertFalse(source.contains("matrix("), source);
        assertFalse(source.contains("throws"), source);
        assertFalse(source.contains("BATCH_SIZE"), source);
    }
}
