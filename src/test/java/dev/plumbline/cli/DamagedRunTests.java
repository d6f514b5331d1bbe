package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the files of a run have in place of a value, every verb that reads them tells what is wrong. */
class DamagedRunTests {
    private static final List<JsonElement> ODD = Stream.<JsonElement>of(
                    JsonNull.INSTANCE,
                    new JsonPrimitive("\0"),
                    new JsonPrimitive(""),
                    new JsonPrimitive("\uD800"),
                    new JsonPrimitive("a\nb\u001b[31m"),
                    new JsonPrimitive("x".repeat(10_000)),
                    new JsonPrimitive("/dev/null"),
                    new JsonPrimitive(-1),
                    new JsonPrimitive(1e300),
                    new JsonPrimitive("NaN"),
                    new JsonPrimitive(true),
                    new JsonArray(),
                    new JsonObject())
            .toList();

    @TempDir
    private Path directory;

    private Path run = Path.of("");
    private Path rows = Path.of("");

    @BeforeEach
    void train() {
        String table = "a,b,class\n" + "0.1,0.2,x\n0.3,0.1,y\n0.2,0.4,z\n".repeat(4);
        Console.write(directory, "data.csv", table);
        rows = Console.write(directory, "rows.csv", "a,b\n0.1,0.2\n0.3,0.1\n");
        Path file = Console.write(directory, "net.yaml", """
                name: damaged
                inputs: 2
                layers:
                  - dense: { units: 3, activation: softmax, init: zeros }
                loss: categorical_cross_entropy
                reduction: mean
                training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: all, epochs: 2 }
                data: { csv: { file: data.csv, header: true, inputs: [a, b], targets: [class], classes: [x, y, z] } }
                report: { every: 1, metrics: [loss] }
                """);
        run = directory.resolve("run");
        Console console = Console.run("train", "--engine", "reference", "--run", run.toString(), file.toString());
        assertEquals(0, console.code(), console.err());
    }

    private void read(List<String[]> readers, String what, List<String> faults) {
        for (String[] command : readers) {
            Console console = Console.run(command);
            String said = console.err() + console.out();
            if (!Set.of(0, 2, 3).contains(console.code()) || said.contains("Exception")) {
                faults.add(what + ": " + command[0] + ": " + console.code() + " " + said.strip());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> noValueOfTheRecordOrThePreparationIsAnInternalError() throws IOException {
        Path record = run.resolve("run.json");
        Path model = run.resolve("model.zip");
        String ofRecord = Files.readString(record);
        String ofModel = preparation(model, text -> text);
        String r = run.toString();
        List<String[]> readersOfRecord = List.of(
                new String[] {"evaluate", r, "--engine", "reference", "--json"},
                new String[] {"compare", r, r, "--json"},
                new String[] {"train", "--resume", r, "--json"});
        List<String[]> readersOfModel = List.of(
                new String[] {"evaluate", r, "--engine", "reference", "--json"},
                new String[] {"predict", r, rows.toString(), "--engine", "reference", "--probabilities", "--json"});
        return Stream.of(
                DynamicTest.dynamicTest(
                        "run.json",
                        () -> assertRead(readersOfRecord, ofRecord, text -> Files.writeString(record, text))),
                DynamicTest.dynamicTest(
                        "preparation.json",
                        () -> assertRead(readersOfModel, ofModel, text -> preparation(model, before -> text))));
    }

    /** Puts a text into its file. */
    private interface Placing {
        void place(String text) throws IOException;
    }

    private void assertRead(List<String[]> readers, String text, Placing placing) throws IOException {
        List<String> faults = new ArrayList<>();
        int values = count(JsonParser.parseString(text));
        for (int i = 0; i < values; i++) {
            for (JsonElement odd : ODD) {
                JsonElement document = JsonParser.parseString(text);
                replace(document, new int[] {i}, odd);
                placing.place(document.toString().replace("\uD800", "\\ud800"));
                read(
                        readers,
                        "value " + i + " is "
                                + odd.toString()
                                        .substring(
                                                0, Math.min(20, odd.toString().length())),
                        faults);
            }
        }
        placing.place(text);
        assertTrue(faults.isEmpty(), faults.size() + " faults\n" + String.join("\n", faults));
    }

    private static int count(JsonElement element) {
        if (element instanceof JsonObject object) {
            return object.entrySet().stream()
                    .mapToInt(each -> 1 + count(each.getValue()))
                    .sum();
        }
        if (element instanceof JsonArray array) {
            return array.asList().stream().mapToInt(each -> 1 + count(each)).sum();
        }
        return 0;
    }

    /** Replaces the value with this number, in the order of the text. */
    private static void replace(JsonElement element, int[] left, JsonElement by) {
        if (element instanceof JsonObject object) {
            for (String key : List.copyOf(object.keySet())) {
                if (left[0]-- == 0) {
                    object.add(key, by);
                    return;
                }
                replace(object.get(key), left, by);
            }
        } else if (element instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (left[0]-- == 0) {
                    array.set(i, by);
                    return;
                }
                replace(array.get(i), left, by);
            }
        }
    }

    private static String preparation(Path model, UnaryOperator<String> change) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            Path entry = zip.getPath("preparation.json");
            String changed = change.apply(Files.readString(entry));
            Files.write(entry, changed.getBytes(StandardCharsets.UTF_8));
            return changed;
        }
    }

