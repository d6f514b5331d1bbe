package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.dl4j.WholeVocabulary;
import dev.plumbline.model.CheckpointRule;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.model.RunTraining;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that stops after each step and continues from its checkpoint ends with the same bits as one without stops.
 */
class ResumedTrainingTests {
    @TempDir
    private Path directory;

    private static Stream<Experiment> experiments() {
        Set<Object> seen = new HashSet<>();
        Stream<Experiment> optimizers = WholeVocabulary.networks()
                .filter(spec -> seen.add(spec.training().optimizer().getClass()))
                .map(WholeVocabulary::experiment);
        return Stream.concat(
                optimizers,
                Stream.of(Precision.values()).flatMap(SampleNetworks::all).map(Experiment::of));
    }

    @TestFactory
    Stream<DynamicTest> endsWithTheSameBits() {
        return experiments()
                .flatMap(experiment -> Stream.of(new Dl4jEngine(), new ReferenceEngine())
                        .map(engine -> DynamicTest.dynamicTest(
                                experiment.spec().name() + " on " + engine.name(), () -> compare(engine, experiment))));
    }

    private void compare(Engine engine, Experiment experiment) throws IOException {
        Trainer.Result whole = new Trainer(engine).run(experiment, new Trainer.Listener() {});
        Path network = Files.createTempFile(directory, "network", ".yaml");
        Path runs = Files.createTempDirectory(directory, "run");
        RunFolder folder = RunFolder.create(runs, network, experiment.spec(), record(engine));
        long parts = Math.min(6, experiment.steps());
        Trainer.Result result = whole;
        int begun = 0;
        for (boolean ends = false; !ends; begun++) {
            assertTrue(begun <= parts + 1, "it stops more often than it was asked to");
            Optional<TrainingProgress> progress = folder.latest(experiment);
            long from = progress.map(TrainingProgress::steps).orElse(0L);
            long to = from + (experiment.steps() + parts - 1) / parts;
            long[] done = {from};
            CheckpointRule rule = new CheckpointRule(
                    Optional.empty(), Duration.ofDays(1), 2, Optional.empty(), () -> ++done[0] >= to);
            try (RunTraining training = RunTraining.open(folder, rule, experiment, false)) {
                result = new Trainer(engine, Optional.empty(), training).run(experiment, new Trainer.Listener() {});
            }
            ends = result.end() != Trainer.End.STOPPED;
        }
        assertTrue(begun > 1 || experiment.steps() == 1, "it never stopped");
        assertEquals(whole.weights(), result.weights());
        assertEquals(whole.lines(), result.lines());
        assertEquals(whole.afterTraining(), result.afterTraining());
        assertEquals(whole.lastEpoch(), result.lastEpoch());
        assertEquals(whole.end(), result.end());
    }

    private static RunRecord record(Engine engine) {
        return new RunRecord(Map.of(), Map.of(), engine.name(), 1, 1, "", Map.of(), "", Optional.empty());
    }
}
