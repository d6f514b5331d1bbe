package dev.plumbline.dl4j.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.data.examples.Datasets;
import dev.plumbline.data.examples.WeightFiles;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.dl4j.HandWritten;
import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.dl4j.WholeVocabulary;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.recording.ExperimentArchive;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.Words;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs each program with DL4J's jars on the class path, without Plumbline's classes. */
@Slow
class Dl4jProgramTests {
    @TempDir
    Path directory;

    private static Stream<NetworkSpec> samples() {
        return Stream.of(
                SampleNetworks.tutorial(Precision.F64, 60),
                SampleNetworks.withBiases(Precision.F64),
                SampleNetworks.miniBatches(Precision.F64),
                SampleNetworks.miniBatches(Precision.F32),
                SampleNetworks.deeperTanh(Precision.F64),
                SampleNetworks.weightedExamples(Precision.F32),
                everyInitializer(),
                manyNumbers());
    }

    /** Networks of all kinds, every optimizer with every learning rate, every option of a layer; all run in one JVM. */
    @Test
    void endsWithTheBitsOfTheEngine() throws Exception {
        List<NetworkSpec> specs = Stream.of(
                        samples(),
                        Words.all(Optimizer.class).stream().map(Dl4jProgramTests::withEveryRate),
                        withOwnUpdaters().map(Dl4jProgramTests::withEveryRate),
                        Stream.of(Precision.values()).map(SampleNetworks::withOptions),
                        Stream.of(Precision.values()).map(SampleNetworks::withOtherOptions),
                        Stream.of(Precision.values()).map(SampleNetworks::withNormOfNetwork),
                        Stream.of(Precision.values()).map(SampleNetworks::withEpsilonOfNorms),
                        Stream.of(SampleNetworks.weightedExamples(Precision.F64)))
                .flatMap(each -> each)
                .toList();
        List<double[]> parameters = parametersOf(specs);

        assertEquals(specs.size(), parameters.size());
        assertAll(IntStream.range(0, specs.size()).mapToObj(i -> () -> {
            NetworkSpec spec = specs.get(i);
            assertArrayEquals(parametersOfTheEngine(spec), parameters.get(i), 0, spec.name());
        }));
    }

    /** Optimizers with values for which DL4J's own updaters are wrapped. */
    private static Stream<Optimizer> withOwnUpdaters() {
        Map<String, Object> values = Map.of(
                "epsilon_on", Optimizer.EpsilonPosition.CORRECTED,
                "learning_rate_on", Optimizer.RatePosition.VELOCITY,
                "initial_mean", Optimizer.InitialMean.ZERO,
                "initial_sum", 0.25);
        return Words.all(Optimizer.class).stream()
                .flatMap(optimizer -> Schema.of(optimizer.getClass()).parameters().stream()
                        .filter(parameter -> values.containsKey(parameter.name()))
                        .map(parameter -> Schema.with(optimizer, parameter.name(), values.get(parameter.name()))));
    }

