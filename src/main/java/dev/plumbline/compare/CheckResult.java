package dev.plumbline.compare;

import dev.plumbline.trace.Evaluation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a check.
 *
 * @param engine the name of the engine that was checked
 * @param plannedSteps how many steps the training has
 * @param stepsToCompare how many of them the file asks to compare: all, or one in so many
 * @param takenSteps how many were taken: all, or some after one that could not be gone on from
 * @param lines the report, line by line
 * @param lastEpoch what the engine made of all examples before its last epoch: where a step takes all examples, this is
 *     the forward pass of the last step, whose outputs the tutorial prints; empty if it did not come that far
 * @param referenceLastEpoch the same of the reference; from the engine's weights where it does not run freely
 * @param afterTraining what the engine makes of all examples after the steps that were taken
 * @param referenceAfterTraining the same of the reference
 * @param local the comparison of each step by itself
 * @param freeRunning the comparison of the whole trainings
 * @param seconds where the time went
 */
public record CheckResult(
        String engine,
        long plannedSteps,
        long stepsToCompare,
        long takenSteps,
        List<Check.ReportLine> lines,
        Optional<Evaluation> lastEpoch,
        Optional<Evaluation> referenceLastEpoch,
        Evaluation afterTraining,
        Evaluation referenceAfterTraining,
        LaneResult local,
        LaneResult freeRunning,
        Seconds seconds) {
    public CheckResult {
        lines = List.copyOf(lines);
    }

    /**
     * Where the time went, in seconds. All but the engine's is mostly spent beside it, in other threads, so that the sum is
     * longer than the check was.
     *
     * @param engine in the engine
     * @param reference in both runs of the reference
     * @param comparing between what they made
     */
    public record Seconds(double engine, double reference, double comparing) {}

    /** Whether every step that is to be compared was, and everything agrees. */
    public boolean agrees() {
        return local.agrees() && local.steps() == stepsToCompare && (!runsFreely() || freeRunning.agrees());
    }

    /** Whether the reference trained beside the engine from its own weights, which it does if every step is compared. */
    public boolean runsFreely() {
        return stepsToCompare == plannedSteps;
    }

    /** Where the engine first goes wrong, over both lanes; of two at the same place, the one in the local lane. */
    public Optional<Difference> firstDifference() {
        return Stream.of(local, freeRunning)
                .flatMap(lane -> lane.firstDifference().stream())
                .min(Comparator.comparing(Difference::key));
    }

    /** Whether it goes wrong first with a number that is not finite, on either side or on both. */
    public boolean failed() {
        return firstDifference()
                .filter(first -> first.kind() == Difference.Kind.NOT_FINITE)
                .isPresent();
    }
}
