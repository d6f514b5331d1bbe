package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of error has a code, an explanation, and an input that leads to it. */
class ErrorKindTests {
    private static final Pattern CODE = Pattern.compile("(?m)^error\\[(E\\d{3})]: .");

    private static final String NETWORK = """
            inputs: 2
            layers:
              - dense: { units: 3, activation: tanh }
              - dense: { units: 1, activation: sigmoid }
            init: glorot_uniform
            loss: half_squared_error
            reduction: sum
            training: { optimizer: { sgd: { learning_rate: 0.5 } }, batch_size: all, epochs: 2 }
            data: { inputs: [[0, 0], [0, 1]], targets: [[0], [1]] }
            """;

    private static final String INLINE = "data: { inputs: [[0, 0], [0, 1]], targets: [[0], [1]] }";

    /** Kinds that only the build for Spark can reach; {@code SparkAveragingTests} and {@code SparkFaultTests} provoke them. */
    private static final Set<ErrorKind> OF_CLUSTERS =
            EnumSet.of(ErrorKind.CLUSTER_UNREACHABLE, ErrorKind.CLUSTER_FAILED);

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void anInputLeadsToEachKind(ErrorKind kind) throws IOException {
        Optional<Console> console = provoked(kind);
        assertEquals(OF_CLUSTERS.contains(kind), console.isEmpty());
        console.ifPresent(each -> {
            assertEquals(Set.of(kind.code()), codes(each.err()), each.err());
            assertEquals(kind == ErrorKind.INTERNAL ? 1 : 2, each.code());
        });
    }

