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
        TemporaryDirectory.create().close();
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
        return Path.of(process.inputReader(StandardCharsets.UTF_8).readLine()).getParent();
    }

    /** The other process. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(TemporaryDirectory.create().path());
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }

    /** A process in another container has a number that is no process here: only the lock counts. */
    @Test
    void theDirectoryOfALiveProcessSurvivesWhateverItsName() throws IOException, InterruptedException {
        Process process = another();
        try {
            Path directory = directoryOf(process);
            Path renamed = Files.move(directory, all.resolve(".plumbline-99999999.part"));
            Path file = Files.writeString(renamed.resolve("content/experiment.npz"), "");
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
        TemporaryDirectory first = TemporaryDirectory.create();
        TemporaryDirectory second = TemporaryDirectory.create();
        assertTrue(Files.exists(first.path()) && Files.exists(second.path()));
        first.close();
        startAnother();
        assertFalse(Files.exists(first.path().getParent()));
        assertTrue(Files.exists(second.path()), "it is still in use");
        second.close();
        assertFalse(Files.exists(second.path().getParent()));
    }

    /** Closing any channel of a file ends the locks of the process on it. */
    @Test
    void theLockOfThisProcessIsStillHeldAfterItCreatesAnother() throws IOException, InterruptedException {
        try (TemporaryDirectory first = TemporaryDirectory.create()) {
            startAnother();
            Process process = another();
            try {
                directoryOf(process);
                assertTrue(Files.exists(first.path()), "the other process deleted it");
            } finally {
                process.destroyForcibly().waitFor();
            }
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
        Files.createSymbolicLink(left.resolve("content/link"), notes);
        Files.createSymbolicLink(left.resolve("content/file"), thesis);
        Files.copy(left.resolve("plumbline.lock"), notes.resolve("plumbline.lock"));
        Path link = Files.createSymbolicLink(all.resolve(".plumbline-link.part"), notes);
        Path marked = Files.createDirectory(all.resolve(".plumbline-marked.part"));
        Files.createSymbolicLink(marked.resolve("plumbline.lock"), notes.resolve("plumbline.lock"));
        startAnother();
        assertFalse(Files.exists(left), "it was left over");
        assertEquals("the only copy", Files.readString(thesis));
        for (Path survivor : List.of(link, marked)) {
            assertTrue(Files.exists(survivor), survivor + " is not ours");
        }
    }
}