    /** Not after half of the rows. */
    @ParameterizedTest
    @ValueSource(strings = {"[\"x\",\"y\"]", "[\"x\",\"y\",\"z\",\"w\"]", "[\"x\"]"})
    void asManyClassesAsOutputsAreRequiredBeforeTheFirstRow(String names) throws IOException {
        preparation(run.resolve("model.zip"), text -> {
            JsonObject map = JsonParser.parseString(text).getAsJsonObject();
            map.add("classes", JsonParser.parseString(names));
            return map.toString();
        });
        int count = JsonParser.parseString(names).getAsJsonArray().size();
        Path out = directory.resolve("out.csv");
        for (String[] command : List.of(
                new String[] {"predict", run.toString(), rows.toString(), "--engine", "reference"},
                new String[] {"predict", run.toString(), rows.toString(), "--engine", "reference", "-o", out.toString()
                },
                new String[] {"evaluate", run.toString(), "--engine", "reference"})) {
            Console console = Console.run(command);
            assertEquals(2, console.code(), console.err());
            assertEquals("", console.out());
            assertEquals(
                    "error[E062]: " + run.resolve("model.zip") + ", preparation.json names " + count
                            + " classes for a network of 3 outputs; allowed: 3 names, or none if the outputs are not"
                            + " classes\n",
                    console.err());
        }
        assertTrue(Files.notExists(out));
    }

    @Test
    void aDirectoryThatIsNoPathIsDamage() throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(run.resolve("run.json")))
                .getAsJsonObject();
        json.addProperty("directory", "\0");
        Files.writeString(run.resolve("run.json"), json.toString());
        Console console = Console.run("evaluate", run.toString());
        assertEquals(2, console.code());
        assertEquals(
                "error[E037]: " + run.resolve("run.json")
                        + ": `directory` is \"\\u0000\"; allowed: the run.json of `plumbline train --run`\n",
                console.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            loss            | loss\u00ff             | E003 | :1:11: there are bytes that are not UTF-8
            (?s).*          | ''                      | E005 | ' is empty'
            epoch,loss      | epoch                   | E030 | :1: there is no column `loss`
            1,              | 1,x                     | E031 | :3, column `loss`: found `x
            (?s)\\n2,.*    | '\n2'                  | E033 | :4: 1 values where the first line names 2 columns
            """)
    void aHistoryNamesItsLineAndColumn(String text, String replacement, String code, String problem)
            throws IOException {
        assertNamed("history.csv", text, replacement, code, problem, new String[][] {
            {"plot", run.toString(), "-o", directory.resolve("run.svg").toString()},
            {"report", run.toString(), "-o", directory.resolve("run.html").toString()},
            {"reproduce", run.toString()}
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            versions        | vers\u00ffions         | E003 | :2:8: there are bytes that are not UTF-8
            (?s).*          | ''                      | E005 | ' is empty'
            (?s)"seed".*    | '"seed'                 | E037 | ': this is not a complete object of JSON'
            "seed": 1,      | ''                      | E037 | : `seed` is missing
            "steps": 2      | '"steps": "two"'        | E037 | : `outcome.steps` is "two"
            """)
    void aRecordNamesTheKeyOrTheLineAndColumn(String text, String replacement, String code, String problem)
            throws IOException {
        assertNamed("run.json", text, replacement, code, problem, new String[][] {
            {"plot", run.toString(), "-o", directory.resolve("run.svg").toString()},
            {"compare", run.toString(), run.toString()},
            {"evaluate", run.toString()},
            {"predict", run.toString(), rows.toString()},
            {"export", run.toString(), "-o", directory.resolve("run.npz").toString()},
            {"train", "--resume", run.toString()}
        });
    }

    /** Damages a file of the run; each command then has to name the place. ÿ stands for a byte that is not UTF-8. */
    private void assertNamed(
            String file, String text, String replacement, String code, String problem, String[][] commands)
            throws IOException {
        Path damaged = run.resolve(file);
        String before = Files.readString(damaged);
        String after = before.replaceFirst(text, replacement);
        assertNotEquals(before, after);
        Files.write(damaged, after.getBytes(StandardCharsets.ISO_8859_1));
        for (String[] command : commands) {
            Console console = Console.run(command);
            assertEquals(2, console.code(), console.out() + console.err());
            assertTrue(console.err().startsWith("error[" + code + "]: " + damaged), console.err());
            assertTrue(console.err().contains(problem), command[0] + ": " + console.err());
        }
    }
}