    /** The output of a command line with an error of this kind. */
    private Optional<Console> provoked(ErrorKind kind) throws IOException {
        Console console = switch (kind) {
            case FILE_NOT_FOUND -> Console.run("validate", path("none.yaml"));
            case UNREADABLE_FILE -> Console.run("validate", directory.toString());
            case WRONG_ENCODING -> {
                Files.write(directory.resolve("net.yaml"), "name: é\n".getBytes(StandardCharsets.ISO_8859_1));
                yield Console.run("validate", path("net.yaml"));
            }
            case TOO_LARGE -> validate("a: " + "[".repeat(50) + "]".repeat(50) + "\n");
            case EMPTY_INPUT -> validate("# nothing\n");
            case YAML_SYNTAX -> validate("inputs: [1\n");
            case UNSUPPORTED_YAML -> validate("inputs: 2", "inputs: !!int 2");
            case UNKNOWN_KEY -> validate("units: 3", "units: 3, unit: 3");
            case MISSING_KEY -> validate("reduction: sum\n", "");
            case DUPLICATE -> validate("reduction: sum", "reduction: sum\nreduction: sum");
            case UNKNOWN_WORD -> validate("tanh", "tahn");
            case FOREIGN_NAME -> validate("half_squared_error", "mse");
            case WRONG_IN_DL4J -> validate("tanh", "rrelu");
            case WRONG_TYPE -> validate("inputs: 2", "inputs: two");
            case OUT_OF_RANGE -> validate("learning_rate: 0.5", "learning_rate: 0");
            case NO_EFFECT -> validate("units: 3", "units: 3, bias: false, bias_init: 1");
            case INVALID_COMBINATION -> validate("reduction: sum", "validation: { column: a }\nreduction: sum");
            case LOSS_MISMATCH ->
                validate(
                        "sigmoid }\ninit: glorot_uniform\nloss: half_squared_error",
                        "tanh }\ninit: glorot_uniform\nloss: binary_cross_entropy");
            case SIZE_MISMATCH -> validate("inputs: 2", "inputs: 3");
            case COLUMN_NOT_FOUND -> csv("x,z,t\n1,2,0\n3,4,1\n");
            case NOT_A_NUMBER -> csv("x,y,t\n1,two,0\n3,4,1\n");
            case MISSING_VALUE -> csv("x,y,t\n1,,0\n3,4,1\n");
            case RAGGED_ROW -> csv("x,y,t\n1,2,0\n3,4\n");
            case NOT_FINITE -> csv("x,y,t\n1,1e999,0\n3,4,1\n");
            case UNKNOWN_CATEGORY -> {
                Console.write(directory, "points.csv", "x,y,t\n1,2,no\n3,4,maybe\n");
                yield validate(
                        INLINE,
                        "data: { csv: { file: points.csv, inputs: [x, y], targets: [t]," + " classes: [no, yes] } }");
            }
            case WRONG_FORMAT -> npz("no archive");
            case DAMAGED_FILE -> {
                Path file = recording(Map.of("outputs", outputs(2)));
                byte[] bytes = Files.readAllBytes(file);
                bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2") - 20] ^= 1;
                Files.write(file, bytes);
                yield against(file.toString());
            }
            case EMPTY_RECORDING -> against("true");
            case UNKNOWN_TENSOR -> against(recording(Map.of("V1", outputs(2))).toString());
            case WRONG_TENSOR -> against(recording(Map.of("W1", outputs(3))).toString());
            case WRONG_STEPS -> against(recording(weights(3)).toString());
            case MISPLACED_TENSOR -> against(recording(weights(2)).toString());
            case CODE_NOT_FOUND -> against("no_such_program_here");
            case UNUSABLE_CODE ->
                against(Console.write(directory, "Net.java", "class Net { int }")
                        .toString());
            case CODE_FAILED -> against("false");
            case TIMEOUT -> against("sleep 9", "--timeout", "1");
            case NOT_UNDERSTOOD -> {
                Console.write(directory, "net.py", "");
                yield Console.run("check", path("net.py"));
            }
            case ALREADY_EXISTS -> {
                Console.write(directory, "data.csv", "x,y\n1,0\n2,1\n");
                Console.write(directory, "there.yaml", "");
                yield Console.run("init", path("data.csv"), "-o", path("there.yaml"));
            }
            case NOT_WRITABLE -> Console.run("check", network(), "--html", path("none/report.html"));
            case NOT_A_MODEL -> Console.run("predict", network(), "-");
            case WRONG_STATE -> {
                Console.run("train", network(), "--engine", "reference", "--run", path("run"));
                yield Console.run("train", "--resume", path("run"));
            }
            case NOT_TRANSLATABLE ->
                Console.run(
                        "import",
                        Console.write(directory, "no-layers.json", "{ \"confs\": [] }")
                                .toString(),
                        "-o",
                        path("imported.yaml"));
            case UNKNOWN_OPTION -> Console.run("check", network(), "--jsn");
            case MISSING_OPTION -> Console.run("check");
            case INVALID_OPTION -> Console.run("check", network(), "--compare-every", "0");
            case OPTION_CONFLICT -> Console.run("check", network(), "--no-dl4j");
            case BACKEND_UNAVAILABLE -> Console.run("check", network(), "--backend", "cuda");
            case CLUSTER_SETTINGS -> Console.run("train", network(), "--spark", "local");
            case CLUSTER_UNREACHABLE, CLUSTER_FAILED -> null;
            case TOO_LITTLE_MEMORY ->
                validate(
                        "layers:\n",
                        "layers:\n  - dense: { units: 40000, activation: tanh }\n"
                                + "  - dense: { units: 50000, activation: tanh }\n");
            case INTERNAL -> Console.check(new FailingEngine(), "check", network());
        };
        return Optional.ofNullable(console);
    }

