package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Whatever is written in place of an argument or an option, no verb has an internal error, and no message has a name of our
 * libraries: it is an error of the user's, or it works.
 */
@Execution(ExecutionMode.SAME_THREAD)
class OddInputsTests {
    /** One in so many command lines is tested, more of them with {@code -Dplumbline.slow=required}. */
    private static final int PART = "required".equals(System.getProperty("plumbline.slow")) ? 5 : 13;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern LIBRARIES = Pattern.compile(
            "(?i)internal error|picocli|snakeyaml|jackson|\\bgson|nd4j|deeplearning4j|Exception|\\bjava\\.|fastcsv|\\tat ");

    @TempDir
    private static Path directory;

    /** Texts for any argument; {@code DIR/} is the directory of the test. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            ".",
            "/",
            "/dev/null",
            "/dev/full",
            "/proc/self/mem",
            "DIR/folder",
            "DIR/folder.yaml",
            "DIR/folder.csv",
            "DIR/folder.zip",
            "DIR/folder.npz",
            "DIR/empty.yaml",
            "DIR/empty.csv",
            "DIR/empty.zip",
            "DIR/empty.npz",
            "DIR/noise.yaml",
            "DIR/noise.csv",
            "DIR/noise.zip",
            "DIR/noise.npz",
            "DIR/loop.yaml",
            "DIR/loop.csv",
            "DIR/nothing.zip",
            "DIR/net.yaml/below.yaml",
            "DIR/none/new.csv",
            "DIR/damaged",
            "DIR/" + "n".repeat(300) + ".csv",
            "DIR/" + "long/".repeat(1500) + "x.yaml",
            "a\u0007b\u001b[31m.yaml",
            "a\nb",
            "a\0b",
            "\uFFFD.csv",
            "\uD800.csv",
            "\uD83D\uDE00",
            "@DIR/net.yaml",
            "@",
            "-",
            "~",
            "%s%n%d",
            "${user.home}",
            "file:///etc/passwd",
            "https://example.org/x.yaml",
            "hdfs://host/x.csv",
            "local[0]",
            "spark://",
            "k8s://",
            "-1",
            "0",
            "1e999",
            "NaN",
            "99999999999999999999",
            "1e-400",
            "=",
            "a=",
            "seed=\0",
            "data.inputs=[[1]]",
            "layers[99999999999].units=3",
            "training.epochs=99999999999999999999",
            "name=\uD800",
            "null",
            "[",
            "{a: *b}");

    /** A command line that works, or ends quickly, for each verb. */
    private static final List<String> LINES = List.of(
            "check DIR/net.yaml --no-dl4j --against DIR/none.npz",
            "train DIR/net.yaml --engine reference",
            "sweep DIR/net.yaml --engine reference",
            "predict DIR/run DIR/rows.csv --engine reference",
            "evaluate DIR/run --engine reference",
            "report DIR/run",
            "plot DIR/run -o DIR/none/plot.svg",
            "compare DIR/run DIR/run",
            "reproduce DIR/run",
            "export DIR/run -o DIR/none/weights.npz",
            "import DIR/run/model.zip -o DIR/none/net.yaml",
            "audit DIR/run/model.zip",
            "validate DIR/net.yaml",
            "summary DIR/net.yaml",
            "explain DIR/net.yaml",
            "init DIR/rows.csv -o DIR/net.yaml",
            "words adam",
            "scaffold DIR/net.yaml -o DIR/net.yaml",
            "recorder",
            "experiment DIR/net.yaml -o DIR/none/experiment.npz",
            "schema",
            "completion bash",
            "manual");

    /** Options that print help, or would train for hours. */
    private static final Set<String> LEFT_OUT =
            Set.of("--help", "-h", "--version", "--debug", "--spark", "--workers", "--against");

    private static final InputStream STANDARD_INPUT = System.in;

    /** What reads standard input finds it empty: that of this process carries the commands of the test run. */
    @BeforeAll
    static void emptyStandardInput() {
        System.setIn(InputStream.nullInputStream());
    }

    @AfterAll
    static void restoreStandardInput() {
        System.setIn(STANDARD_INPUT);
    }

