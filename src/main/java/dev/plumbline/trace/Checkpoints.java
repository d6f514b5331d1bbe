package dev.plumbline.trace;

import java.util.Optional;

/** Stores the progress of a training, so that it can continue later. */
public interface Checkpoints {
    /** No checkpoints: the training runs from beginning to end. */
    Checkpoints NONE = new Checkpoints() {};

    /** The progress to continue from; empty to start at the first step. */
    default Optional<TrainingProgress> start() {
        return Optional.empty();
    }

    /** Whether to save the progress after this number of steps, which may end an epoch. */
    default boolean isDue(long steps, boolean endsEpoch) {
        return false;
    }

    /** Saves the progress. */
    default void save(TrainingProgress progress) {}

    /** Whether the training must stop now. It saves its progress first. */
    default boolean stops() {
        return false;
    }
}
