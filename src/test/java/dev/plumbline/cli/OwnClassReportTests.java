package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verdict names Plumbline's classes on DL4J's side, with and without a user's network. */
class OwnClassReportTests {
    private static final String HEADING = "Plumbline's classes on DL4J, tested against numbers from NumPy";

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void writeNetwork() throws IOException {
        file = Console.write(directory, "own.yaml", """
                name: own
                inputs: 1
                layers:
                  - dense: { units: 1, activation: identity, constraint: { max_norm: { max: 2 } } }
                init: ones
                loss: squared_error
                reduction: sum
                training: { optimizer: { momentum: { learning_rate: 0.01 } }, batch_size: all, epochs: 3 }
                data: { inputs: [[1], [2]], targets: [[1], [3]] }
                """);
    }

    @Test
    void theTextNamesEach() {
        String out = Console.run("check", file.toString()).out();

        assertTrue(out.contains("""

                Plumbline's classes on DL4J, tested against numbers from NumPy
                  on DL4J    the max-norm constraint is Plumbline's class ExactMaxNorm: DL4J's
                             MaxNormConstraint adds 1e-6 to every norm, also in its copies
                  on DL4J    the momentum is Plumbline's class ClassicalMomentum: DL4J has only
                             Nesterov's momentum, with the learning rate on the gradient

                Time: """), out);
    }

    @Test
    void theDocumentNamesEach() throws IOException {
        JsonArray classes = classes("check", "--json", file.toString());

        assertEquals(2, classes.size());
        assertEquals(
                "ClassicalMomentum",
                classes.get(1).getAsJsonObject().get("class").getAsString());
        Path plain = Console.threeLayer(directory, 2);
        assertEquals(0, classes("check", "--json", plain.toString()).size());
    }

    @Test
    void thePageNamesEach() throws IOException {
        Path page = directory.resolve("page.html");
        Console.run("check", file.toString(), "--html", page.toString());

        String html = Files.readString(page).replace("\\u0027", "'");
        assertTrue(html.contains("the momentum is Plumbline's class ClassicalMomentum"), html);
    }

    @Test
    void theyAreNamedForAUsersNetworkIfDl4jRuns() throws IOException {
        Path scaffolded = Console.write(
                directory,
                "scaffolded.yaml",
                Files.readString(file).replace(", constraint: { max_norm: { max: 2 } }", ""));
        Console.run("scaffold", scaffolded.toString(), "--language", "java", "-o", directory.toString());
        Path source = directory.resolve("OwnNet.java");

        String[] check = {"check", scaffolded.toString(), "--against", source.toString()};

        Console with = Console.run(check);
        Console without = Console.run(
                Stream.concat(Stream.of(check), Stream.of("--no-dl4j")).toArray(String[]::new));

        assertTrue(with.out().contains(HEADING), with.out() + with.err());
        assertFalse(without.out().contains(HEADING), without.out());
        assertEquals(
                1,
                classes(Stream.concat(Stream.of(check), Stream.of("--json")).toArray(String[]::new))
                        .size());
    }

    private static JsonArray classes(String... arguments) {
        return JsonParser.parseString(Console.run(arguments).out())
                .getAsJsonObject()
                .getAsJsonArray("plumbline_classes");
    }
}
