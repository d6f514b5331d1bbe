package dev.plumbline.model;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * When a training writes a checkpoint, and when it stops.
 *
 * @param epochs the number of epochs between two checkpoints; empty for a rule by time
 * @param time the time between two checkpoints
 * @param keep the number of latest checkpoints to keep
 * @param stopAfter the time after which the training stops; empty for never
 * @param interrupted whether the user has asked the training to stop
 */
public record CheckpointRule(
        Optional<Integer> epochs, Duration time, int keep, Optional<Duration> stopAfter, BooleanSupplier interrupted) {
    public CheckpointRule {
        if (keep < 1 || epochs.filter(every -> every < 1).isPresent()) {
            throw new IllegalArgumentException("cannot keep " + keep + " checkpoints, one in " + epochs + " epochs");
        }
    }
}
