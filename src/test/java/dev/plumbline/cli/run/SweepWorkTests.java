package dev.plumbline.cli.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.terminal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepWorkTests {
    @TempDir
    Path directory;

    /** Other machines get the files beside the network file and below it, whatever their names are. */
    @Test
    void sendsFilesWhoseNamesHaveTwoDots() throws IOException {
        Path file = Files.writeString(directory.resolve("network.yaml"), "");
        Files.writeString(directory.resolve("a..b.csv"), "1,2\n");
        SweepWork here = SweepWork.here(file, EngineChoice.dl4j);
        assertTrue(here.withFiles(List.of("a..b.csv")).files().containsKey("a..b.csv"));
        for (String outside : List.of("../a..b.csv", "below/../../a..b.csv")) {
            assertThrows(RefusedException.class, () -> here.withFiles(List.of(outside)), outside);
        }
    }
}
