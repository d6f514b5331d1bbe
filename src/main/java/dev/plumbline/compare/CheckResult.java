package dev.plumbline.compare;

import dev.plumbline.trace.Evaluation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a check.
 *
 * @param engine the name of the engine
 * @param ofRounds whether a step is a round of several workers; then the state after it is all that is compared of it
 * @param plannedSteps the number of steps of the training
 * @param stepsToCompare the number of steps that the file asks to compare: all, or one of every n
 * @param takenSteps the number of steps taken: all, or some after a step that cannot be continued from
 * @param lines the lines of the report
 * @param lastEpoch the engine's evaluation of all examples before its last epoch. If a step takes all examples, this is
 *     the forward pass of the last step, whose outputs the tutorial prints. Empty if the check ended before that
 * @param referenceLastEpoch the same for the reference; from the engine's weights if there is no free run
 * @param afterTraining the engine's evaluation of all examples after the steps taken
 * @param referenceAfterTraining the same for the reference
 * @param local the comparison of each step by itself
 * @param freeRunning the comparison of the whole trainings
 * @param coverage what the comparison of each step by itself could have seen
 * @param replaysSkipped whether the reference also replayed the steps between the compared ones, and compared where they
 *     lead to
 * @param seconds the time spent
 */
public record CheckResult(
        String engine,
        boolean ofRounds,
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
        Coverage coverage,
        boolean replaysSkipped,
        Seconds seconds) {
    public CheckResult {
        lines = List.copyOf(lines);
    }

    /**
     * The time spent, in seconds. The parts run mostly in parallel, so their sum is longer than the check.
     *
     * @param engine in the engine
     * @param reference in both runs of the reference
     * @param comparing in the comparison
     */
    public record Seconds(double engine, double reference, double comparing) {}

    /** The verdict on the engine. */
    public Verdict verdict() {
        if (firstDifference().isPresent() || !local.systematic().isEmpty()) {
            return failed() ? Verdict.FAILED : Verdict.DIFFERS;
        }
        if (local.tensors() == 0) {
            return Verdict.NOTHING_COMPARED;
        }
        return hasNoDifference() && !coverage.hasGaps() ? Verdict.AGREES : Verdict.INCOMPLETE;
    }

    /** Whether every step to compare was compared, and everything agrees, even if it could not have shown a mistake. */
    public boolean hasNoDifference() {
        return local.agrees() && local.steps() == stepsToCompare && (!runsFreely() || freeRunning.agrees());
    }

    /** Whether every step to compare was compared and could have shown a mistake, and everything agrees. */
    public boolean agrees() {
        return verdict() == Verdict.AGREES;
    }

    /** Whether the reference also trained from its own weights. It does if every step is compared. */
    public boolean runsFreely() {
        return stepsToCompare == plannedSteps;
    }

    /** The first difference over both lanes, in causal order; of two with the same key, the one in the local lane. */
    public Optional<Difference> firstDifference() {
        return Stream.of(local, freeRunning)
                .flatMap(lane -> lane.firstDifference().stream())
                .min(Comparator.comparing(Difference::key));
    }

    /** Whether the first difference is a number that is not finite, on either side or on both. */
    public boolean failed() {
        return firstDifference()
                .filter(first -> first.kind() == Difference.Kind.NOT_FINITE)
                .isPresent();
    }

    /** The verdict and, if there is one, the place of the first difference. */
    @Override
    public String toString() {
        return engine + ": " + verdict()
                + firstDifference().map(first -> ", first at " + first.key()).orElse("") + ", " + local.steps() + " of "
                + plannedSteps + " steps compared";
    }
}
