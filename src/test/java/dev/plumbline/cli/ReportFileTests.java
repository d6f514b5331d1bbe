package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports replace reports and nothing else, and one that cannot be written hides no verdict. */
class ReportFileTests {
    @TempDir
    private Path directory;

    private String in(String name) {
        return directory.resolve(name).toString();
    }

    private void refused(String said, String... arguments) {
        Console console = Console.run(arguments);
        assertEquals(2, console.code(), console.out());
        assertEquals("", console.out());
        assertTrue(console.err().contains(said), console.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--html", "--junit"})
    void refusesToReplaceWhatIsNoReport(String option) throws IOException {
        Path file = Console.threeLayer(directory, 4);
        String text = Files.readString(file);
        Path data = Console.write(directory, "points.csv", "x,y\n1,2\n");
        Path link = Files.createSymbolicLink(directory.resolve("link.html"), file);
        Path hard = Files.createLink(directory.resolve("hard.html"), file);
        for (Path target : new Path[] {file, data, link, hard}) {
            refused("is not a report of Plumbline", "check", file.toString(), option, target.toString());
        }
        assertEquals(text, Files.readString(file));
        assertEquals("x,y\n1,2\n", Files.readString(data));
        // Also where the check ends before it knows what the network file names.
        refused("is not a report of Plumbline", "check", in("none.yaml"), option, data.toString());
    }

    @Test
    void replacesReportsAndEmptyFiles() throws IOException {
        String file = Console.threeLayer(directory, 4).toString();
        Files.createFile(directory.resolve("a.html"));
        for (int i = 0; i < 2; i++) {
            Console console = Console.run(
                    "check", file, "--html", in("a.html"), "--junit", in("a.xml"), "--no-dl4j", "--against", "none");
            assertEquals(2, console.code());
            assertTrue(console.err().contains("`none` is neither a file"), console.err());
        }
        assertTrue(Files.readString(directory.resolve("a.html")).contains("NOT CHECKED"));
        refused("is not a report of Plumbline", "check", file, "--html", in("a.xml"));
    }

    @Test
    void refusesOneFileForTwoReportsUnderTwoNames() throws IOException {
        String file = Console.threeLayer(directory, 4).toString();
        Files.createSymbolicLink(directory.resolve("same"), directory);
        String second = directory.resolve("same").resolve("out").toString();
        refused("name the same file", "check", file, "--html", in("out"), "--junit", second);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // has /dev/full
    void aFullDiskHidesNoVerdict() throws IOException {
        String file = Console.threeLayer(directory, 4).toString();
        Console console = Console.run("check", file, "--html", "/dev/full", "--junit", in("out.xml"));
        assertEquals(2, console.code());
        assertTrue(console.out().contains("AGREES"), console.out());
        assertTrue(
                console.err().endsWith("error[E061]: `/dev/full` could not be written: No space left on device\n"),
                console.err());
        assertTrue(Files.size(directory.resolve("out.xml")) > 0);
        Console json = Console.run("check", file, "--html", "/dev/full", "--json");
        assertEquals(2, json.code());
        assertTrue(json.out().startsWith("{"), json.out());
    }
}
