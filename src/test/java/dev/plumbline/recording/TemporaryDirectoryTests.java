package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryDirectoryTests {
    @Test
    void deletesWhatAKilledProcessLeftAndNothingElse() throws IOException {
        Path left = Files.createTempDirectory("plumbline-99999999-");
        Files.writeString(left.resolve("experiment.npz"), "");
        Path others = Files.createTempDirectory("plumbline-notes-");
        Path own = TemporaryDirectory.directory();
        Path second = TemporaryDirectory.directory();
        try {
            assertFalse(Files.exists(left), "it is of no process");
            assertTrue(Files.exists(others) && Files.exists(own), "these are not left over");
        } finally {
            TemporaryDirectory.delete(others);
            TemporaryDirectory.delete(own);
            TemporaryDirectory.delete(second);
        }
        assertFalse(Files.exists(own));
    }
}
