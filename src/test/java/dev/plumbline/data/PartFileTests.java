package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A part of a killed process is deleted, and nothing else. */
@DisabledOnOs(OS.WINDOWS)
class PartFileTests {
    private static final String TEXT =
            "Plumbline writes a file here. What a killed process left, the next one deletes.\n";

    @TempDir
    private Path directory;

    /** Holds a part until it is killed. */
    static final class Holder {
        private Holder() {}

        /** @param arguments the directory */
        public static void main(String[] arguments) throws IOException, InterruptedException {
            PartFile part = PartFile.in(Path.of(arguments[0]));
            Files.writeString(part.path(), "half of a file");
            System.out.println("ready");
            Thread.sleep(60_000);
        }
    }

    private Process holder() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .start();
        assertEquals('r', process.getInputStream().read());
        return process;
    }

    private void end(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> directory.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void write() throws IOException {
        AtomicFile.write(directory.resolve("o.csv"), out -> out.write('x'));
    }

    @Test
    void aProcessThatIsToldToEndLeavesNothing() throws IOException, InterruptedException {
        Process process = holder();
        assertEquals(3, files().size());
        end(process, "TERM");
        assertEquals(Set.of(), files());
    }

    @Test
    void thePartOfARunningProcessStaysAndThatOfAKilledOneIsDeleted() throws IOException, InterruptedException {
        Process process = holder();
        write();
        assertEquals(4, files().size());
        end(process, "KILL");
        assertEquals(4, files().size());
        write();
        assertEquals(Set.of("o.csv"), files());
    }

    /** Names like ours, old names, links, and a directory with our mark in which a user keeps something. */
    @Test
    void whatHasNotOurMarkAloneIsNeverDeleted() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("plumbline.lock"), TEXT);
        Files.writeString(elsewhere.resolve("content"), "thesis");
        Files.createSymbolicLink(directory.resolve(".plumbline-link.part"), elsewhere);
        Files.writeString(directory.resolve(".o.csv.99999999.part"), "mine");
        Files.writeString(directory.resolve(".plumbline-file.part"), TEXT);
        Files.createDirectory(directory.resolve(".plumbline-empty.part"));
        Path unmarked = Files.createDirectory(directory.resolve(".plumbline-1.part"));
        Files.writeString(unmarked.resolve("content"), "mine");
        Path marked = Files.createDirectory(directory.resolve(".plumbline-2.part"));
        Files.writeString(marked.resolve("plumbline.lock"), "another text");
        Path used = Files.createDirectory(directory.resolve(".plumbline-3.part"));
        Files.writeString(used.resolve("plumbline.lock"), TEXT);
        Files.writeString(used.resolve("notes.txt"), "mine");
        Set<String> before = files();
        write();
        before.add("o.csv");
        assertEquals(before, files());
        Path left = Files.createDirectory(directory.resolve(".plumbline-4.part"));
        Files.writeString(left.resolve("plumbline.lock"), TEXT);
        Files.createDirectory(left.resolve("content"));
        Files.createSymbolicLink(left.resolve("content").resolve("link"), elsewhere);
        write();
        assertEquals(before, files());
        assertEquals("thesis", Files.readString(elsewhere.resolve("content")));
    }

    @Test
    void partsOfOneProcessDoNotDeleteEachOther() throws IOException {
        try (PartFile first = PartFile.in(directory);
                PartFile second = PartFile.in(directory)) {
            Files.writeString(first.path(), "1");
            Files.writeString(second.path(), "2");
            write();
            first.moveTo(directory.resolve("first"));
            second.moveTo(directory.resolve("second"));
        }
        assertEquals(Set.of("first", "second", "o.csv"), files());
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        write();
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(directory.resolve("o.csv"), out -> {
                    out.write('y');
                    throw new IOException("full");
                }));
        assertEquals("x", Files.readString(directory.resolve("o.csv")));
        assertEquals(Set.of("o.csv"), files());
        assertEquals(
                directory.resolve("none") + ": there is no such directory",
                assertThrows(
                                IOException.class,
                                () -> AtomicFile.write(directory.resolve("none").resolve("o.csv"), out -> {}))
                        .getMessage());
        assertEquals(
                List.of(),
                Stream.of(directory.resolve("none")).filter(Files::exists).toList());
    }
}
