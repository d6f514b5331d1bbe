package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline check --against}: a network of one's own, and why it goes wrong. */
class CheckAgainstTests {
    private static final String FILE = "configs/two-layer.yaml";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aScaffoldAgrees() {
        Console console = against(scaffold());
        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("AGREES: "), console.out());
        assertTrue(console.out().contains("10,000 of 10,000 steps"), console.out());
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
        return Console.run("check", FILE, "--against", source.toString());
    }
}