    static void prepare() throws IOException {
        if (Files.exists(directory.resolve("net.yaml"))) {
            return;
        }
        Console.write(
                directory,
                "net.yaml",
                Console.config("two-layer-xor.yaml")
                        .replaceAll("epochs: \\d+", "epochs: 2")
                        .replaceAll("every: \\d+", "every: 1"));
        Console.write(directory, "rows.csv", "a,b,c\n0,1,1\n1,0,1\n");
        for (String end : List.of("", ".yaml", ".csv", ".zip", ".npz")) {
            Files.createDirectory(directory.resolve("folder" + end));
            Console.write(directory, "empty" + end, "");
            Files.write(directory.resolve("noise" + end), new byte[] {'P', 'K', 3, 4, (byte) 0xff, 0, 1, 2, 10, 9});
        }
        Files.createSymbolicLink(directory.resolve("loop.yaml"), Path.of("loop.yaml"));
        Files.createSymbolicLink(directory.resolve("loop.csv"), Path.of("loop.csv"));
        Files.createSymbolicLink(directory.resolve("nothing.zip"), Path.of("none"));
        Console run = Console.run(words("train DIR/net.yaml --engine reference --run DIR/run"));
        assertEquals(0, run.code(), run.err());
        Path damaged = Files.createDirectory(directory.resolve("damaged"));
        Files.createDirectory(damaged.resolve("model.zip"));
        Files.createDirectory(damaged.resolve("resolved.yaml"));
        Files.copy(directory.resolve("run").resolve("run.json"), damaged.resolve("run.json"));
    }

    private static String[] words(String line) {
        return Stream.of(line.split(" ")).map(OddInputsTests::placed).toArray(String[]::new);
    }

    private static String placed(String word) {
        return word.replace("DIR", directory.toString());
    }

    @TestFactory
    Stream<DynamicTest> noVerbHasAnInternalError() throws IOException {
        prepare();
        return LINES.stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    List<String> faults = new ArrayList<>();
                    int number = line.hashCode();
                    for (List<String> command : commands(line)) {
                        if (Math.floorMod(number++, PART) == 0) {
                            fault(command).ifPresent(faults::add);
                        }
                    }
                    assertTrue(faults.isEmpty(), faults.size() + " faults\n" + String.join("\n", faults));
                }));
    }

    /** The line with each word replaced, and with each option of the verb added. */
    private static Set<List<String>> commands(String line) {
        String[] words = words(line);
        Set<List<String>> commands = new LinkedHashSet<>();
        for (String odd : ODD) {
            for (int i = 1; i < words.length; i++) {
                boolean isRun = words[i - 1].equals("--against"); // as a command
                if (!isRun) {
                    List<String> changed = new ArrayList<>(List.of(words));
                    changed.set(i, words[i - 1].equals("-o") ? below(odd) : placed(odd));
                    commands.add(changed);
                }
            }
            for (OptionSpec option : options(words[0])) {
                if (!option.type().equals(boolean.class) && !LEFT_OUT.contains(option.longestName())) {
                    List<String> more = new ArrayList<>(List.of(words));
                    boolean mayWrite = !option.typeInfo().getClassName().matches("int|long|double|java.util.List");
                    more.add(option.longestName() + "=" + (mayWrite ? below(odd) : placed(odd)));
                    commands.add(more);
                }
            }
        }
        return commands;
    }

    /** The text as the name of a file in the directory of the test. */
    private static String below(String odd) {
        return odd.startsWith("/") || odd.startsWith("DIR") ? placed(odd) : directory + "/" + odd + " ";
    }

    private static List<OptionSpec> options(String verb) {
        return Plumbline.verbs().stream()
                .map(CommandLine::new)
                .filter(each -> each.getCommandName().equals(verb))
                .flatMap(each -> each.getCommandSpec().options().stream())
                .toList();
    }

    private static Optional<String> fault(List<String> command) {
        boolean takesJson = options(command.get(0)).stream()
                .anyMatch(option -> option.longestName().equals("--json"));
        List<String> whole = new ArrayList<>(command);
        if (takesJson) {
            whole.add("--json");
        }
        Console console = assertTimeoutPreemptively(
                LIMIT, () -> Console.run(whole.toArray(String[]::new)), () -> String.valueOf(whole));
        String said = console.err() + (console.code() == 2 ? console.out() : "");
        boolean isFault = !Set.of(0, 2, 3).contains(console.code())
                || LIBRARIES.matcher(said).find()
                || console.code() == 2 && said.isBlank()
                || takesJson && console.code() == 2 && !isDocument(console.out());
        return isFault ? Optional.of(console.code() + " " + whole + ": " + said.strip()) : Optional.empty();
    }

    private static boolean isDocument(String text) {
        try {
            JsonElement document = JsonParser.parseString(text);
            return document.isJsonObject() && document.getAsJsonObject().has("files")
                    || document.isJsonObject()
                            && document.getAsJsonObject().has("ok")
                            && document.getAsJsonObject().get("problems") != null
                            && document.getAsJsonObject().getAsJsonArray("problems").asList().stream()
                                    .noneMatch(problem -> problem.getAsJsonObject()
                                            .get("message")
                                            .getAsString()
                                            .contains("\n"));
        } catch (JsonParseException | IllegalStateException e) {
            return false;
        }
    }
}
