package dev.plumbline.fuzz;

import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.spec.Precision;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts the outcomes of trials. */
public final class Tally {
    private final Map<FuzzResult.Outcome, Long> outcomes = new EnumMap<>(FuzzResult.Outcome.class);
    private final Map<KnownDefect, Long> known = new EnumMap<>(KnownDefect.class);
    private final Map<Precision, Map<ComparisonMode, Largest>> largest = new EnumMap<>(Precision.class);
    private long networks;
    private long steps;
    private long tensors;
    private long chaotic;

    /**
     * The largest difference that agrees, relative to its bound.
     *
     * @param network the name of the network
     * @param difference the difference
     */
    public record Largest(String network, Difference difference) {
        /** The difference divided by its bound. */
        public double share() {
            return difference.allowed() == 0 ? 0 : difference.error() / difference.allowed();
        }
    }

    void add(TrialSummary trial) {
        networks++;
        outcomes.merge(trial.outcome(), 1L, Long::sum);
        if (trial.known() != null) {
            known.merge(trial.known(), 1L, Long::sum);
        }
        steps += trial.steps();
        tensors += trial.tensors();
        chaotic += trial.isChaotic() ? 1 : 0;
        trial.largest()
                .map(difference -> new Largest(trial.network(), difference))
                .forEach(found -> largest.computeIfAbsent(
                                trial.precision(), precision -> new EnumMap<>(ComparisonMode.class))
                        .merge(found.difference().lane(), found, (a, b) -> a.share() >= b.share() ? a : b));
    }

    /** The number of networks tried. */
    public long networks() {
        return networks;
    }

    /** The number of networks with this outcome. */
    public long networks(FuzzResult.Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** The number of networks whose first difference is this defect. */
    public long networks(KnownDefect defect) {
        return known.getOrDefault(defect, 0L);
    }

    /** The number of steps compared in the local lane. */
    public long steps() {
        return steps;
    }

    /** The number of tensors compared in both lanes. */
    public long tensors() {
        return tensors;
    }

    /** The number of networks that agree but whose free-running lane ended early, because the training is chaotic. */
    public long chaotic() {
        return chaotic;
    }

    /** The largest difference in a precision and a lane; empty if nothing was compared there. */
    public Optional<Largest> largest(Precision precision, ComparisonMode lane) {
        return Optional.ofNullable(largest.getOrDefault(precision, Map.of()).get(lane));
    }
}
