package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of the command line have the same effect as values of the file; their errors are shown in the option. */
class OverridesTests {
    private static final Path FILE = Path.of("configs/three-layer.yaml");
    private static final String HIDDEN = "dense: { units: 5, activation: sigmoid, bias: false }";

    private static NetworkFile read(ValueOverride... settings) {
        return YamlReader.read(FILE, List.of(settings));
    }

    private static NetworkFile set(String... assignments) {
        return read(Stream.of(assignments).map(ValueOverride::of).toArray(ValueOverride[]::new));
    }

    private static String refusal(String... assignments) {
        return assertThrows(InvalidFileException.class, () -> set(assignments)).getMessage();
    }

    private static void isAsInTheFile(String before, String after, String... assignments) throws IOException {
        String text = Files.readString(FILE);
        assertTrue(text.contains(before), before);
        String changed = text.replace(before, after);
        assertEquals(
                YamlReader.read(changed, "changed").spec(), set(assignments).spec());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            training.epochs=20000                     | epochs: 60000       | epochs: 20000
            seed=7                                    | seed: 1             | seed: 7
            name=other                                | name: three-layer   | name: other
            layers[0].units=9                         | units: 5            | units: 9
            layers[0].dense.units=9                   | units: 5            | units: 9
            training.optimizer.learning_rate=0.5      | learning_rate: 1.0  | learning_rate: 0.5
            training.optimizer.sgd.learning_rate=0.5  | learning_rate: 1.0  | learning_rate: 0.5
            training.optimizer.adam.learning_rate=0.5 | sgd: { learning_rate: 1.0 | adam: { learning_rate: 0.5
            training.optimizer={adam: {learning_rate: 2}} | sgd: { learning_rate: 1.0 | adam: { learning_rate: 2
            init.low=-2                               | low: -1             | low: -2
            data.inputs[1][0]=0.25                    | [0, 1, 1], [1, 0, 1] | [0.25, 1, 1], [1, 0, 1]
            report.metrics=[loss]                     | [mean_absolute_error] | [loss]
            """)
    void aValueIsTheSameAsInTheFile(String assignment, String before, String after) throws IOException {
        isAsInTheFile(before, after, assignment);
    }

    @Test
    void aKeyMayBeMissingInTheFile() throws IOException {
        isAsInTheFile("seed: 1 ", "compare: { every: 10 }\nseed: 1 ", "compare.every=10");
        isAsInTheFile(
                "seed: 1 ",
                "defaults: { dropout: { drop_probability: 0.5 } }\nseed: 1 ",
                "defaults.dropout.drop_probability=0.5");
    }

    @Test
    void aWordGivesWayToAnotherWithItsParameters() throws IOException {
        isAsInTheFile(
                HIDDEN,
                "dense: { units: 5, activation: { leaky_relu: { alpha: 0.2 } }, bias: false }",
                "layers[0].activation.leaky_relu.alpha=0.2");
        isAsInTheFile(HIDDEN, "dense: { units: 5, activation: relu, bias: false }", "layers[0].activation=relu");
    }

    @Test
    void laterOnesBuildOnEarlierOnes() throws IOException {
        isAsInTheFile(
                "sgd: { learning_rate: 1.0 }",
                "momentum: { learning_rate: 0.5, momentum: 0.8 }",
                "training.optimizer.momentum.learning_rate=0.5",
                "training.optimizer.momentum.momentum=0.8");
    }

    @Test
    void anErrorIsShownInTheOption() {
        assertEquals("""
                error[E016]: `epochs` is the text `ten`
                  --> command line:1:23
                1 | --set training.epochs=ten
                  |                       ^^^
                  = allowed here: a whole number of at least 0""", refusal("training.epochs=ten"));
        assertEquals("""
                error[E010]: unknown key `epohs` in training
                  --> command line:1:16
                1 | --set training.epohs=5
                  |                ^^^^^ did you mean `epochs`?
                  = allowed here: optimizer, batch_size, epochs, shuffle, early_stopping,
                      class_weight, distributed""", refusal("training.epohs=5"));
        assertEquals("""
                error[E020]: batches of 9 examples for data of 4
                  --> command line:1:27
                1 | --set training.batch_size=9
                  |                           ^
                  = allowed here: at most 4, or `all`""", refusal("training.batch_size=9"));
    }

    @Test
    void anErrorOfTheFileKeepsItsPlace() {
        String refusal = refusal("layers[1].units=2");
        assertTrue(refusal.contains("\n   --> configs/three-layer.yaml:21:13\n"), refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            layers[2].units=3           | 13 | this list has no element [2]
            training[0]=3               | 15 | this is not a list, so it has no element to set
            trainin.epochs=3            | 7  | unknown key `trainin`
            seed.x=1                    | 14 | `seed` is a mapping
            a..b=3                      | 7  | `a..b` is not a path of keys
            [0]=3                       | 7  | `[0]` is not a path of keys
            layers[0=3                  | 7  | `layers[0` is not a path of keys
            epochs                      | 7  | this sets no key
            =3                          | 7  | this sets no key
            name=                       | 12 | `name` is empty
            training.optimizer={adam:   | 32 | this has no end
            name=*a                     | 12 | the alias `*a` has no anchor before it
            layers[0].activation.alpha=1 | 28 | unknown key `alpha` in layers[0].dense.activation.sigmoid
            """)
    void whatCannotBeSetIsRefusedAtItsColumn(String assignment, int column, String message) {
        Diagnostic problem = assertThrows(InvalidFileException.class, () -> set(assignment))
                .diagnostics()
                .get(0);
        assertEquals(message, problem.message());
        assertEquals("command line:1:" + column, problem.file() + ":" + problem.line() + ":" + problem.column());
    }

    @Test
    void aKeyIsSetOnce() {
        assertTrue(refusal("seed=1", "seed=2").startsWith("error[E012]: `seed` is set twice\n"));
    }

    @Test
    void aLineBreakIsRefused() {
        assertTrue(refusal("name=a\nb").startsWith("error[E072]: the value of `name` has a line break\n"));
    }

    @Test
    void manySettingsInAFileWithErrorsEachKeepTheirPlace() {
        InvalidFileException refused = assertThrows(
                InvalidFileException.class, () -> set("seed=x", "inputs=y", "training.epochs=z", "report.every=w"));
        assertEquals(
                List.of("--set seed=x", "--set inputs=y", "--set training.epochs=z", "--set report.every=w").stream()
                        .sorted()
                        .toList(),
                refused.diagnostics().stream()
                        .map(problem -> problem.source().text())
                        .sorted()
                        .toList());
    }

    @Test
    void fewerEpochsThanTheReportIntervalTakeTheDefaultInterval() {
        assertEquals(10, read(ValueOverride.ofEpochs("100")).spec().reportEvery());
        assertEquals(10, read(ValueOverride.of("training.epochs=100")).spec().reportEvery());
        assertEquals(10_000, read(ValueOverride.ofEpochs("10000")).spec().reportEvery());
        assertEquals(
                50,
                read(ValueOverride.of("report.every=50"), ValueOverride.ofEpochs("100"))
                        .spec()
                        .reportEvery());
        String refusal = refusal("training.epochs=100", "report.every=10000");
        assertTrue(refusal.startsWith("error[E020]: `every: 10000` is more than the 100 epochs"), refusal);
    }

    @Test
    void theShortFormsAreShownAsTheyAreTyped() {
        String refusal = assertThrows(InvalidFileException.class, () -> read(ValueOverride.ofEpochs("-1")))
                .getMessage();
        assertEquals("""
                error[E020]: `epochs` is -1
                  --> command line:1:10
                1 | --epochs -1
                  |          ^^
                  = allowed here: a whole number of at least 0""", refusal);
    }

    @Test
    void theOriginOfAValueIsTheOption() {
        SourceMap map = set("seed=7").sourceMap();
        assertTrue(map.at("seed").orElseThrow().isOption());
        assertTrue(map.at("seed").orElseThrow().line().isEmpty());
        assertFalse(map.at("loss").orElseThrow().isOption());
    }
}
