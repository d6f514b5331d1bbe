package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.yaml.Listed;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invalid input is reported with its place, ends with 2, and starts no training. */
class BadInputTests {

    private static final String POINTS = """
            inputs: 2
            layers:
              - dense: { units: 1, activation: sigmoid }
            init: glorot_uniform
            loss: squared_error
            reduction: mean
            training: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: 2, epochs: 5 }
            data: { csv: { file: points.csv, inputs: [x, y], targets: [t] } }
            """;

    @TempDir
    private Path directory;

    private String told(String text) {
        Path file = Console.write(directory, "net.yaml", text);
        Console console = Console.run("check", file.toString());
        assertEquals(2, console.code());
        assertEquals("", console.out());
        return console.err().replace(directory + "/", "").replace(directory.toString(), ".");
    }

    @Test
    void tellsEveryProblemOfAFile() {
        String text = POINTS.replace("activation", "activaton").replace("epochs: 5", "epochs: -1");
        assertEquals(Listed.words("""
                error[E010]: unknown key `activaton` in layers[0].dense
                  --> net.yaml:3:24
                3 |   - dense: { units: 1, activaton: sigmoid }
                  |                        ^^^^^^^^^ did you mean `activation`?
                  = allowed here: ALL_KEYS_OF_DENSE

                error[E020]: `epochs` is -1
                  --> net.yaml:7:78
                7 | …g: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: 2, epochs: -1 }
                  |                                                                        ^^
                  = allowed here: a whole number of at least 0
                """), told(text));
    }

    @Test
    void tellsOfWeightsAndDataThatCannotBeReadTogether() {
        String text = POINTS.replace("init: glorot_uniform", "init: { npz: { file: weights.npz } }");
        assertEquals("""
                error[E001]: there is no file `weights.npz`
                  --> net.yaml:4:22
                4 | init: { npz: { file: weights.npz } }
                  |                      ^^^^^^^^^^^
                  = allowed here: a file, by its path from that of the network file

                error[E001]: there is no file `points.csv`
                  --> net.yaml:8:22
                8 | data: { csv: { file: points.csv, inputs: [x, y], targets: [t] } }
                  |                      ^^^^^^^^^^
                  = allowed here: a file, by its path from that of the network file
                """, told(text));
    }

    @Test
    void placesGivenWeightsOfAnotherShape() {
        String text = POINTS.replace("init: glorot_uniform", "init: { given: { weights: [[1, 2]] } }");
        assertEquals("""
                error[E024]: weights of 1×2 for layer 1, which has 2×1, inputs × units
                  --> net.yaml:4:18
                4 | init: { given: { weights: [[1, 2]] } }
                  |                  ^^^^^^^
                  = allowed here: 2 rows of 1
                """, told(text));
    }

    @Test
    void refusesANetworkThatCannotFitInMemoryWithTheBytesItWouldNeed() {
        String text = POINTS.replace("  - dense", """
                  - dense: { units: 40000, activation: tanh }
                  - dense: { units: 50000, activation: tanh }
                  - dense""");
        Console.write(directory, "points.csv", "x,y,t\n1,2,0\n3,4,1\n");
        assertEquals(
                """
                error[E084]: this network would need 240,046,560,440 bytes of memory …
                  --> net.yaml:4:19
                4 | - dense: { units: 50000, activation: tanh }
                  |                   ^^^^^
                  = allowed here: fewer units …
                """, told(text).replaceAll("of memory.*", "of memory …").replaceAll("fewer units.*", "fewer units …"));
    }

    @Test
    void reportsProblemsOfADataFileAtItsPlaceInTheNetworkFile() {
        Console.write(directory, "points.csv", "x,y,t\n1,two,0\n3,,1\n");
        assertEquals("""
                error[E031]: points.csv:2, column `y`: found `two`
                  --> net.yaml:8:46
                8 | data: { csv: { file: points.csv, inputs: [x, y], targets: [t] } }
                  |                                              ^
                  = allowed here: a finite number, or `categorical: [y]` if the column has texts

                error[E032]: points.csv:3, column `y`: found nothing
                  --> net.yaml:8:46
                8 | data: { csv: { file: points.csv, inputs: [x, y], targets: [t] } }
                  |                                              ^
                  = allowed here: a finite number, or a rule for missing values, such as
                      `missing: median`
                """, told(POINTS));
    }