    private static Set<String> codes(String text) {
        return CODE.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private String network(String... change) {
        String text = change.length == 0
                ? NETWORK
                : NETWORK.replaceFirst(Pattern.quote(change[0]), Matcher.quoteReplacement(change[1]));
        return Console.write(directory, "net.yaml", text).toString();
    }

    private Console validate(String text) {
        return Console.run(
                "validate", Console.write(directory, "net.yaml", text).toString());
    }

    private Console validate(String part, String replacement) {
        return Console.run("validate", network(part, replacement));
    }

    private Console csv(String rows) {
        Console.write(directory, "points.csv", rows);
        return validate(INLINE, "data: { csv: { file: points.csv, inputs: [x, y], targets: [t] } }");
    }

    private Console npz(String content) {
        Console.write(directory, "points.npz", content);
        return validate(INLINE, "data: { npz: { file: points.npz } }");
    }

    private Console against(String network, String... more) {
        return Console.run(
                Stream.concat(Stream.of("check", network(), "--no-dl4j", "--against", network), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private Path recording(Map<String, NpyArray> arrays) throws IOException {
        Path file = directory.resolve("net.npz");
        Npz.write(file, arrays);
        return file;
    }

    private static NpyArray outputs(int rows) {
        return NpyArray.of(List.of(rows, 1), new double[rows]);
    }

    /** The weights of the first layer, the same in each step. */
    private static Map<String, NpyArray> weights(int steps) {
        double[] values = new double[steps * 6];
        Arrays.fill(values, 0.25);
        return Map.of("W1", NpyArray.of(List.of(steps, 2, 3), values));
    }

    private static final class FailingEngine implements Engine {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Run start(Experiment experiment) {
            throw new IllegalStateException("a defect");
        }
    }

    @Test
    void codesAreUniqueAndInTheirOrder() {
        List<String> codes = Stream.of(ErrorKind.values()).map(ErrorKind::code).toList();
        assertEquals(codes.stream().sorted().distinct().toList(), codes);
        assertTrue(codes.stream().allMatch(code -> code.matches("E\\d{3}")));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void explainsEachKind(ErrorKind kind) {
        assertTrue(kind.explanation().length() > 100 && kind.explanation().endsWith("."), kind.explanation());
        assertEquals(kind.wrong().isEmpty(), kind.right().isEmpty());
        String page = Console.run("words", kind.code()).out();
        assertTrue(page.startsWith(kind.code() + ", an error: " + kind.title() + "\n\n"), page);
        assertTrue(page.lines().allMatch(line -> line.length() <= 80), page);
        assertEquals(
                page,
                Console.run("words", kind.code().toLowerCase(java.util.Locale.ROOT))
                        .out());
        assertEquals(
                page, Console.run("words", kind.code().replaceFirst("E0+", "E")).out());
    }

    @Test
    void listsAllCodes() {
        String list = Console.run("words", "errors").out();
        assertAll(Stream.of(ErrorKind.values())
                .map(kind -> () -> assertTrue(list.contains("  " + kind.code() + "  " + kind.title() + "\n"))));
        assertTrue(Console.run("words").out().contains("E010"));
        Console unknown = Console.run("words", "E999");
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().contains("unknown error code `E999`; `plumbline words errors` lists all"));
    }

    @Test
    void writesKindsAsJson() {
        JsonElement one =
                JsonParser.parseString(Console.run("words", "--json", "E014").out());
        assertEquals(
                ErrorKind.FOREIGN_NAME.title(),
                one.getAsJsonObject()
                        .getAsJsonArray("errors")
                        .get(0)
                        .getAsJsonObject()
                        .get("title")
                        .getAsString());
        JsonElement all = JsonParser.parseString(Console.run("words", "--json").out());
        assertEquals(
                ErrorKind.values().length,
                all.getAsJsonObject().getAsJsonArray("errors").size());
    }

    @Test
    void eachJsonDocumentOfProblemsHasTheirCodes() throws IOException {
        String text = Console.run("validate", "--json", network("tanh", "tahn")).out();
        assertTrue(text.contains("\"code\": \"E013\""), text);
        String refused = Console.run("train", "--json", path("none.yaml")).out();
        assertTrue(refused.contains("\"code\": \"E001\""), refused);
        String usage = Console.run("check", "--json").out();
        assertTrue(usage.contains("\"code\": \"E071\""), usage);
    }

    @Test
    void thePageOfTheErrorsIsUpToDate() throws IOException {
        assertEquals(
                Console.run("words", "errors", "--markdown").out(),
                Files.readString(Path.of("src/docs/errors.md")),
                "src/docs/errors.md is made anew by: ./plumbline words errors --markdown > src/docs/errors.md");
    }

    /** No message is written without the code of its kind. */
    @Test
    void noSourceWritesAnErrorWithoutItsCode() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> without = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> read(file).contains("\"error: "))
                    .toList();
            assertEquals(List.of(), without);
        }
        assertFalse(codes("error[E001]: x").isEmpty());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
