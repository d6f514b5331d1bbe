package dev.plumbline.fuzz;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.spec.Precision;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Tally} counts of a trial. It can be sent between machines.
 *
 * @param network the name of the network
 * @param precision its precision
 * @param outcome the outcome
 * @param known the known defect that explains the first difference, or null
 * @param steps the number of steps compared in the local lane
 * @param tensors the number of tensors compared in both lanes
 * @param isChaotic whether the free-running lane ended early
 * @param local the largest difference of the local lane, if the engines agree and it has one, or null
 * @param freeRunning the same of the free-running lane
 * @param message a description in one line; empty if everything agrees
 */
public record TrialSummary(
        String network,
        Precision precision,
        FuzzResult.Outcome outcome,
        @Nullable KnownDefect known,
        long steps,
        long tensors,
        boolean isChaotic,
        @Nullable Difference local,
        @Nullable Difference freeRunning,
        String message) {

    /** The summary of a trial. */
    public static TrialSummary of(FuzzResult trial) {
        Optional<CheckResult> result = trial.result();
        Optional<CheckResult> agreeing = result.filter(each -> trial.outcome() == FuzzResult.Outcome.AGREES);
        return new TrialSummary(
                trial.spec().name(),
                trial.spec().precision(),
                trial.outcome(),
                trial.known().orElse(null),
                result.map(each -> each.local().steps()).orElse(0L),
                result.map(each -> each.local().tensors() + each.freeRunning().tensors())
                        .orElse(0L),
                agreeing.filter(each -> each.freeRunning().steps() < each.plannedSteps())
                        .isPresent(),
                agreeing.flatMap(each -> largest(each.local())).orElse(null),
                agreeing.flatMap(each -> largest(each.freeRunning())).orElse(null),
                trial.message());
    }

    private static Optional<Difference> largest(LaneResult lane) {
        return lane.largest().filter(difference -> difference.kind() == Difference.Kind.AGREES);
    }

    /** The largest differences of both lanes. */
    Stream<Difference> largest() {
        return Stream.of(Optional.ofNullable(local), Optional.ofNullable(freeRunning))
                .flatMap(Optional::stream);
    }
}
