package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output is the same in every locale, also in those with other digits or another letter i. */
class LocaleTests {
    private final Locale before = Locale.getDefault();

    @TempDir
    private Path directory;

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explain configs/mini-batches.yaml",
                "explain --java configs/two-moons.yaml",
                "summary configs/two-moons.yaml",
                "words adam",
                "validate configs/none.yaml",
                "train --engine reference configs/two-layer-xor.yaml"
            })
    void aVerbPrintsTheSame(String line) {
        Locale.setDefault(Locale.ROOT);
        Console expected = Console.run(line.split(" "));
        for (String tag : new String[] {"ar-EG-u-nu-arab", "fa-IR", "tr-TR", "de-DE"}) {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertEquals(expected, Console.run(line.split(" ")), tag);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "kotlin", "python"})
    void aScaffoldIsTheSame(String language) {
        Locale.setDefault(Locale.ROOT);
        String expected = scaffold(language, "root");
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertEquals(expected, scaffold(language, "arabic"));
    }

    private String scaffold(String language, String name) {
        Path into = directory.resolve(name);
        Console console =
                Console.run("scaffold", "configs/three-layer.yaml", "--language", language, "-o", into.toString());
        assertEquals(0, console.code(), console.err());
        return Arrays.stream(into.toFile().list())
                .sorted()
                .map(file -> text(into.resolve(file)).replace(into.toString(), "."))
                .reduce("", String::concat);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java has file names in the encoding of the locale, so that the launcher sets one that has all characters. */
    @Test
    void aPathThatTheLocaleCannotHoldIsToldSo() {
        Console console = Console.run("validate", "a\0b.yaml");
        assertEquals(2, console.code());
        assertEquals(
                "error[E072]: invalid value for positional parameter at index 0..* (FILE): `a\\x00b.yaml` is not a path:"
                        + " Nul character not allowed\nTry `plumbline validate --help`.\n",
                console.err());
    }
}
