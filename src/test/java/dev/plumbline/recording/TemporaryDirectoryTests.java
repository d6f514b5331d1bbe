package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryDirectoryTests {
    @TempDir
    Path all;

    private String before = "";

    @BeforeEach
    void useADirectoryOfOnesOwn() throws IOException {
        before = System.getProperty("java.io.tmpdir");
        all = all.toRealPath();
        System.setProperty("java.io.tmpdir", all.toString());
    }

    @AfterEach
    void restore() {
        System.setProperty("java.io.tmpdir", before);
    }

    /** What another process does at its start. */
    private static void startAnother() {
        TemporaryDirectory.delete(TemporaryDirectory.directory());
    }

    /** A process that creates a directory, says which, and goes on. */
    private Process another() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + all,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .start();
    }

    private static Path directoryOf(Process process) throws IOException {
        return Path.of(process.inputReader(StandardCharsets.UTF_8).readLine());
    }

    /** The other process. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(TemporaryDirectory.directory());
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plumbline-2026-11-28", "plumbline-12345-abc", "plumbline-99999999-", "plumbline-notes-", "plumbline-"
            })
    void theDirectoriesOfAUserSurvive(String name) throws IOException {
        Path empty = Files.createDirectory(all.resolve(name));
        startAnother();
        assertTrue(Files.exists(empty));
        Path thesis = Files.writeString(empty.resolve("thesis.txt"), "the only copy");
        startAnother();
        assertTrue(Files.exists(thesis));
        Files.writeString(empty.resolve(TemporaryDirectory.MARK), "");
        startAnother();
        assertTrue(Files.exists(thesis), "an empty file is not our mark");
        Files.writeString(empty.resolve(TemporaryDirectory.MARK), "x".repeat((int) Files.size(markOfOurs())));
        startAnother();
        assertTrue(Files.exists(thesis), "nor is one of the same size");
    }

    private static Path markOfOurs() {
        return TemporaryDirectory.directory().resolve(TemporaryDirectory.MARK);
    }

    /** A process in another container has a number that is no process here: only the lock counts. */
    @Test
    void theDirectoryOfALiveProcessSurvivesWhateverItsName() throws IOException, InterruptedException {
        Process process = another();
        try {
            Path directory = directoryOf(process);
            Path renamed = Files.move(directory, all.resolve("plumbline-99999999-abc"));
            Path file = Files.writeString(renamed.resolve("experiment.npz"), "");
            startAnother();
            assertTrue(Files.exists(file), "its process lives");
            process.destroyForcibly().waitFor();
            startAnother();
            assertFalse(Files.exists(renamed), "its process was killed");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theDirectoriesOfThisProcessSurvive() {
        Path first = TemporaryDirectory.directory();
        Path second = TemporaryDirectory.directory();
        assertTrue(Files.exists(first) && Files.exists(second));
        TemporaryDirectory.delete(first);
        startAnother();
        assertFalse(Files.exists(first));
        assertTrue(Files.exists(second), "it is still in use");
        TemporaryDirectory.delete(second);
        assertFalse(Files.exists(second));
    }

    /** Closing any channel of a file ends the locks of the process on it. */
    @Test
    void theLockOfThisProcessIsStillHeldAfterItCreatesAnother() throws IOException, InterruptedException {
        Path first = TemporaryDirectory.directory();
        startAnother();
        Process process = another();
        try {
            directoryOf(process);
            assertTrue(Files.exists(first), "the other process deleted it");
        } finally {
            process.destroyForcibly().waitFor();
            TemporaryDirectory.delete(first);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksAreNotFollowed() throws IOException, InterruptedException {
        Path notes = Files.createDirectory(all.resolve("notes"));
        Path thesis = Files.writeString(notes.resolve("thesis.txt"), "the only copy");
        Process process = another();
        Path left = directoryOf(process);
        process.destroyForcibly().waitFor();
        Files.createSymbolicLink(left.resolve("link"), notes);
        Files.createSymbolicLink(left.resolve("file"), thesis);
        Files.copy(left.resolve(TemporaryDirectory.MARK), notes.resolve(TemporaryDirectory.MARK));
        Path link = Files.createSymbolicLink(all.resolve("plumbline-12345-link"), notes);
        Path marked = Files.createDirectory(all.resolve("plumbline-12345-marked"));
        Files.createSymbolicLink(marked.resolve(TemporaryDirectory.MARK), notes.resolve(TemporaryDirectory.MARK));
        startAnother();
        assertFalse(Files.exists(left), "it was left over");
        assertEquals("the only copy", Files.readString(thesis));
        for (Path survivor : List.of(link, marked)) {
            assertTrue(Files.exists(survivor), survivor + " is not ours");
        }
    }
}
