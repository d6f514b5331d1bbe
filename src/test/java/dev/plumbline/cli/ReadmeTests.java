package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.spec.vocabulary.Word;
import dev.plumbline.yaml.YamlReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Everything that README.md shows is run. */
@Slow
class ReadmeTests {
    private static final String README = read(Path.of("README.md"));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks fenced as this language, without their fences. */
    private static List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(README)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void theDigitsAreTrainedCheckedPredictedAndShown(@TempDir Path directory) throws IOException {
        String commands = blocks("console").stream()
                .filter(block -> block.contains("--run runs/digits"))
                .findFirst()
                .orElseThrow();
        assertEquals(4, commands.lines().count());
        for (String line : commands.lines().toList()) {
            String[] words = line.replace("runs/", directory + "/")
                    .substring("./plumbline ".length())
                    .split(" ");
            Console console = Console.run(words);
            assertEquals(0, console.code(), line + "\n" + console.err());
        }
        List<String> predicted = Files.readAllLines(directory.resolve("predicted.csv"));
        assertEquals(1 + 1797, predicted.size());
        Console evaluated = Console.run("evaluate", directory.resolve("digits").toString());
        assertTrue(evaluated.out().contains("accuracy                  0.972144846797"), evaluated.out());
        assertTrue(Files.readString(directory.resolve("digits/report.html")).contains("TRAINED"));
    }

    @TestFactory
    Stream<DynamicTest> everyTranscriptIsWhatTheProgramPrints() {
        List<String> transcripts = blocks("console").stream()
                .filter(block -> block.startsWith("$ ./plumbline "))
                .toList();
        assertEquals(3, transcripts.size());
        return transcripts.stream().map(block -> {
            String command = block.lines().findFirst().orElseThrow();
            String output = block.substring(command.length() + 1);
            return DynamicTest.dynamicTest(
                    command,
                    () -> assertEquals(steady(output), steady(run(command.substring("$ ./plumbline ".length())))));
        });
    }

    /** Results and messages in one stream, as a terminal shows them. */
    private static String run(String arguments) {
        StringWriter output = new StringWriter();
        PrintWriter printer = new PrintWriter(output);
        Plumbline.run(Terminal.ofWriters(printer, printer, StandardCharsets.UTF_8), arguments.split(" "));
        printer.flush();
        return output.toString();
    }

