package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of configs/ is valid, its engines agree, and its comments state what comes out. */
class ConfigurationsTests {
    private static final Path CONFIGS = Path.of("configs");

    /** The number of steps on DL4J; the reference takes all steps. */
    private static final int STEPS = 60;

    static List<String> everyFile() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void isValid(String name) {
        assertEquals(new Console(0, "configs/" + name + ": ok\n", ""), Console.run("validate", "configs/" + name));
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void isWrittenAsTheSame(String name) {
        NetworkSpec spec = YamlReader.read(CONFIGS.resolve(name)).spec();

        assertEquals(spec, YamlReader.read(YamlWriter.write(spec), name).spec());
    }

    /** The reports have their own tests; here each is written. */
    @ParameterizedTest
    @MethodSource("everyFile")
    void enginesAgree(String name, @TempDir Path directory) throws IOException {
        Path html = directory.resolve("out.html");
        Path junit = directory.resolve("out.xml");
        JsonObject check = document(
                "check",
                shortened(name, directory).toString(),
                "--json",
                "--html",
                html.toString(),
                "--junit",
                junit.toString());

        assertEquals("agrees", check.get("verdict").getAsString());
        assertTrue(Files.readString(html).contains("AGREES"), "the page");
        assertTrue(Files.readString(junit).contains("failures=\"0\""), "the XML");
    }

    /** Both engines print the same metrics, to six digits. */
    @ParameterizedTest
    @MethodSource("everyFile")
    void enginesTrainItToTheSameMetrics(String name, @TempDir Path directory) {
        String file = shortened(name, directory).toString();
        JsonObject dl4j = document("train", file, "--json");
        JsonObject reference = document("train", file, "--json", "--engine", "reference");

        assertEquals(dl4j.get("steps"), reference.get("steps"));
        assertEquals(rounded(dl4j.get("report")), rounded(reference.get("report")));
    }

    private static String rounded(JsonElement report) {
        return Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?")
                .matcher(report.toString())
                .replaceAll(number -> "%.6g".formatted(Double.parseDouble(number.group())));
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void isDescribed(String name, @TempDir Path directory) {
        String file = shortened(name, directory).toString();

        document("validate", file, "--json");
        document("summary", file, "--json");
        assertDone(Console.run("summary", file));
        assertTrue(assertDone(Console.run("explain", file)).out().contains("  on DL4J"));
        assertTrue(assertDone(Console.run("explain", "--java", file, "--data", directory + "/data.npz"))
                .out()
                .contains("MultiLayerNetwork"));
    }

    /** The program that a scaffold writes agrees with the reference; a third of them are started. */
    @ParameterizedTest
    @MethodSource("everyFile")
    void itsScaffoldsAreWritten(String name, @TempDir Path directory) throws IOException {
        String file = shortened(name, directory).toString();
        for (String language : List.of("kotlin", "python", "java")) {
            Console console = Console.run("scaffold", file, "-o", directory.toString(), "--language", language);
            String source =
                    assertDone(console).out().lines().findFirst().orElseThrow().replace("wrote ", "");
            assertTrue(Files.size(Path.of(source)) > 0, source);
            if (language.equals("java") && everyFile().indexOf(name) % 3 == 0) {
                JsonObject check = document("check", file, "--json", "--no-dl4j", "--against", source);
                assertEquals("agrees", check.get("verdict").getAsString());
            }
        }
    }

    private static JsonObject document(String... arguments) {
        JsonObject document =
                JsonParser.parseString(assertDone(Console.run(arguments)).out()).getAsJsonObject();
        assertTrue(document.get("ok").getAsBoolean(), document::toString);
        return document;
    }

    private static Console assertDone(Console console) {
        assertEquals(0, console.code(), console.out() + console.err());
        assertFalse(console.out().isEmpty(), console.err());
        return console;
    }

    private static Path shortened(String name, Path directory) {
        int epochs = shortened(YamlReader.read(CONFIGS.resolve(name)).spec());
        String text = Console.config(name)
                .replaceFirst("(?m)^  epochs: \\d+", "  epochs: " + epochs)
                .replaceFirst("every: \\d+, metrics", "every: 1, metrics")
                .replace("file: ", "file: " + CONFIGS.toAbsolutePath() + "/");
        return Console.write(directory, name, text);
    }

    private static int shortened(NetworkSpec spec) {
        int examples = spec.data() instanceof DataSource.Inline inline
                ? inline.inputs().size()
                : 240;
        int steps = spec.training().batchSize() instanceof BatchSize.Examples batch
                ? (examples + batch.count() - 1) / batch.count()
                : 1;
        return Math.min(spec.training().epochs(), STEPS / steps);
    }

    static Stream<Arguments> figures() {
        return Stream.of(
                Arguments.of("damped-wave", List.of("0.368907142201", "0.00234267409286")),
                Arguments.of("deeper-with-biases", List.of("0.537211711272", "0.0468111216093", "0.0148322262513")),
                Arguments.of("mini-batches", List.of("0.781894509709", "0.00479057440947")),
                Arguments.of("three-spirals", List.of("0.426666666667", "1", "0.00755691203747")),
                Arguments.of("two-layer", List.of("0.00966449", "0.99211957", "0.99358898", "0.00786506")),
                Arguments.of("two-layer-xor", List.of("0.50000000", "0.5")),
                Arguments.of("two-moons", List.of("0.5", "0.979166666667", "0.0566993831028")),
                Arguments.of("two-rings", List.of("0.525", "1")),
                Arguments.of("weighted-line", List.of("1.03890323", "4.95519509")));
    }

    @ParameterizedTest
    @MethodSource("figures")
    void resultsEqualTheNumbersInTheComments(String name, List<String> figures) {
        String comments = Console.config(name + ".yaml")
                .lines()
                .filter(line -> line.startsWith("#"))
                .reduce("", (all, line) -> all + line + "\n");
        String out = Console.run("train", "--engine", "reference", "configs/" + name + ".yaml")
                .out();

        assertAll(figures.stream().map(figure -> () -> {
            String number = "(?s).*[ (]" + figure.replace(".", "\\.") + "[ ,.;:)\n].*";
            assertTrue(comments.matches(number), figure + " in the comments");
            assertTrue(out.matches(number), () -> figure + " in\n" + out);
        }));
    }

    /** The straight line through weighted points in closed form, with numbers from numpy.polyfit. */
    @ParameterizedTest
    @MethodSource("weightedLine")
    void theWeightedLineIsTheOneOfTheFormula(double x, double expected) {
        DataSource.Inline data = (DataSource.Inline)
                YamlReader.read(CONFIGS.resolve("weighted-line.yaml")).spec().data();
        double s = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < data.inputs().size(); i++) {
            double w = data.weights().orElseThrow().get(i);
            double at = data.inputs().get(i).get(0);
            double y = data.targets().get(i).get(0);
            s += w;
            sx += w * at;
            sy += w * y;
            sxx += w * at * at;
            sxy += w * at * y;
        }
        double slope = (s * sxy - sx * sy) / (s * sxx - sx * sx);

        assertEquals(expected, (sy - slope * sx) / s + slope * x, 5e-9);
    }

    static Stream<Arguments> weightedLine() {
        return Stream.of(Arguments.of(0, 1.03890323), Arguments.of(2, 4.95519509));
    }
}
