package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @ParameterizedTest
    @MethodSource("everyFile")
    void enginesAgree(String name, @TempDir Path directory) {
        Console console = Console.run("check", shortened(name, directory).toString());

        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(
                console.out().contains("AGREES: DL4J and the reference, in every tensor of every step\n")
                        || console.out().contains("AGREES: DL4J and the reference, by element in "),
                console.out());
    }

    /** Only checks that each command works, and prints JSON on request; its own tests check the output. */
    @ParameterizedTest
    @MethodSource("everyFile")
    void everyVerbTakesItInEveryForm(String name, @TempDir Path directory) {
        String file = shortened(name, directory).toString();
        String html = directory.resolve("out.html").toString();
        String junit = directory.resolve("out.xml").toString();
        List<String> verbs = List.of(
                "validate FILE",
                "summary FILE",
                "explain FILE",
                "explain --java FILE --data DIRECTORY/data.npz",
                "train FILE",
                "train --engine reference FILE");
        for (String verb : verbs) {
            assertDone(run(verb, file, directory));
        }
        Optional<String> own = Optional.empty();
        for (String language : List.of("kotlin", "python", "java")) {
            Console console = run("scaffold FILE -o DIRECTORY --language " + language, file, directory);
            boolean isRefused = console.code() == 2 && console.err().startsWith("error: scaffolds do not support ");
            own = isRefused ? Optional.empty() : Optional.of(assertDone(console).out());
        }
        List<String[]> documents = new ArrayList<>(List.of(
                new String[] {"validate", file, "--json"},
                new String[] {"summary", file, "--json"},
                new String[] {"train", file, "--json"},
                new String[] {"check", file, "--json", "--html", html, "--junit", junit}));
        own.map(said -> said.lines().findFirst().orElseThrow().replace("wrote ", ""))
                .ifPresent(source -> documents.add(
                        new String[] {"check", file, "--json", "--no-dl4j", "--against", source, "--html", html}));
        for (String[] arguments : documents) {
            Console console = assertDone(Console.run(arguments));
            assertTrue(JsonParser.parseString(console.out()).isJsonObject(), console.out());
        }
    }

    private static Console run(String verb, String file, Path directory) {
        return Console.run(Stream.of(verb.split(" "))
                .map(word -> word.equals("FILE") ? file : word.replace("DIRECTORY", directory.toString()))
                .toArray(String[]::new));
    }

    private static Console assertDone(Console console) {
        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(!console.out().isEmpty(), console.err());
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
