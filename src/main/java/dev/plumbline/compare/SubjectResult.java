package dev.plumbline.compare;

import java.util.List;
import java.util.Optional;

/**
 * The result of comparing the tensors of a hand-written network with the reference.
 *
 * @param plannedSteps how many steps the training has
 * @param steps how many the network shows
 * @param losses the losses, at the epochs that the network's report asks for
 * @param local each step from the weights that the network had before it; only where it shows all of them
 * @param freeRunning the whole trainings, each from its own weights; without tensors where only final outputs are shown
 */
public record SubjectResult(
        long plannedSteps, long steps, List<Losses> losses, Optional<LaneResult> local, LaneResult freeRunning) {
    public SubjectResult {
        losses = List.copyOf(losses);
    }

    /**
     * The losses over all examples, before the first step of an epoch, or after the last of all.
     *
     * @param epoch counted from 0; the number of epochs for the last
     * @param subject the network's: as it shows it itself, where a step takes all examples and drops nothing, or else by the
     *     reference's formula at the weights that it shows; empty where it shows neither
     * @param reference the reference's, freely running
     */
    public record Losses(int epoch, Optional<Double> subject, double reference) {}

    /** Whether something was compared, and all of it agrees in every lane. */
    public boolean agrees() {
        return freeRunning.agrees() && local.map(LaneResult::agrees).orElse(true);
    }
}
