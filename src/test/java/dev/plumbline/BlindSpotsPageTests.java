package dev.plumbline;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of blind spots names only guards that exist, and every script that makes NumPy's numbers of what is shared. */
class BlindSpotsPageTests {
    private static final Pattern TEST = Pattern.compile("`(\\w+Tests)`");
    private static final Pattern SCRIPT = Pattern.compile("`(make_\\w+\\.py)`");

    private static Set<String> named(Pattern what) throws IOException {
        return what.matcher(Files.readString(Path.of("src/docs/blind-spots.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> filesUnder(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void everyTestItNamesExists() throws IOException {
        Set<String> existing = filesUnder("src/test/java");
        Set<String> named = named(TEST);

        assertTrue(named.size() > 10, () -> "only " + named);
        assertAll(named.stream().map(test -> () -> assertTrue(existing.contains(test + ".java"), test)));
    }

    /** But for the matrices', which only the engines' arithmetic needs. */
    @Test
    void itNamesEveryScript() throws IOException {
        Set<String> scripts = filesUnder("src/test/numpy").stream()
                .filter(name -> name.startsWith("make_") && name.endsWith(".py"))
                .collect(Collectors.toCollection(TreeSet::new));
        scripts.remove("make_matrix.py");

        assertEquals(scripts, named(SCRIPT));
    }

    @Test
    void theReadmeLeadsToIt() throws IOException {
        assertTrue(Files.readString(Path.of("README.md")).contains("(src/docs/blind-spots.md)"));
    }
}
