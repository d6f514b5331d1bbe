package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline check --html}: the contents of the page. Browser tests check its appearance. */
class HtmlReportTests {
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?i)https?:|//[a-z]|src=|@import|url\\(|<link(?! rel=\"icon\" href=\"data:,\")");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void isSelfContainedAndReadableWithoutJavaScript() throws IOException {
        TamperedEngine engine = new TamperedEngine(
                new Key(7, Quantity.WEIGHT_GRADIENT, 2), gradient -> Optional.of(gradient.unaryMinus()));
        Path file = Console.threeLayer(directory, 20);
        Console console = Console.check(engine, "check", file.toString(), "--html", page().toString());
        assertEquals(3, console.code(), console.err());
        assertTrue(console.out().endsWith("\nWritten: " + page() + "\n"), console.out());
        String html = Files.readString(page());
        // The namespace is a name, and loads nothing.
        Matcher elsewhere = ELSEWHERE.matcher(html.replace("\"http://www.w3.org/2000/svg\"", ""));
        assertFalse(elsewhere.find(), () -> html.substring(elsewhere.start()));
        JsonObject check = document(html, "check");
        JsonObject page = document(html, "page");
        JsonObject cell = page.getAsJsonArray("maps")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("rows")
                .get(6)
                .getAsJsonObject()
                .getAsJsonArray("cells")
                .get(7)
                .getAsJsonObject();
        assertAll(
                () -> assertTrue(html.contains("<strong>DIFFERS</strong><span>tampered first differs at step 7")),
                () -> assertTrue(
                        html.contains("<noscript>") && html.contains("  tampered   0.005221897309344959\n"), html),
                () -> assertEquals("differs", check.get("verdict").getAsString()),
                () -> assertEquals(
                        "weight_gradient",
                        check.getAsJsonObject("first_difference")
                                .get("quantity")
                                .getAsString()),
                () -> assertEquals("differs 7", cell.get("kind").getAsString() + " " + cell.get("step")),
                () -> assertTrue(page.getAsJsonObject("origin")
                        .get("command")
                        .getAsString()
                        .startsWith("plumbline check " + file)));
        assertEquals(
                List.of("out.html", "three-layer.yaml"),
                Stream.of(directory.toFile().list()).sorted().toList());
    }

    @Test
    void saysAfterHowManyStepsTheOutputsAre() throws IOException {
        Path file = Console.threeLayer(directory, 20);
        Key loss = new Key(7, Quantity.LOSS, 2);
        Console.check(new TamperedEngine(loss, Optional::of), "check", file.toString(), "--html", page().toString());
        assertEquals(
                "20",
                document(Files.readString(page()), "check").get("taken_steps").toString());
        Console.check(
                new TamperedEngine(loss, left -> Optional.empty()),
                "check",
                file.toString(),
                "--html",
                page().toString());
        assertEquals(
                "10",
                document(Files.readString(page()), "check").get("taken_steps").toString());
    }

    @Test
    void showsOfARecordingOfWeightsWhatItDoesNotShow() throws IOException {
        Path file = Console.threeLayer(directory, 20);
        LoadedNetwork loaded = LoadedNetwork.read(file, new SettingOptions());
        Experiment experiment = loaded.experiment(Footprint.ofCheck(loaded.spec(), loaded.examples()));
        Path recording = Recordings.ofWeights(directory.resolve("net.npz"), experiment, 20, 0.25);
        Console console = Console.run(
                "check", file.toString(), "--no-dl4j", "--against", recording.toString(), "--html", page().toString());
        assertEquals(3, console.code(), console.out() + console.err());
        String html = Files.readString(page());
        assertAll(
                () -> assertTrue(html.contains("weights of every step")),
                () -> assertTrue(
                        html.contains("in which step it first goes wrong; for the tensors between two updates")),
                () -> assertFalse(
                        tensor(html, "layer 1, updated weights").get("subject").isJsonNull()),
                () -> assertTrue(tensor(html, "layer 1, delta").get("subject").isJsonNull()),
                () -> assertTrue(curve(html, 1).get("calculated").getAsBoolean()));
    }

    @Test
    void whereTheOtherEngineIsWrongThePageIsNotGreen() throws IOException {
        TamperedEngine engine =
                new TamperedEngine(new Key(3, Quantity.WEIGHT_GRADIENT, 1), gradient -> Optional.of(gradient.times(2)));
        String file = Console.threeLayer(directory, 20).toString();
        Console.run("scaffold", file, "--language", "java", "-o", directory.toString());
        String source = directory.resolve("ThreeLayerNet.java").toString();
        Path junit = directory.resolve("out.xml");
        Console console = Console.check(
                engine, "check", file, "--against", source, "--html", page().toString(), "--junit", junit.toString());
        assertEquals(3, console.code(), console.out() + console.err());
        String html = Files.readString(page());
        assertAll(
                () -> assertTrue(html.contains("<p class=\"verdict warning\" id=\"verdict\"><strong>AGREES</strong>")),
                () -> assertTrue(html.contains("the reference computes the right gradient, tampered a wrong one")),
                () -> assertEquals(
                        "tampered and the reference",
                        document(html, "page")
                                .getAsJsonArray("maps")
                                .get(2)
                                .getAsJsonObject()
                                .get("title")
                                .getAsString()),
                () -> assertFalse(curve(html, 1).get("calculated").getAsBoolean()),
                () -> assertTrue(Files.readString(junit)
                        .contains("<testcase classname=\"three-layer.tampered\" name=\"tampered and the "
                                + "reference\" time=\"0.000\">"
                                + "\n<failure type=\"differs\" message=\"DIFFERS: tampered first "
                                + "differs at step 3")));
    }

    @Test
    void whatCannotBeWrittenIsFoundBeforeAnythingIsTrained() throws IOException {
        String file = Console.threeLayer(directory, 4).toString();
        String nowhere = directory.resolve("no").resolve("out.html").toString();
        Path junit = directory.resolve("out.xml");
        Console missing = Console.run("check", file, "--junit", junit.toString(), "--html", nowhere);
        Console same = Console.run("check", file, "--junit", page().toString(), "--html", page().toString());
        assertAll(
                () -> assertEquals("2 2", missing.code() + " " + same.code()),
                () -> assertEquals("", missing.out() + same.out()),
                () -> assertTrue(missing.err().contains("cannot be written: there is no directory `"), missing.err()),
                () -> assertTrue(same.err().contains("`--junit` and `--html` name the same file"), same.err()),
                () -> assertEquals(
                        List.of("three-layer.yaml"),
                        Stream.of(directory.toFile().list()).sorted().toList()));
    }

    /** Who looks at the page afterwards must not find yesterday's. */
    @Test
    void aFailedCheckReplacesAnEarlierPage() throws IOException {
        Path file = Console.threeLayer(directory, 4);
        Console first = Console.run("check", file.toString(), "--html", page().toString());
        assertEquals(0, first.code(), first.err());
        String recording = directory.resolve("none<b>.npz").toString();
        for (String[] arguments : List.of(
                new String[] {"check", file.toString(), "--no-dl4j", "--against", recording},
                new String[] {"check", directory.resolve("none<b>.yaml").toString()})) {
            String[] all = Stream.concat(Stream.of(arguments), Stream.of("--html", page().toString()))
                    .toArray(String[]::new);
            Console stopped = Console.run(all);
            assertEquals(2, stopped.code(), stopped.out());
            String html = Files.readString(page());
            assertAll(
                    () -> assertTrue(html.contains("<strong>NOT CHECKED</strong>"), html),
                    () -> assertTrue(html.contains("none&lt;b&gt;."), html),
                    () -> assertTrue(html.contains("there is no such file"), html),
                    () -> assertFalse(html.contains("AGREES"), html));
        }
    }

    /** The page of a process that was interrupted, for instance by Ctrl-C. */
    @Test
    void anInterruptedCheckIsReported() throws IOException, InterruptedException {
        Path file = Console.threeLayer(directory, 4);
        Files.writeString(page(), "<!DOCTYPE html>\n<title>yesterday's · Plumbline</title>");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Plumbline.class.getName(),
                        "check",
                        file.toString(),
                        "--no-dl4j",
                        "--html",
                        page().toString(),
                        "--against",
                        "sh -c 'echo begun; exec sleep 60'")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader printed = process.inputReader()) {
            assertEquals("begun", printed.readLine());
            process.destroy();
            process.waitFor();
        }
        String html = Files.readString(page());
        assertTrue(html.contains("The check was stopped before its end."), html);
        assertEquals(
                List.of("out.html", "three-layer.yaml"),
                Stream.of(directory.toFile().list()).sorted().toList());
    }

    private static JsonObject document(String html, String id) {
        String start = "<script type=\"application/json\" id=\"" + id + "\">";
        int from = html.indexOf(start) + start.length();
        return JsonParser.parseString(html.substring(from, html.indexOf("</script>", from)))
                .getAsJsonObject();
    }

    private static JsonObject curve(String html, int index) {
        return document(html, "page").getAsJsonArray("curves").get(index).getAsJsonObject();
    }

    private static JsonObject tensor(String html, String name) {
        for (JsonElement each :
                document(html, "page").getAsJsonObject("tensors").getAsJsonArray("list")) {
            if (each.getAsJsonObject().get("tensor").getAsString().equals(name)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("no tensor " + name);
    }

    private Path page() {
        return directory.resolve("out.html");
    }
}
