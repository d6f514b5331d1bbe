package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** {@code plumbline check --junit}: what a build server reads is what was printed. */
class JunitReportTests {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void agreementIsACaseForEachLayerAndQuantity() throws Exception {
        Path file = Console.threeLayer(directory, 4);
        Console console = Console.run("check", file.toString(), "--junit", report().toString());
        assertEquals(0, console.code(), console.err());
        assertTrue(console.out().endsWith("\nWritten: " + report() + "\n"), console.out());
        Element suite = suite();
        assertEquals("27", suite.getAttribute("tests")); // 13 tensors of a step in two lanes, and the whole
        assertEquals("0 0", suite.getAttribute("failures") + " " + suite.getAttribute("errors"));
        assertTrue(names(suite, "testcase").contains("three-layer.layer 2 weight gradient, step by step"));
        assertTrue(text(suite, "system-out").startsWith("AGREES: DL4J and the reference"));
        assertEquals(
                List.of("three-layer.yaml", "out.xml").stream().sorted().toList(),
                Stream.of(directory.toFile().list()).sorted().toList());
    }

    @Test
    void aDifferenceFailsWhereItIs() throws Exception {
        TamperedEngine engine = new TamperedEngine(
                new Key(7, Quantity.WEIGHT_GRADIENT, 2), gradient -> Optional.of(gradient.unaryMinus()));
        Console console = Console.check(
                engine, "check", Console.threeLayer(directory, 20).toString(), "--junit", report().toString());
        assertEquals(3, console.code());
        Element suite = suite();
        assertEquals(
                List.of(
                        "three-layer.layer 2 weight gradient, step by step",
                        "three-layer.layer 2 weight gradient, free run"),
                troubled(suite, "failure"));
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertTrue(
                failure.getAttribute("message")
                        .startsWith("step 7, layer 2, weight gradient [4,0]: tampered 0.005221897309344959, right"),
                failure.getAttribute("message"));
        assertTrue(failure.getTextContent().startsWith("DIFFERS: tampered first differs at step 7"));
    }

    @Test
    void aUsersNetworkFailsWithItsDiagnosis() throws Exception {
        Path file = Console.threeLayer(directory, 20);
        Path source = scaffold(file);
        Files.writeString(source, Files.readString(source).replace(" -= ", " += "));
        Console console = against(file, source.toString());
        assertEquals(3, console.code(), console.err());
        Element suite = suite();
        assertEquals(
                List.of("three-layer.layer 1 updated weights", "three-layer.layer 2 updated weights"),
                troubled(suite, "failure"));
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertTrue(failure.getAttribute("message").contains("the update increases the loss"));
        assertTrue(failure.getTextContent().contains("  write     "), failure.getTextContent());
        String out = console.out();
        assertEquals(out.substring(0, out.indexOf("\nWritten")), text(suite, "system-out"));
    }

    @Test
    void whatIsIncompleteIsAnError() throws Exception {
        Path file = Console.threeLayer(directory, 20);
        Experiment experiment = experiment(file);
        Path recording = Recordings.ofWeights(directory.resolve("short.npz"), experiment, 12, 1);
        Console console = against(file, recording.toString());
        assertEquals(3, console.code(), console.out());
        assertTrue(console.out().startsWith("INCOMPLETE"), console.out());
        Element suite = suite();
        assertEquals(List.of("three-layer.check everything was compared"), troubled(suite, "error"));
        assertEquals(List.of(), troubled(suite, "failure"));
    }

    @Test
    void initialWeightsAndOutputsAreCasesOfTheirOwn() throws Exception {
        Path file = Console.threeLayer(directory, 20);
        Matrix outputs = Matrix.column(0.1, 0.2, 0.3, 0.4);
        Path recording = directory.resolve("outputs.npz");
        Npz.write(recording, Map.of("outputs", NpyArray.of(outputs)));
        against(file, recording.toString());
        assertEquals(List.of("three-layer.network outputs"), troubled(suite(), "failure"));

        Path source = scaffold(file);
        String code = Files.readString(source);
        String started = code.replaceFirst(
                "(?s)(void start\\(.*?\\{\\n)(.*?\\n    \\})", "$1        weights[0][0][0] += 0.5;\n$2");
        assertFalse(started.equals(code));
        Files.writeString(source, started);
        Console console = against(file, source.toString());
        assertTrue(
                console.out().contains(" first goes wrong before training, layer 1, initial weights\n"), console.out());
        assertEquals(List.of("three-layer.layer 1 initial weights"), troubled(suite(), "failure"));
    }