    /**
     * Without what differs from machine to machine: how small the largest difference is and where, where lines are broken after
     * it, and the time.
     */
    private static String steady(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("plumbline: checking"))
                .map(line -> line.replaceFirst("^(  where +).*", "$1W"))
                .map(line -> line.startsWith("Time: ") ? "Time: T" : line)
                .collect(Collectors.joining(" "))
                .replaceAll("\\s+", " ")
                .replaceAll("largest relative difference \\S+ \\S+ times its bound of [0-9.e-]+", "largest E")
                .strip();
    }

    @Test
    void theFileIsTheOneOfTheFirstCommand() {
        NetworkSpec shown = YamlReader.read(blocks("yaml").get(0), "README.md").spec();
        NetworkSpec used = YamlReader.read(Path.of("configs/three-layer.yaml")).spec();

        assertEquals(used, shown);
    }

    @Test
    void theDefaultsAreThoseOfAFileThatReads() {
        String file = blocks("yaml").get(1) + """
                inputs: 2
                loss: categorical_cross_entropy
                reduction: mean
                training: { optimizer: { adam: { learning_rate: 0.01 } }, batch_size: all, epochs: 1 }
                data: { csv: { file: three-spirals.csv, inputs: [x, y], targets: [arm], classes: [a, b, c] } }
                """;
        NetworkSpec spec = YamlReader.read(file, "README.md").spec();

        assertEquals(new Initializer.HeNormal(), spec.initOf(0));
        assertEquals(new Initializer.Orthogonal(1), spec.initOf(1));
        assertEquals(new Activation.Tanh(), spec.layers().get(1).activation());
    }

    @Test
    void theDataAreThoseOfTheIrises() throws IOException {
        String file = Files.readString(Path.of("configs/iris.yaml")).replaceAll(" +#.*", "");

        assertTrue(file.contains(blocks("yaml").get(2)), file);
        assertEquals(3, blocks("yaml").size());
    }

    @Test
    void everyConfigurationIsNamed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.matches("(two|three)-layer.*|four-hidden.*"))
                    .forEach(name -> assertTrue(README.contains("`" + name + "`"), name));
        }
    }

    @Test
    void theJavaExamplesCompileAndRun(@TempDir Path directory) throws Exception {
        String source = """
                import static dev.plumbline.NetworkWords.*;

                import dev.plumbline.Plumbline;
                import dev.plumbline.TrainedNetwork;
                import dev.plumbline.compare.CheckResult;
                import dev.plumbline.dl4j.Dl4j;
                import dev.plumbline.math.Matrix;
                import dev.plumbline.spec.Reduction;
                import java.io.File;
                import java.nio.file.Path;
                import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

                public class Example {
                    public static boolean run(File file) throws Exception {
                %s
                %s
                        MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);
                        return result.agrees() && loaded.params().equals(network.params())
                                && output.get(0, 0) == trained.outputs().get(2, 0)
                                && keep.numParams() == 20;
                    }
                }
                """.formatted(
                        blocks("java").get(0).replace("System.out.println(result.agrees());", ""),
                        blocks("java").get(1));
        Path file = Files.writeString(directory.resolve("Example.java"), source);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", directory.toString(), "-cp", classPath(), file.toString());
        assertEquals(0, failed);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Method run = loader.loadClass("Example").getMethod("run", File.class);
            assertEquals(true, run.invoke(null, directory.resolve("network.zip").toFile()));
        }
    }

    /** The page of recordings shows the network that it asserts something of. */
    @Test
    void theTestThatItShowsPasses(@TempDir Path directory) throws Exception {
        String page = read(Path.of("src/docs/recording.md"));
        Matcher network = Pattern.compile("(?ms)^```java\\n(.*?)^```$").matcher(page);
        assertTrue(network.find());
        Files.writeString(directory.resolve("TutorialNetwork.java"), network.group(1));
        String source = """
                import static dev.plumbline.assertions.PlumblineAssertions.assertMatches;

                import java.nio.file.Path;
                import org.junit.jupiter.api.Test;

                public class MyTests {
                %s
                }
                """.formatted(blocks("java").get(2).replace("void my", "public void my"));
        Path file = Files.writeString(directory.resolve("MyTests.java"), source);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        directory.toString(),
                        "-cp",
                        classPath(),
                        file.toString(),
                        directory.resolve("TutorialNetwork.java").toString());
        assertEquals(0, failed);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> tests = loader.loadClass("MyTests");
            tests.getMethod("myNetworkEqualsDl4j")
                    .invoke(tests.getDeclaredConstructor().newInstance());
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    @Test
    void theKotlinExamplesStandInATestThatRuns() {
        String test = withoutIndentation(read(Path.of("src/test/kotlin/dev/plumbline/KotlinTests.kt")));

        assertEquals(2, blocks("kotlin").size());
        for (String block : blocks("kotlin")) {
            String example = withoutIndentation(block);
            assertFalse(example.isBlank());
            assertTrue(test.contains(example), () -> "not in KotlinTests:\n" + example);
        }
    }

    private static String withoutIndentation(String code) {
        return code.lines().map(String::strip).reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void everyKeyOfALayerAndOfTheFileIsNamed() {
        Stream.of(NetworkSpec.class, Layer.Dense.class, Regularization.class)
                .flatMap(section -> Schema.of(section).parameters().stream())
                .forEach(key -> assertTrue(README.matches("(?s).*[`{ ]" + key.name() + "[`:, ].*"), key.name()));
    }

    @Test
    void everyWordIsNamed() {
        Stream.of(
                        Activation.class,
                        Initializer.class,
                        Loss.class,
                        Optimizer.class,
                        LearningRate.class,
                        GradientNormalization.class,
                        Constraint.class)
                .flatMap(family -> Vocabulary.of(family).entries().stream())
                .filter(entry -> entry.word().shorthand() == Word.Shorthand.NONE)
                .forEach(entry -> assertTrue(README.contains("`" + entry.name() + "`"), entry.name()));
    }
}
