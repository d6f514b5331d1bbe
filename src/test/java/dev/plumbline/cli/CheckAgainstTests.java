package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline check --against}: a network of one's own, and why it goes wrong. */
class CheckAgainstTests {
    @TempDir
    private Path directory = Path.of("");

    private String file = "";

    /** The first 1,000 of its 10,000 epochs. */
    @BeforeEach
    void shorten() {
        String text = Console.config("two-layer.yaml")
                .replace("epochs: 10000", "epochs: 1000")
                .replace("every: 1000", "every: 100");
        file = Console.write(directory, "two-layer.yaml", text).toString();
    }

    @Test
    void aScaffoldAgrees() {
        Console console = Console.run("check", file, "--against", scaffold().toString());
        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("AGREES: "), console.out());
        assertTrue(console.out().contains("1,000 of 1,000 steps"), console.out());
        assertTrue(console.out().contains("Loss over all examples\n  epoch  TwoLayerNet"), console.out());
        assertTrue(
                console.out().contains("DL4J and the reference\n  agree     in every tensor of every step"),
                console.out());
    }

    @Test
    void whereTheEngineIsWrongDifferencesOfTheLossSaySo() {
        Key where = new Key(3, Quantity.WEIGHT_GRADIENT, 1);
        TamperedEngine engine = new TamperedEngine(where, gradient -> Optional.of(gradient.times(2)));
        Console console =
                Console.check(engine, "check", file, "--against", scaffold().toString());
        assertEquals(3, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("AGREES: TwoLayerNet"), console.out());
        assertTrue(console.out().contains("DIFFERS   first at step 3, layer 1, weight gradient"), console.out());
        assertTrue(console.out().contains("central differences of the loss give"), console.out());
        assertTrue(
                console.out()
                        .replaceAll("\\s+", " ")
                        .contains("the reference computes the right gradient, tampered a wrong one"),
                console.out());
    }

    @Test
    void aPlantedMistakeIsNamedWithItsLine() throws IOException {
        Path source = scaffold();
        String right = Files.readString(source);
        String wrong = right.replace("(1 - ", "(2 - ");
        assertTrue(!wrong.equals(right), "nothing was planted");
        Files.writeString(source, wrong);
        Console console = against(source);
        assertEquals(3, console.code(), console.out() + console.err());
        assertTrue(console.out().contains("first goes wrong at step 0, layer 1, delta"), console.out());

        Files.writeString(source, right.replace(" -= ", " += "));
        Console uphill = against(source);
        assertEquals(3, uphill.code(), uphill.out() + uphill.err());
        assertTrue(uphill.out().contains("the update increases the loss"), uphill.out());
    }

    @Test
    void reportsMissingFilesAndIncompatibleOptions() {
        assertEquals(2, against(directory.resolve("Missing.java")).code());
    }

    /** Components of these records are keys of the document, so a new name for one would change it. */
    @Test
    void theKeysOfRecordsAreThoseThatAreDocumented() {
        Console console = Console.run(
                "check",
                "src/test/resources/readme/almost.yaml",
                "--epochs",
                "20",
                "--no-dl4j",
                "--json",
                "--against",
                "src/test/resources/readme/AlmostNet.java");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonObject finding = document.getAsJsonArray("findings").get(0).getAsJsonObject();
        assertEquals(
                Set.of("constant", "residual"), finding.getAsJsonObject("ratio").keySet());
        assertEquals(
                Set.of("numpy", "java", "kotlin"),
                finding.getAsJsonArray("explanations")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("write")
                        .keySet());
        assertEquals(
                Set.of("epoch", "subject", "engine", "reference"),
                document.getAsJsonArray("losses").get(0).getAsJsonObject().keySet());
        Console check = Console.run("check", "configs/three-layer.yaml", "--epochs", "2", "--json");
        assertEquals(
                Set.of("engine", "reference", "comparing"),
                JsonParser.parseString(check.out())
                        .getAsJsonObject()
                        .getAsJsonObject("seconds")
                        .keySet());
    }

    @Test
    void isOneJsonDocument() throws IOException {
        Path source = scaffold();
        JsonObject agreeing = json(source, 0);
        assertEquals(
                Set.of(
                        "ok",
                        "verdict",
                        "training",
                        "recording",
                        "coverage",
                        "network",
                        "subject",
                        "evidence",
                        "steps",
                        "compared",
                        "conventions",
                        "notes",
                        "findings",
                        "misnamed",
                        "losses",
                        "free_running",
                        "local",
                        "engine",
                        "judgement",
                        "power",
                        "plumbline_classes"),
                agreeing.keySet());
        assertTrue(agreeing.get("ok").getAsBoolean());
        assertTrue(agreeing.getAsJsonObject("engine").get("ok").getAsBoolean());
        assertEquals(11, agreeing.getAsJsonArray("losses").size());
        assertEquals("agrees", agreeing.get("verdict").getAsString());
        assertEquals("full", agreeing.getAsJsonObject("evidence").get("word").getAsString());
        assertEquals(1_000, agreeing.getAsJsonObject("compared").get("steps").getAsLong());

        Files.writeString(source, Files.readString(source).replace(" -= ", " += "));
        JsonObject differs = json(source, 3);
        assertEquals("differs", differs.get("verdict").getAsString());
        JsonObject finding = differs.getAsJsonArray("findings").get(0).getAsJsonObject();
        assertEquals(0, finding.get("step").getAsLong());
        assertEquals("weights", finding.get("quantity").getAsString());
        JsonObject explanation = finding.getAsJsonArray("explanations").get(0).getAsJsonObject();
        assertTrue(explanation.get("sentence").getAsString().contains("increases the loss"), explanation.toString());
        assertTrue(
                !explanation.getAsJsonObject("write").get("java").getAsString().isEmpty());
    }

    @Test
    void aFailureOfTheNetworkIsJsonToo() {
        JsonObject document = json(directory.resolve("Missing.java"), 2);
        assertTrue(!document.get("ok").getAsBoolean());
        assertEquals(1, document.getAsJsonArray("problems").size());
    }

    /** The output of a command is shown at once; with JSON it is part of the document. */
    @Test
    void printsTheOutputOfACommandOnce() {
        String command = "sh -c 'echo one; exit 4'";
        Console console = Console.run("check", file, "--no-dl4j", "--against", command);
        assertEquals(2, console.code());
        assertEquals("one\nerror[E052]: `sh -c echo one; exit 4` ended with exit code 4\n", console.err());
        String json = Console.run("check", file, "--no-dl4j", "--json", "--against", command)
                .out();
        assertEquals(
                List.of("Its last lines:", "one"),
                JsonParser.parseString(json)
                        .getAsJsonObject()
                        .getAsJsonArray("problems")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("notes")
                        .asList()
                        .stream()
                        .map(JsonElement::getAsString)
                        .toList());
    }

    private JsonObject json(Path source, int code) {
        Console console = Console.run("check", file, "--json", "--against", source.toString());
        assertEquals(code, console.code(), console.out() + console.err());
        return JsonParser.parseString(console.out()).getAsJsonObject();
    }

    @Test
    void outputOfTheNetworkIsNotPartOfTheResult() throws IOException {
        Path source = scaffold();
        Files.writeString(
                source,
                Files.readString(source)
                        .replace(
                                "public void step(double[][] x, double[][] y, Tape tape) {",
                                "public void step(double[][] x, double[][] y, Tape tape) {\n"
                                        + "System.out.println(\"a line of its own\");"));
        Console console = against(source);
        assertEquals(0, console.code());
        assertTrue(console.out().startsWith("AGREES: ") && !console.out().contains("a line of its own"), console.out());
        assertTrue(console.err().contains("a line of its own\na line of its own\n"), "it is printed elsewhere");
    }

    @Test
    void aClassInKotlinGetsTheCorrectedLineInKotlin() throws IOException {
        Path mean = Files.writeString(
                directory.resolve("mean.yaml"),
                Files.readString(Path.of("configs/three-layer.yaml"))
                        .replace("reduction: sum", "reduction: mean")
                        .replace("epochs: 60000", "epochs: 20")
                        .replace("every: 10000", "every: 10"));
        Console console = Console.run(
                "check", mean.toString(), "--no-dl4j", "--against", "dev.plumbline.handrolled.TutorialNetwork");
        assertEquals(3, console.code(), console.out() + console.err());
        String line = console.out()
                .lines()
                .filter(each -> each.startsWith("  write "))
                .findFirst()
                .orElseThrow();
        assertTrue(!line.endsWith(";"), line);
        assertTrue(console.out().contains("summed over the batch"), console.out());
    }

    @Test
    void optionsThatHaveNoEffectAreRefused() {
        Console console = Console.run("check", file, "--no-dl4j");
        assertEquals(2, console.code());
        assertTrue(console.err().contains("`--no-dl4j` leaves nothing to check without `--against`"), console.err());
        assertEquals(2, Console.run("check", file, "--classpath", "target").code());
    }

    private Path scaffold() {
        Console console = Console.run("scaffold", file, "--language", "java", "-o", directory.toString());
        assertEquals(0, console.code(), console.err());
        return directory.resolve("TwoLayerNet.java");
    }

    private Console against(Path source) {
        return Console.run("check", file, "--no-dl4j", "--against", source.toString());
    }
}
