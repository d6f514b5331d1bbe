package dev.plumbline.model;

import dev.plumbline.trace.Checkpoints;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.TrainingProgress;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes the checkpoints and the history of a training into the folder of its run. Order of use: open, pass it to the
 * training as {@link Checkpoints} and report each line, close.
 */
public final class RunTraining implements Checkpoints, Closeable {
    private final RunFolder folder;
    private final CheckpointRule rule;
    private final String fingerprint;
    private final int stepsPerEpoch;
    private final long lastStep; // always followed by a checkpoint, so that more epochs can follow
    private final Optional<TrainingProgress> start;
    private final History history;
    private final FolderLock lock;
    private final long begun = System.nanoTime();
    private long saved = begun;

    private RunTraining(
            RunFolder folder,
            CheckpointRule rule,
            Experiment experiment,
            String fingerprint,
            Optional<TrainingProgress> start,
            History history,
            FolderLock lock) {
        this.folder = folder;
        this.rule = rule;
        this.fingerprint = fingerprint;
        this.stepsPerEpoch = experiment.stepsPerEpoch();
        this.lastStep = experiment.steps();
        this.start = start;
        this.history = history;
        this.lock = lock;
    }

    /**
     * Starts a training or, if the folder has checkpoints, continues from the latest one.
     *
     * @throws dev.plumbline.data.DataException if the checkpoints are damaged or belong to another training, or if
     *     another training is running in the folder
     */
    public static RunTraining open(RunFolder folder, CheckpointRule rule, Experiment experiment, boolean validated)
            throws IOException {
        return open(folder, rule, experiment, validated, Optional.empty());
    }

    /**
     * The same.
     *
     * @param examples the fingerprint of the examples, if they are held elsewhere
     */
    public static RunTraining open(
            RunFolder folder, CheckpointRule rule, Experiment experiment, boolean validated, Optional<String> examples)
            throws IOException {
        FolderLock lock = FolderLock.take(folder.directory(), folder.networkFile());
        boolean isOpen = false;
        try {
            folder.clear();
            String fingerprint =
                    examples.map(held -> Fingerprint.of(experiment, held)).orElseGet(() -> Fingerprint.of(experiment));
            Optional<TrainingProgress> start = folder.latest(experiment, fingerprint);
            List<Trainer.EpochMetrics> lines =
                    start.map(TrainingProgress::lines).orElse(List.of());
            History history = folder.history(experiment.spec(), validated, lines);
            isOpen = true;
            return new RunTraining(folder, rule, experiment, fingerprint, start, history, lock);
        } finally {
            if (!isOpen) {
                lock.close();
            }
        }
    }

    @Override
    public Optional<TrainingProgress> start() {
        return start;
    }

    @Override
    public boolean isDue(long steps, boolean endsEpoch) {
        return steps == lastStep
                || rule.epochs()
                        .map(every -> endsEpoch && steps / stepsPerEpoch % every == 0)
                        .orElseGet(
                                () -> System.nanoTime() - saved >= rule.time().toNanos());
    }

    @Override
    public void save(TrainingProgress progress) {
        try {
            folder.save(progress, fingerprint, rule.keep());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        saved = System.nanoTime();
    }

    @Override
    public boolean stops() {
        return rule.interrupted().getAsBoolean()
                || rule.stopAfter()
                        .filter(limit -> System.nanoTime() - begun >= limit.toNanos())
                        .isPresent();
    }

    /** Adds a line to the history. */
    public void reported(Trainer.EpochMetrics line) {
        try {
            history.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            history.close();
        }
    }
}
