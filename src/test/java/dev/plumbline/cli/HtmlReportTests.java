package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.spec.Footprint;
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

/** {@code plumbline check --html}: what the page says, whatever shows it. How it looks is for a browser to tell. */
class HtmlReportTests {
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?i)https?:|//[a-z]|src=|@import|url\\(|<link(?! rel=\"icon\" href=\"data:,\")");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void holdsAllThatItNeedsAndEverythingWithoutItsScript() throws IOException {
        TamperedEngine engine = new TamperedEngine(
                new Key(7, Quantity.WEIGHT_GRADIENT, 2), gradient -> Optional.of(gradient.unaryMinus()));
        Path file = Console.threeLayer(directory, 20);
        Console console = Console.check(engine, "check", file.toString(), "--html", page().toString());
        assertEquals(3, console.code(), console.err());
        assertTrue(console.out().endsWith("\nWritten: " + page() + "\n"), console.out());
        String html = Files.readString(page());
        Matcher elsewhere = ELSEWHERE.matcher(html.replaceAll("(?m)^ *//.*$", ""));
        assertFalse(elsewhere.find(), () -> html.substring(elsewhere.start()));
        assertAll(
                () -> assertTrue(html.contains("<strong>DIFFERS</strong><span>tampered first differs at step 7")),
                () -> assertTrue(Pattern.compile(
                                "<td class=\"d3 first\">first difference; \\d\\.\\de-0\\d of \\d\\.\\de-1\\d at step 7</td>")
                        .matcher(html)
                        .find()),
                () -> assertTrue(
                        html.contains(
                                "Farthest apart at [3,0]: tampered <code>0.013229790320625365</code>, right <code>-0.013229790320625365</code>")));
        assertEquals(
                List.of("out.html", "three-layer.yaml"),
                Stream.of(directory.toFile().list()).sorted().toList());
    }

    @Test
    void saysAfterHowManyStepsTheOutputsAre() throws IOException {
        Path file = Console.threeLayer(directory, 20);
        Key loss = new Key(7, Quantity.LOSS, 2);
        Console.check(new TamperedEngine(loss, Optional::of), "check", file.toString(), "--html", page().toString());
        assertTrue(Files.readString(page()).contains("The outputs after training<"));
        Console.check(
                new TamperedEngine(loss, left -> Optional.empty()),
                "check",
                file.toString(),
                "--html",
                page().toString());
        assertTrue(Files.readString(page()).contains("The outputs after 10 steps<"));
    }

    @Test
    void showsOfARecordingOfWeightsWhatItDoesNotShow() throws IOException {
        Path file = Console.threeLayer(directory, 20);
        Loaded loaded = Loaded.read(file);
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
                () -> assertTrue(
                        html.contains("layer 1, updated weights <code>W1</code>, 3×5 <span class=\"tag bad\">")),
                () -> assertTrue(
                        html.contains("layer 1, delta <code>dZ1</code>, 4×5 <span class=\"tag plain\">not shown")),
                () -> assertTrue(html.contains("recording, calculated from what it shows")));
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
                () -> assertTrue(html.contains("the reference has the gradient right, and tampered has not")),
                () -> assertTrue(html.contains("The map: tampered and the reference</h2>")),
                () -> assertFalse(html.contains("calculated from what it shows")),
                () -> assertTrue(
                        Files.readString(junit)
                                .contains(
                                        "<testcase classname=\"three-layer.tampered\" name=\"tampered and the reference\" time=\"0\">"
                                                + "\n<failure type=\"differs\" message=\"DIFFERS: tampered first differs at step 3")));
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
    void whatStoppedACheckStandsInThePlaceOfAnEarlierPage() throws IOException {
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

    /** A page of a process that was told to end, as by Ctrl-C. */
    @Test
    void aCheckThatIsStoppedSaysSo() throws IOException, InterruptedException {
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

    private Path page() {
        return directory.resolve("out.html");
    }
}
