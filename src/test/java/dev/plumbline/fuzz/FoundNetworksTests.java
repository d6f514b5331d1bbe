package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Shrunk networks on which the engines once disagreed; a comment in each file explains the error. */
class FoundNetworksTests {
    private static final Path DIRECTORY = Path.of("src/test/resources/compare");
    private static final Path DEFECTS = Path.of("src/test/resources/known");

    @TestFactory
    Stream<DynamicTest> agreesOnWhatOnceDisagreed() throws IOException {
        DifferentialTester trials = new DifferentialTester(new ReferenceEngine(), new Dl4jEngine());
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Path> all = files.sorted().toList();
            assertTrue(all.size() > 3, all::toString);
            return all.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        FuzzResult trial = trials.of(YamlReader.read(file).spec());
                        assertEquals(FuzzResult.Outcome.AGREES, trial.outcome(), trial.message());
                    }));
        }
    }

    /** The name of each file is the finding that explains it. */
    @TestFactory
    Stream<DynamicTest> countsWithItsFindingWhatIsADefectOfDl4j() throws IOException {
        DifferentialTester trials = new DifferentialTester(new ReferenceEngine(), new Dl4jEngine());
        try (Stream<Path> files = Files.list(DEFECTS)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        FuzzResult trial = trials.of(YamlReader.read(file).spec());
                        Optional<String> finding = trial.known().map(known -> known.finding() + ".yaml");
                        assertEquals(Optional.of(file.getFileName().toString()), finding, trial.message());
                    }));
        }
    }

    @Test
    void everyKnownDefectIsAFinding() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/docs/dl4j-findings.md"));
        assertTrue(Arrays.stream(KnownDefect.values()).allMatch(defect -> lines.contains("### " + defect.finding())));
    }
}