    @Test
    void aCheckThatCouldNotBeMadeReplacesAnOlderReport() throws Exception {
        Path file = Console.threeLayer(directory, 4);
        Files.writeString(report(), "<?xml version=\"1.0\"?><testsuites name=\"plumbline check older\"/>");
        Console console = against(file, directory.resolve("Missing.java").toString());
        assertEquals(2, console.code());
        assertEquals(List.of("three-layer_yaml.check everything was compared"), troubled(suite(), "error"));
        assertTrue(text(suite(), "error").contains("Missing.java"), text(suite(), "error"));
    }

    @Test
    void namesAreShownAndNeverObeyed() throws Exception {
        String name = "<script>&\"']]>\\u0001\\uFFFE\\U0001F600";
        Path file = Console.write(
                directory,
                "odd.yaml",
                Files.readString(Console.threeLayer(directory, 4))
                        .replace("name: three-layer", "name: \"" + name.replace("\"", "\\\"") + "\""));
        Console console = Console.run("check", file.toString(), "--junit", report().toString());
        if (console.code() == 2) {
            file = Console.write(directory, "odd.yaml", Files.readString(file).replace("\\u0001\\uFFFE", ""));
            console = Console.run("check", file.toString(), "--junit", report().toString());
        }
        assertEquals(0, console.code(), console.err());
        assertTrue(suite().getAttribute("name").startsWith("plumbline check <script>&\"']]>"));
    }

    @Test
    void whatCannotBeWrittenIsFoundBeforeAnythingIsTrained() {
        Path file = Console.threeLayer(directory, 4);
        Path nowhere = directory.resolve("no").resolve("out.xml");
        Console missing = Console.run("check", file.toString(), "--junit", nowhere.toString());
        Console folder = Console.run("check", file.toString(), "--junit", directory.toString());
        assertAll(
                () -> assertEquals(2, missing.code()),
                () -> assertEquals("", missing.out()),
                () -> assertTrue(
                        missing.err()
                                .startsWith(
                                        "error[E061]: `" + nowhere + "` cannot be written: there is no directory `"),
                        missing.err()),
                () -> assertEquals(2, folder.code()),
                () -> assertEquals("", folder.out()),
                () -> assertTrue(folder.err().contains("is a directory; a report is a file"), folder.err()));
    }

    private static Experiment experiment(Path file) {
        LoadedNetwork loaded = LoadedNetwork.read(file, new SettingOptions());
        return loaded.experiment(Footprint.ofCheck(loaded.spec(), loaded.examples()));
    }

    private Path report() {
        return directory.resolve("out.xml");
    }

    private Path scaffold(Path file) {
        Console console = Console.run("scaffold", file.toString(), "--language", "java", "-o", directory.toString());
        assertEquals(0, console.code(), console.err());
        return directory.resolve("ThreeLayerNet.java");
    }

    private Console against(Path file, String net) {
        return Console.run("check", file.toString(), "--no-dl4j", "--against", net, "--junit", report().toString());
    }

    /** The only suite of the report, which is valid. */
    private Element suite() throws IOException, SAXException, ParserConfigurationException {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new File("src/test/resources/junit/report.xsd"))
                .newValidator()
                .validate(new StreamSource(report().toFile()));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report().toFile());
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertEquals(
                Integer.parseInt(suite.getAttribute("tests")),
                names(suite, "testcase").size());
        assertEquals(
                suite.getAttribute("failures"), "" + troubled(suite, "failure").size());
        assertEquals(suite.getAttribute("errors"), "" + troubled(suite, "error").size());
        assertFalse(names(suite, "testcase").stream().distinct().count()
                < names(suite, "testcase").size());
        return suite;
    }

    private static List<String> names(Element within, String tag) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < within.getElementsByTagName(tag).getLength(); i++) {
            Element each = (Element) within.getElementsByTagName(tag).item(i);
            names.add(each.getAttribute("classname") + " " + each.getAttribute("name"));
        }
        return names;
    }

    private static List<String> troubled(Element suite, String tag) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < suite.getElementsByTagName(tag).getLength(); i++) {
            Element each = (Element) suite.getElementsByTagName(tag).item(i).getParentNode();
            names.add(each.getAttribute("classname") + " " + each.getAttribute("name"));
        }
        return names;
    }

    private static String text(Element within, String tag) {
        return within.getElementsByTagName(tag).item(0).getTextContent();
    }
}
