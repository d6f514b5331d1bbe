package dev.plumbline.model;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * When a training writes a checkpoint, and when it stops.
 *
 * @param epochs at the end of each of so many epochs; empty for a rule by time
 * @param time after so much time
 * @param keep how many checkpoints stay, the latest ones
 * @param stopAfter after how much time the training stops; empty for never
 * @param interrupted whether somebody has asked the training to stop
 */
public record CheckpointRule(
        Optional<Integer> epochs, Duration time, int keep, Optional<Duration> stopAfter, BooleanSupplier interrupted) {
    public CheckpointRule {
        if (keep < 1 || epochs.filter(every -> every < 1).isPresent()) {
            throw new IllegalArgumentException("cannot keep " + keep + " checkpoints, one in " + epochs + " epochs");
        }
    }
}