    /** Each kind of rate as a layer's own rate, by step and by epoch; two layers without a rate use the optimizer's. */
    private static NetworkSpec withEveryRate(Optimizer optimizer) {
        List<LearningRate> rates = optimizer.rate().isEmpty()
                ? List.of()
                : Stream.of(LearningRate.ScheduleUnit.values())
                        .flatMap(per -> WholeVocabulary.changingRates(per).stream())
                        .toList();
        return Network.define("rates " + Schema.wordOf(optimizer), net -> {
            net.inputs(3).dense(2, new Tanh());
            rates.forEach(rate -> net.dense(2, new Tanh(), layer -> layer.learningRate(rate)));
            net.dense(1, new Sigmoid())
                    .init(new Initializer.Uniform(-1, 1))
                    .loss(new HalfSquaredError(), Reduction.MEAN)
                    .training(
                            optimizer,
                            training -> training.epochs(5).batchSize(2).shuffle(true))
                    .data(new double[][] {{0.5, -1, 2}, {1, 0.25, -1}, {0, 1, 0.5}}, new double[][] {{0}, {1}, {0.5}});
        });
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

    /** More numbers than fit in the bytecode of a method or a string of a class file, and a row longer than a line. */
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

    /** In both precisions; the same programs with the numbers in their sources are among the samples. */
    @Test
    void readsExamplesFromAnArchive() throws Exception {
        List<NetworkSpec> specs =
                List.of(SampleNetworks.miniBatches(Precision.F64), SampleNetworks.weightedExamples(Precision.F32));
        List<Dl4jProgram> programs = new ArrayList<>();
        for (NetworkSpec spec : specs) {
            programs.add(archived(spec));
        }
        List<String> outputs = outputsOf(programs);

        assertAll(IntStream.range(0, specs.size())
                .mapToObj(i -> () -> assertArrayEquals(
                        parametersOfTheEngine(specs.get(i)),
                        parametersIn(outputs.get(i)),
                        0,
                        specs.get(i).name())));
    }

    @Test
    void explainsThatTheArchiveIsMissingOrAnother() throws Exception {
        Dl4jProgram program = archived(SampleNetworks.weightedExamples(Precision.F64));
        Path archive = directory.resolve(program.className() + ".npz");
        Npz.write(archive, Map.of("W1", NpyArray.of(List.of(1, 1), 1)));
        String otherwise = failureOf(program);
        assertTrue(otherwise.contains(archive + " is not the archive of this program: it has no array X"), otherwise);

        Npz.write(archive, Map.of("X", NpyArray.of(List.of(5), 1, 2, 3, 4, 5)));
        assertTrue(failureOf(program).contains(archive + " is not the archive of this program: X has 5 numbers"));

        Files.delete(archive);
        String missing = failureOf(program);
        assertTrue(missing.contains("there is no file " + archive + " with the arrays of this program: "), missing);
    }

    private String failureOf(Dl4jProgram program) throws Exception {
        Path file = Files.writeString(directory.resolve(program.className() + ".java"), program.source(), UTF_8);
        assertEquals("", compile(file, directory), "messages of the compiler");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", dl4jOnly() + File.pathSeparator + directory, program.className())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(1, process.waitFor(), output);
        return output;
    }

    @Test
    void readsInitialWeightsFromFiles() throws Exception {
        Npy.write(
                directory.resolve("first.npy"),
                NpyArray.of(new NpyHeader(List.of(2, 3), "<f4", true), 1, 2, 3, 4, 5, 6));
        Npz.write(
                directory.resolve("others.npz"),
                Map.of(
                        "W2",
                        NpyArray.of(List.of(3, 1), 0.1, 0.2, 0.3),
                        "b2",
                        NpyArray.of(List.of(1), 0.7),
                        "last",
                        NpyArray.of(List.of(1, 2), -1, 1),
                        "beside",
                        NpyArray.of(List.of(2), 0.3, -0.2)));
        Npy.write(directory.resolve("bias.npy"), NpyArray.of(List.of(1, 3), 0.25, -0.5, 0.125));
        NetworkSpec spec = Network.define(
                "weights from files",
                net -> net.inputs(2)
                        .dense(
                                3,
                                new Tanh(),
                                layer -> layer.init(new Initializer.Npy("first.npy", Optional.of("bias.npy"))))
                        .dense(1, new Tanh(), layer -> layer.init(new Initializer.Npz("others.npz", Optional.empty())))
                        .dense(
                                2,
                                new Tanh(),
                                layer -> layer.init(
                                        new Initializer.Npz("others.npz", Optional.of("last"), Optional.of("beside"))))
                        .dense(3, new Tanh(), layer -> layer.init(new Initializer.Identity()))
                        .dense(400, new Tanh(), layer -> layer.init(given(3, 400)))
                        .dense(1, new Sigmoid(), layer -> layer.init(new Initializer.Orthogonal(1)))
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(0.5), training -> training.epochs(3))
                        .data(new double[][] {{0.5, -1}, {1, 0.25}}, new double[][] {{0}, {1}}));
        outputsOf(List.of(program(spec), archived(spec)))
                .forEach(output -> assertArrayEquals(parametersOfTheEngine(spec), parametersIn(output), 0));
    }

    /** More numbers than the program writes as an array. */
    private static Initializer given(int rows, int columns) {
        NumpyRandom random = new NumpyRandom(3);
        return new Initializer.Given(
                Stream.generate(() -> Arrays.stream(random.normal(0, 0.1, columns))
                                .boxed()
                                .toList())
                        .limit(rows)
                        .toList(),
                Optional.of(
                        Arrays.stream(random.normal(0, 0.1, columns)).boxed().toList()));
    }

    @Test
    void countsNoExampleWithNaNOutputsAsCorrect() throws Exception {
        List<String> outputs = outputsOf(programs(List.of(diverging(1), diverging(2))));

        assertEquals(2, outputs.size());
        assertAll(outputs.stream()
                .map(output -> () -> assertTrue(
                        output.lines()
                                .filter(line -> line.contains("accuracy"))
                                .reduce((a, b) -> b)
                                .orElse("")
                                .endsWith(" 0.0"),
                        output)));
    }

