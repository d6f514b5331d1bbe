package dev.plumbline.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.DataException;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Checkpoints;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.TrainingProgress;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTests {
    @TempDir
    private Path directory;

    private Experiment experiment;
    private TrainingProgress progress;

    @BeforeEach
    void train() {
        NetworkSpec spec = YamlReader.read(Path.of("configs/mini-batches.yaml")).spec();
        experiment = Experiment.of(spec);
        List<TrainingProgress> saved = new ArrayList<>();
        new Trainer(new ReferenceEngine(), Optional.empty(), new Checkpoints() {
                    @Override
                    public void save(TrainingProgress each) {
                        saved.add(each);
                    }

                    @Override
                    public boolean stops() {
                        return true;
                    }
                })
                .run(experiment, new Trainer.Listener() {});
        progress = saved.get(0);
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = directory.resolve("checkpoint.npz");
        Checkpoint.write(file, progress, Fingerprint.of(experiment));
        assertEquals(progress, Checkpoint.read(file, experiment, Fingerprint.of(experiment)));
    }

    @Test
    void isRefusedByAnotherTraining() throws IOException {
        Path file = directory.resolve("checkpoint.npz");
        Checkpoint.write(file, progress, Fingerprint.of(experiment));
        Experiment other = Experiment.of(Schema.with(experiment.spec(), "seed", 2L));
        String message = assertThrows(DataException.class, () -> Checkpoint.read(file, other, Fingerprint.of(other)))
                .getMessage();
        assertTrue(message.contains("belongs to another training"), message);
    }

    @Test
    void moreEpochsAreTheSameTraining() {
        NetworkSpec spec = experiment.spec();
        NetworkSpec longer = Schema.with(spec, "training", Schema.with(spec.training(), "epochs", 1000));
        assertEquals(Fingerprint.of(experiment), Fingerprint.of(Experiment.of(longer)));
    }

    /** A checkpoint with changed bytes is read as written, or refused. */
    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = directory.resolve("checkpoint.npz");
        Checkpoint.write(file, progress, Fingerprint.of(experiment));
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = i % 10 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, bytes);
            try {
                assertEquals(progress, Checkpoint.read(file, experiment, Fingerprint.of(experiment)), "file " + i);
            } catch (DataException expected) {
                assertTrue(!String.valueOf(expected.getMessage()).isEmpty());
            }
        }
    }

    @Test
    void aRunKeepsTheLatestOnesAndGoesOnFromTheLatestWholeOne() throws IOException {
        Path run = directory.resolve("run");
        RunFolder folder = RunFolder.create(
                run,
                Path.of("configs/mini-batches.yaml"),
                experiment.spec(),
                new RunRecord(Map.of(), Map.of(), "reference", 1, 1, "", Map.of(), "", Optional.empty()));
        CheckpointRule rule = new CheckpointRule(Optional.of(1), Duration.ZERO, 2, Optional.empty(), () -> false);
        try (RunTraining training = RunTraining.open(folder, rule, experiment, false)) {
            new Trainer(new ReferenceEngine(), Optional.empty(), training).run(experiment, new Trainer.Listener() {});
        }
        List<Path> kept;
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            kept = files.sorted().toList();
        }
        assertEquals(2, kept.size());
        assertEquals(experiment.steps(), folder.latest(experiment).orElseThrow().steps());
        Files.write(kept.get(1), Arrays.copyOf(Files.readAllBytes(kept.get(1)), 300));
        assertEquals(
                experiment.steps() - experiment.stepsPerEpoch(),
                folder.latest(experiment).orElseThrow().steps());
        Files.write(kept.get(0), new byte[0]);
        assertThrows(DataException.class, () -> folder.latest(experiment));
    }
}