    /** `target` is a key of early_stopping, but here the plural is meant. */
    @Test
    void prefersThePluralToAKeyOfAnotherSection() {
        Console.write(directory, "points.csv", "x,y,t\n1,2,0\n3,4,1\n");
        assertEquals("""
                error[E010]: unknown key `target` in data.csv
                  --> net.yaml:8:50
                8 | data: { csv: { file: points.csv, inputs: [x, y], target: [t] } }
                  |                                                  ^^^^^^
                  |                                                  did you mean `targets`?
                  = allowed here: file, inputs, targets, weights, classes, delimiter, header,
                      categorical, missing, missing_marks, exclude
                """, told(POINTS.replace("targets:", "target:")));
    }

    /** Its texts are not read as classes, so there is nothing to say about them. */
    @Test
    void doesNotReportTheClassesOfAMissingColumn() {
        Console.write(directory, "points.csv", "x,y,u\n1,2,a\n3,4,b\n");
        String told = told(POINTS.replace("targets: [t]", "targets: [t], classes: infer"));
        assertTrue(told.contains("there is no column `t`"), told);
        assertTrue(!told.contains("found nothing"), told);
    }

    @Test
    void reportsAMissingDataFile() {
        Console.write(directory, "point.csv", "");
        assertEquals("""
                error[E001]: there is no file `points.csv`; did you mean `point.csv`?
                  --> net.yaml:8:22
                8 | data: { csv: { file: points.csv, inputs: [x, y], targets: [t] } }
                  |                      ^^^^^^^^^^
                  = allowed here: a file, by its path from that of the network file
                """, told(POINTS));
    }

    @Test
    void tellsDataThatDoNotFitTheNetwork() {
        Console.write(directory, "points.csv", "x,y,t\n1,2,0\n");
        assertEquals("""
                error[E024]: the data give 2 inputs, but `inputs` is 3
                  --> net.yaml:8:34
                8 | data: { csv: { file: points.csv, inputs: [x, y], targets: [t] } }
                  |                                  ^^^^^^
                  = allowed here: `inputs: 2`, or rows of 3

                error[E020]: batches of 2 examples for data of 1
                  --> net.yaml:7:67
                7 | …ng: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: 2, epochs: 5 }
                  |                                                              ^
                  = allowed here: at most 1, or `all`
                """, told(POINTS.replace("inputs: 2\n", "inputs: 3\n")));
    }

    @Test
    void endsWith2ForEveryVerb() {
        String missing = directory.resolve("nosuch.yaml").toString();
        assertAll(Stream.of("check", "train", "validate", "summary", "explain").map(verb -> () -> {
            Console console = Console.run(verb, missing);
            assertEquals(2, console.code(), verb);
            assertEquals("error[E001]: there is no such file\n  --> " + missing + "\n", console.err(), verb);
            assertEquals("", console.out(), verb);
        }));
    }

    @Test
    void printsProblemsAsJsonOnRequest() {
        Path file = Console.write(directory, "net.yaml", POINTS.replace("activation", "activaton"));
        Console console = Console.run("train", "--json", file.toString());
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonObject problem = document.getAsJsonArray("problems").get(0).getAsJsonObject();

        assertEquals(2, console.code());
        assertEquals("", console.err());
        assertEquals(Set.of("code", "file", "line", "column", "message", "hint", "notes"), problem.keySet());
        assertEquals(3, problem.get("line").getAsInt());
        assertEquals(24, problem.get("column").getAsInt());
        assertEquals("did you mean `activation`?", problem.get("hint").getAsString());
    }
}
