package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** Everything that README.md and the pages of src/docs that belong to it show is run. */
@Slow
class ReadmeTests {
    private static final String README = read(Path.of("README.md"));
    private static final String COMMANDS = page("commands");
    private static final String FILE_FORMAT = page("file-format");
    private static final String LIBRARY = page("library");
    private static final String CUT = "…\n";

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String name) {
        return read(Path.of("src/docs", name + ".md"));
    }

    /** The blocks of a page that are fenced as this language, without their fences. */
    private static List<String> blocks(String page, String language) {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** It is read in three minutes. */
    @Test
    void theReadmeHasAtMostNineHundredWords() {
        assertTrue(README.strip().split("\\s+").length <= 900);
    }

    /** Every link to a page or a file of this project leads to one. */
    @Test
    void everyLinkLeadsSomewhere() {
        Stream.concat(
                        Stream.of(Path.of("README.md")),
                        Stream.of("commands", "file-format", "library", "scripts", "tolerances", "gpu", "performance")
                                .map(name -> Path.of("src/docs", name + ".md")))
                .forEach(file -> Pattern.compile("\\]\\(([^):#]+)(#[^)]*)?\\)")
                        .matcher(read(file))
                        .results()
                        .map(link -> file.resolveSibling(link.group(1)))
                        .forEach(target -> assertTrue(Files.exists(target), file + " links to " + target)));
    }

    /** Runs the commands of a block, which write all files to a directory; each must succeed. */
    private static void runAll(String block, Path directory) {
        for (String line : block.replaceAll(" +#.*", "").lines().toList()) {
            String[] words = line.replace("runs/", directory + "/")
                    .replaceAll(" (\\w+\\.\\w+)", " " + directory + "/$1")
                    .substring("./plumbline ".length())
                    .split(" ");
            Console console = Console.run(words);
            assertEquals(0, console.code(), line + "\n" + console.err());
        }
    }

    private static String blockWith(String page, String text) {
        return blocks(page, "console").stream()
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDigitsAreTrainedCheckedPredictedAndShown(@TempDir Path directory) throws IOException {
        String commands = blockWith(COMMANDS, "--run runs/digits");
        assertEquals(4, commands.lines().count());
        blockWith(README, "--run runs/digits")
                .replaceAll(" +#.*", "")
                .lines()
                .forEach(line -> assertTrue(commands.contains(line + "\n"), line));
        runAll(commands, directory);
        List<String> predicted = Files.readAllLines(directory.resolve("predicted.csv"));
        assertEquals(1 + 1797, predicted.size());
        Console evaluated = Console.run("evaluate", directory.resolve("digits").toString());
        assertTrue(evaluated.out().contains("accuracy                  0.972144846797"), evaluated.out());
        assertTrue(Files.readString(directory.resolve("digits/report.html")).contains("TRAINED"));
    }

    @Test
    void aTableIsTrainedEvaluatedAndPredicted(@TempDir Path directory) throws IOException {
        runAll(blockWith(README, "--run runs/flowers"), directory);
        assertEquals(
                1 + 150, Files.readAllLines(directory.resolve("species.csv")).size());
    }

    /** The rows of the table of commands. */
    @Test
    void everyLineOfTheTableOfCommandsRunsAndEveryCommandHasOne(@TempDir Path directory) {
        List<String> lines = Pattern.compile("^\\| `([^`]+)` \\| (.*) \\|$", Pattern.MULTILINE)
                .matcher(COMMANDS)
                .results()
                .map(row -> row.group(1))
                .toList();
        assertEquals(
                Plumbline.verbs().stream()
                        .map(verb ->
                                verb.getClass().getAnnotation(Command.class).name())
                        .sorted()
                        .toList(),
                lines.stream().map(line -> line.split(" ")[0]).sorted().toList());
        for (String line : lines) {
            Console console =
                    Console.run(line.replace("runs", directory.toString()).split(" "));
            assertEquals(0, console.code(), line + "\n" + console.err());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTranscriptIsWhatTheProgramPrints() {
        List<String> transcripts = Stream.of(README, COMMANDS, FILE_FORMAT)
                .flatMap(page -> blocks(page, "console").stream())
                .filter(block -> block.startsWith("$ ./plumbline "))
                .toList();
        assertEquals(4, transcripts.size());
        return transcripts.stream().map(block -> {
            String command = block.lines().findFirst().orElseThrow();
            String output = block.substring(command.length() + 1);
            return DynamicTest.dynamicTest(
                    command, () -> assertPrinted(output, run(command.substring("$ ./plumbline ".length()))));
        });
    }

    /** The last line of a transcript may be {@code …}: more follows. */
    private static void assertPrinted(String transcript, String output) {
        if (!transcript.endsWith(CUT)) {
            assertEquals(steady(transcript), steady(output));
            return;
        }
        String beginning = steady(transcript.substring(0, transcript.length() - CUT.length()));
        String whole = steady(output);
        assertTrue(whole.length() > beginning.length(), "nothing is cut");
        assertEquals(beginning, whole.substring(0, beginning.length()));
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
        NetworkSpec shown = YamlReader.read(blocks(FILE_FORMAT, "yaml").get(0), "file-format.md")
                .spec();
        NetworkSpec used = YamlReader.read(Path.of("configs/three-layer.yaml")).spec();

        assertEquals(used, shown);
    }

    @Test
    void theDefaultsAreThoseOfAFileThatReads() {
        String file = blocks(FILE_FORMAT, "yaml").get(1) + """
                inputs: 2
                loss: categorical_cross_entropy
                reduction: mean
                training: { optimizer: { adam: { learning_rate: 0.01 } }, batch_size: all, epochs: 1 }
                data: { csv: { file: three-spirals.csv, inputs: [x, y], targets: [arm], classes: [a, b, c] } }
                """;
        NetworkSpec spec = YamlReader.read(file, "file-format.md").spec();

        assertEquals(new Initializer.HeNormal(), spec.initOf(0));
        assertEquals(new Initializer.Orthogonal(1), spec.initOf(1));
        assertEquals(new Activation.Tanh(), spec.layers().get(1).activation());
    }

    @Test
    void theDataAreThoseOfTheIrises() throws IOException {
        String file = Files.readString(Path.of("configs/iris.yaml")).replaceAll(" +#.*", "");

        assertTrue(file.contains(blocks(FILE_FORMAT, "yaml").get(2)), file);
        assertEquals(3, blocks(FILE_FORMAT, "yaml").size());
    }

    @Test
    void everyConfigurationIsNamed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.matches("(two|three)-layer.*|four-hidden.*"))
                    .forEach(name -> assertTrue(FILE_FORMAT.contains("`" + name + "`"), name));
        }
    }

    @Test
    void theJavaExamplesOfTheLibraryCompileAndRun(@TempDir Path directory) throws Exception {
        assertEquals(2, blocks(LIBRARY, "java").size());
        String examples = String.join("", blocks(LIBRARY, "java"));
        String source = """
                %s
                public class Example {
                    public static boolean run(File file) throws Exception {
                %s
                        MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);
                        return result.agrees() && loaded.params().equals(network.params())
                                && output.get(0, 0) == trained.outputs().get(2, 0)
                                && keep.numParams() == 20;
                    }
                }
                """.formatted(
                        lines(examples, line -> line.startsWith("import ")),
                        lines(examples, line -> !line.startsWith("import "))
                                .replace("System.out.println(result.agrees());", ""));
        compile(directory, Files.writeString(directory.resolve("Example.java"), source));
        try (URLClassLoader loader = loaderOf(directory)) {
            Method run = loader.loadClass("Example").getMethod("run", File.class);
            assertEquals(true, run.invoke(null, directory.resolve("network.zip").toFile()));
        }
    }

    private static String lines(String code, Predicate<String> chosen) {
        return code.lines().filter(chosen).collect(Collectors.joining("\n"));
    }

    @Test
    void theJavaProgramOfTheReadmeAgreesAndPredicts(@TempDir Path directory) throws Exception {
        String source = blocks(README, "java").get(0).replace("class Xor", "public class Xor");
        compile(directory, Files.writeString(directory.resolve("Xor.java"), source));
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = loaderOf(directory);
                PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            Method main = loader.loadClass("Xor").getMethod("main", String[].class);
            System.setOut(stream);
            main.invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(standard);
        }
        List<String> results = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("true", results.get(0));
        assertTrue(results.get(1).contains("0."), results.get(1));
    }

    /** The page of recordings shows the network that it asserts something of. */
    @Test
    void theTestThatItShowsPasses(@TempDir Path directory) throws Exception {
        assertEquals(2, blocks(README, "java").size());
        Path network = Files.writeString(
                directory.resolve("TutorialNetwork.java"),
                blocks(page("recording"), "java").get(0));
        String source = blocks(README, "java")
                .get(1)
                .replace("class My", "public class My")
                .replace("void my", "public void my");
        compile(directory, Files.writeString(directory.resolve("MyTests.java"), source), network);
        try (URLClassLoader loader = loaderOf(directory)) {
            Class<?> tests = loader.loadClass("MyTests");
            tests.getMethod("myNetworkEqualsDl4j")
                    .invoke(tests.getDeclaredConstructor().newInstance());
        }
    }

    private static void compile(Path directory, Path... sources) {
        List<String> arguments = new ArrayList<>(List.of("-d", directory.toString(), "-cp", classPath()));
        Stream.of(sources).map(Path::toString).forEach(arguments::add);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
    }

    private URLClassLoader loaderOf(Path directory) throws IOException {
        return new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** KotlinTests runs these programs. */
    @Test
    void theKotlinProgramsAreThoseThatTheTestsRun() {
        assertEquals(List.of(read(Path.of("src/test/kotlin/Xor.kt"))), blocks(README, "kotlin"));
        assertEquals(2, blocks(LIBRARY, "kotlin").size());
        assertEquals(
                read(Path.of("src/test/kotlin/Classifier.kt")),
                blocks(LIBRARY, "kotlin").get(0));
        assertTrue(
                read(Path.of("src/test/kotlin/dev/plumbline/KotlinTests.kt"))
                        .contains(blocks(LIBRARY, "kotlin").get(1).indent(4)),
                "the second is a test");
    }

    /** The dependencies that the pages show are those that the build has. */
    @Test
    void kotlinsLibraryHasTheVersionOfTheBuild() {
        Matcher version =
                Pattern.compile("<kotlin.version>(.+)</kotlin.version>").matcher(read(Path.of("pom.xml")));
        assertTrue(version.find());
        String dependency = "<artifactId>kotlin-stdlib</artifactId>\n  <version>" + version.group(1) + "<";
        assertTrue(README.contains(dependency));
        assertTrue(LIBRARY.contains(dependency));
    }

    @Test
    void everyKeyOfALayerAndOfTheFileIsNamed() {
        Stream.of(NetworkSpec.class, Layer.Dense.class, Regularization.class)
                .flatMap(section -> Schema.of(section).parameters().stream())
                .forEach(key -> assertTrue(FILE_FORMAT.matches("(?s).*[`{ ]" + key.name() + "[`:, ].*"), key.name()));
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
                .forEach(entry -> assertTrue(FILE_FORMAT.contains("`" + entry.name() + "`"), entry.name()));
    }
}
