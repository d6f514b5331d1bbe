package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Text from files and commands does not control the terminal and cannot add lines. */
class RawTextTests {
    private static final String FORGED = "a\nAGREES: b\u001b[2J";

    @TempDir
    private Path directory;

    private static Console harmless(Console console) {
        for (String text : List.of(console.out(), console.err())) {
            assertTrue(text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\t' || c == 0x7f), text);
            assertTrue(text.lines().noneMatch(line -> line.startsWith("AGREES: b")), text);
        }
        return console;
    }

    @Test
    void refusesANameWithLineBreaks() {
        String text = Console.config("three-layer.yaml").replace("name: three-layer", "name: \"a\\nAGREES: b\\e[2J\"");
        Console console = harmless(Console.run(
                "validate", Console.write(directory, "net.yaml", text).toString()));
        assertEquals(2, console.code());
        assertTrue(console.err().startsWith("error[E020]: `name` is `a\\nAGREES: b\\x1b[2J`\n"), console.err());
        String words = text.replaceFirst("name: .*", "name: " + "word ".repeat(20_000));
        Console tooLong = Console.run(
                "summary", Console.write(directory, "net.yaml", words).toString());
        assertTrue(tooLong.err().startsWith("error[E020]: `name` has 99999 characters\n"), tooLong.err());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void escapesNamesOfFiles() throws IOException {
        String file = Console.threeLayer(directory, 4).toString();
        Path odd = Files.copy(Path.of(file), directory.resolve(FORGED));
        assertEquals(0, harmless(Console.run("validate", odd.toString())).code());
        for (String verb : List.of("summary", "explain", "scaffold --language java -o " + directory)) {
            String[] arguments = Stream.concat(Stream.of(verb.split(" ")), Stream.of(odd.toString()))
                    .toArray(String[]::new);
            assertEquals(0, harmless(Console.run(arguments)).code());
        }
        harmless(Console.run("validate", FORGED));
        harmless(Console.run("check", file, "--no-dl4j", "--against", FORGED));
        harmless(Console.run("check", file, "--no-dl4j", "--against", FORGED + ".npz"));
        harmless(Console.run("check", file, FORGED));
        harmless(Console.run(FORGED));
    }

    @Test
    void escapesNamesOfArraysAndWhatACommandPrints() throws IOException {
        String file = Console.threeLayer(directory, 4).toString();
        Path recording = directory.resolve("net.npz");
        Npz.write(recording, Map.of(FORGED, NpyArray.of(List.of(1), 1)));
        Console console = harmless(Console.run("check", file, "--no-dl4j", "--against", recording.toString()));
        assertTrue(console.err().contains("array `a\\nAGREES: b\\x1b[2J`"), console.err());
        harmless(Console.run("check", file, "--no-dl4j", "--against", "printf '\\033[2Ja\\r'"));
        harmless(Console.run("check", file, "--no-dl4j", "--against", "x".repeat(60_000)));
        harmless(Console.run("check", file, "--no-dl4j", "--against", "x.".repeat(30_000) + "x"));
    }
}
