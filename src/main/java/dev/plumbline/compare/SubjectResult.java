package dev.plumbline.compare;

import java.util.List;
import java.util.Optional;

/**
 * The result of comparing the tensors of a hand-written network with the reference.
 *
 * @param plannedSteps the number of steps of the training
 * @param steps the number of recorded steps
 * @param losses the losses at the epochs of the network's report
 * @param local the comparison of each step from the network's weights before it; empty if the network does not record
 *     all its weights
 * @param freeRunning the comparison of the whole trainings; without tensors if the network records only final outputs
 * @param coverage what a comparison of the recorded tensors could have seen
 */
public record SubjectResult(
        long plannedSteps,
        long steps,
        List<Losses> losses,
        Optional<LaneResult> local,
        LaneResult freeRunning,
        Coverage coverage) {
    public SubjectResult {
        losses = List.copyOf(losses);
    }

    /**
     * The losses over all examples, before the first step of an epoch or after the last step of the training.
     *
     * @param epoch counted from 0; the number of epochs for the last
     * @param subject the network's loss: as recorded if a step takes all examples without dropout, otherwise the
     *     reference's formula with the recorded weights; empty if neither is known
     * @param reference the reference's loss in the free-running lane
     */
    public record Losses(int epoch, Optional<Double> subject, double reference) {}

    /** The result without what needs an optimizer that is known: the losses and both lanes. */
    public SubjectResult withoutLanes() {
        return new SubjectResult(
                plannedSteps, steps, List.of(), Optional.empty(), LaneResult.none(freeRunning.lane()), coverage);
    }

    /** The result without what needs a loss that is known: the losses, and a training from own weights. */
    public SubjectResult withoutLosses() {
        return new SubjectResult(plannedSteps, steps, List.of(), local, LaneResult.none(freeRunning.lane()), coverage);
    }

    /** Whether something was compared and all of it agrees in every lane. */
    public boolean agrees() {
        return freeRunning.agrees() && local.map(LaneResult::agrees).orElse(true);
    }
}
