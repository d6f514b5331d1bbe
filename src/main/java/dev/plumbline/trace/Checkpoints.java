package dev.plumbline.trace;

import java.util.Optional;

/** Where a training keeps its progress, so that it can go on later. */
public interface Checkpoints {
    /** No checkpoints, from the beginning, to the end. */
    Checkpoints NONE = new Checkpoints() {};

    /** The progress to go on from; empty to begin at the first step. */
    default Optional<TrainingProgress> start() {
        return Optional.empty();
    }

    /** Whether to save the progress now: after this number of steps, this number of them at the end of an epoch. */
    default boolean isDue(long steps, boolean endsEpoch) {
        return false;
    }

    /** Saves the progress. */
    default void save(TrainingProgress progress) {}

    /** Whether the training is to stop now. It saves its progress first. */
    default boolean stops() {
        return false;
    }
}
