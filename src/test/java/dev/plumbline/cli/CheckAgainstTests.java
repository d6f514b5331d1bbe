package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline check --against}: a network of one's own, and why it goes wrong. */
class CheckAgainstTests {
    private static final String FILE = "configs/two-layer.yaml";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aScaffoldAgrees() {
        Console console = Console.run("check", FILE, "--against", scaffold().toString());
        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("AGREES: "), console.out());
        assertTrue(console.out().contains("10,000 of 10,000 steps"), console.out());
        assertTrue(console.out().contains("Loss over all examples\n   epoch  TwoLayerNet"), console.out());
        assertTrue(
                console.out().contains("DL4J and the reference\n  agree     in every tensor of every step"),
                console.out());
    }

    @Test
    void whereTheEngineIsWrongDifferencesOfTheLossSaySo() {
        Key where = new Key(3, Quantity.WEIGHT_GRADIENT, 1);
        TamperedEngine engine = new TamperedEngine(where, gradient -> Optional.of(gradient.times(2)));
        Console console =
                Console.check(engine, "check", FILE, "--against", scaffold().toString());
        assertEquals(3, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("AGREES: TwoLayerNet"), console.out());
        assertTrue(console.out().contains("DIVERGED  first at step 3, layer 1, weight gradient"), console.out());
        assertTrue(console.out().contains("central differences of the loss give"), console.out());
        assertTrue(
                console.out()
                        .replaceAll("\\s+", " ")
                        .contains("the reference has the gradient right, and tampered has not"),
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
        assertTrue(uphill.out().contains("the update goes uphill"), uphill.out());
    }

    @Test
    void whatIsNotThereOrDoesNotGoTogetherIsSaid() {
        assertEquals(2, against(directory.resolve("Missing.java")).code());
        Console json = Console.run("check", FILE, "--json", "--against", "Net");
        assertEquals(2, json.code());
        assertTrue(json.err().contains("`--json` cannot be given together with `--against`"), json.err());
    }

    private Path scaffold() {
        Console console = Console.run("scaffold", FILE, "--language", "java", "-o", directory.toString());
        assertEquals(0, console.code(), console.err());
        return directory.resolve("TwoLayerNet.java");
    }

    private static Console against(Path source) {
        return Console.run("check", FILE, "--no-dl4j", "--against", source.toString());
    }
}