    /** Its training ends with outputs of NaN; every target is class 0. */
    private static NetworkSpec diverging(int outputs) {
        double[] target = outputs == 1 ? new double[] {0} : new double[] {1, 0};
        return Network.define(
                "diverging",
                net -> net.inputs(1)
                        .dense(2, new Identity())
                        .dense(outputs, new Identity())
                        .init(new Initializer.GlorotUniform())
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1e300), training -> training.epochs(5))
                        .data(new double[][] {{1}, {2}}, new double[][] {target, target})
                        .report(1, Metric.ACCURACY));
    }

    private double[] parametersOfTheEngine(NetworkSpec spec) {
        Experiment experiment = experiment(spec);
        try (Run run = new Dl4jEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                run.step(batch);
            }
            return HandWritten.parametersOf(run.weights());
        }
    }

    private Experiment experiment(NetworkSpec spec) {
        Dataset data = Datasets.read(spec.data(), directory, spec.outputs());
        return Experiment.of(spec, data.inputs(), data.targets(), data.weights(), WeightFiles.read(spec, directory));
    }

    private Dl4jProgram program(NetworkSpec spec) throws IOException {
        Dl4jProgram program = new Dl4jProgram(experiment(spec), Optional.empty());
        return program.excess().isPresent() ? archived(spec) : program;
    }

    private Dl4jProgram archived(NetworkSpec spec) throws IOException {
        Path archive = directory.resolve(Dl4jProgram.className(spec) + ".npz");
        ExperimentArchive.writeStart(experiment(spec), archive);
        return new Dl4jProgram(experiment(spec), Optional.of(archive));
    }

    /** The parameters that each program ends with. */
    private List<double[]> parametersOf(List<NetworkSpec> specs) throws Exception {
        return outputsOf(programs(specs)).stream()
                .map(Dl4jProgramTests::parametersIn)
                .toList();
    }

    private List<Dl4jProgram> programs(List<NetworkSpec> specs) throws IOException {
        List<Dl4jProgram> programs = new ArrayList<>();
        for (NetworkSpec spec : specs) {
            programs.add(program(spec));
        }
        return programs;
    }

    /** Compiles the programs and runs them in a separate JVM. */
    private List<String> outputsOf(List<Dl4jProgram> programs) throws Exception {
        compile(Files.writeString(directory.resolve("Programs.java"), PROGRAMS, UTF_8), directory);
        List<String> command = new ArrayList<>(List.of("Programs"));
        for (Dl4jProgram program : programs) {
            // Each has its own folder, because they all contain classes with the same names.
            Path folder = Files.createDirectories(directory.resolve("programs/" + command.size()));
            Path file = Files.writeString(folder.resolve(program.className() + ".java"), program.source(), UTF_8);
            assertEquals("", compile(file, folder), "messages of the compiler");
            command.add(folder.resolve(program.className()).toString());
        }
        String output =
                String.join("\n", run(dl4jOnly() + File.pathSeparator + directory, command.toArray(String[]::new)));
        return Arrays.stream(output.split("== a program\n")).skip(1).toList();
    }

    /** Runs each program that it is given, as folder/class. */
    private static final String PROGRAMS = """
            import java.net.URL;
            import java.net.URLClassLoader;
            import java.nio.file.Path;

            public final class Programs {
                public static void main(String[] programs) throws Exception {
                    for (String each : programs) {
                        Path program = Path.of(each);
                        URL[] folder = {program.getParent().toUri().toURL()};
                        System.out.println("== a program");
                        try (URLClassLoader loader = new URLClassLoader(folder)) {
                            loader.loadClass(program.getFileName().toString())
                                    .getMethod("main", String[].class)
                                    .invoke(null, (Object) new String[] {"--parameters"});
                        }
                    }
                }
            }
            """;

    private static double[] parametersIn(String output) {
        assertTrue(output.lines().anyMatch(line -> line.equals("after 0 epochs:")), output);
        return output.lines()
                .filter(line -> line.matches("-?0x.*"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private String compile(Path file, Path folder) throws IOException {
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
                    folder.toString());
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
        assertTrue(loaded.stream().anyMatch(line -> line.contains("dev.plumbline.dl4j.export.Dl4jProgram ")));
        assertFalse(loaded.stream().anyMatch(line -> line.contains(" org.nd4j.linalg.factory.Nd4j ")));
        assertFalse(loaded.stream().anyMatch(line -> line.contains(" org.bytedeco.")));
    }

    @Test
    void isNamedAfterTheNetwork() {
        assertEquals("ThreeLayerF64Training", Dl4jProgram.className(SampleNetworks.tutorial(Precision.F64, 1)));
        assertEquals("Network20000NumbersTraining", Dl4jProgram.className(manyNumbers()));
        assertEquals("EveryInitializerU000aXTraining", Dl4jProgram.className(everyInitializer()));
    }

    @Test
    void containsOnlyWhatItNeeds() throws IOException {
        NetworkSpec constant = Network.define(
                "constant",
                net -> net.inputs(1)
                        .dense(1, new Sigmoid())
                        .init(new Initializer.Zeros())
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1}}, new double[][] {{1}}));
        String source = program(constant).source();
        assertFalse(source.contains("andom"), source);
        assertFalse(source.contains("matrix("), source);
        assertFalse(source.contains("throws"), source);
        assertFalse(source.contains("BATCH_SIZE"), source);
    }
}
