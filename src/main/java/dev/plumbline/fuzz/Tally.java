package dev.plumbline.fuzz;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.Lane;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.spec.Precision;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What trials have come to so far. */
public final class Tally {
    private final Map<Trial.Outcome, Long> outcomes = new EnumMap<>(Trial.Outcome.class);
    private final Map<KnownDefect, Long> known = new EnumMap<>(KnownDefect.class);
    private final Map<Precision, Map<Lane, Largest>> largest = new EnumMap<>(Precision.class);
    private long networks;
    private long steps;
    private long tensors;
    private long chaotic;

    /**
     * The largest of all differences that agree, relative to what is allowed.
     *
     * @param network the name of the network that it is of
     * @param difference the difference
     */
    public record Largest(String network, Difference difference) {
        /** How much of what is allowed it is. */
        public double share() {
            return difference.allowed() == 0 ? 0 : difference.error() / difference.allowed();
        }
    }

    void add(Trial trial) {
        networks++;
        outcomes.merge(trial.outcome(), 1L, Long::sum);
        trial.known().ifPresent(defect -> known.merge(defect, 1L, Long::sum));
        trial.result().ifPresent(result -> {
            steps += result.local().steps();
            tensors += result.local().tensors() + result.freeRunning().tensors();
            if (trial.outcome() == Trial.Outcome.AGREES) {
                agreed(trial, result);
            }
        });
    }

    private void agreed(Trial trial, CheckResult result) {
        chaotic += result.freeRunning().steps() < result.plannedSteps() ? 1 : 0;
        for (LaneResult lane : List.of(result.local(), result.freeRunning())) {
            lane.largest()
                    .filter(difference -> difference.kind() == Difference.Kind.AGREES)
                    .map(difference -> new Largest(trial.spec().name(), difference))
                    .ifPresent(found -> largest.computeIfAbsent(
                                    trial.spec().precision(), precision -> new EnumMap<>(Lane.class))
                            .merge(lane.lane(), found, (a, b) -> a.share() >= b.share() ? a : b));
        }
    }

    /** How many networks were tried. */
    public long networks() {
        return networks;
    }

    /** How many of them came to this. */
    public long networks(Trial.Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** How many met this defect first. */
    public long networks(KnownDefect defect) {
        return known.getOrDefault(defect, 0L);
    }

    /** How many steps were compared, each by itself. */
    public long steps() {
        return steps;
    }

    /** How many tensors were compared, in both lanes. */
    public long tensors() {
        return tensors;
    }

    /** How many of the networks that agree are chaotic, so that only their single steps could be compared to the end. */
    public long chaotic() {
        return chaotic;
    }

    /** The largest difference in a precision and a lane, where something was compared. */
    public Optional<Largest> largest(Precision precision, Lane lane) {
        return Optional.ofNullable(largest.getOrDefault(precision, Map.of()).get(lane));
    }
}
