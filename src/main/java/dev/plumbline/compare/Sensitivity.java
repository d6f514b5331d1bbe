package dev.plumbline.compare;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.StepTrace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far two right engines may part, freely running: what {@link EnsembleSpread} measures; but where its runs would take many
 * times as long as the training, what {@link RoundingMonitor} tells from the steps that are taken anyway, as far as it does.
 */
final class Sensitivity implements AutoCloseable {
    private final EnsembleSpread spread;
    private final Optional<RoundingMonitor> drift;

    Sensitivity(PerturbableEngine reference, Experiment experiment) {
        this(reference, experiment, PerturbedRuns.isCostly(experiment));
    }

    Sensitivity(PerturbableEngine reference, Experiment experiment, boolean sparingly) {
        this.spread = new EnsembleSpread(reference, experiment);
        this.drift =
                sparingly ? Optional.of(new RoundingMonitor(experiment.spec().precision())) : Optional.empty();
    }

    /**
     * Follows a step.
     *
     * @param actual the engine's
     * @param locally the reference's, from the engine's state
     */
    void step(Batch batch, StepTrace actual, ReferenceStep locally) {
        drift.ifPresent(each -> each.step(actual, locally));
        spread.step(batch);
    }

    /**
     * How far apart the engine may be from the reference in this step.
     *
     * @param actual the engine's step
     * @param freely the reference's step from its own state
     * @param locally the reference's step from the engine's state
     */
    AllowedDistance between(StepTrace actual, StepTrace freely, StepTrace locally) {
        return new AllowedDistance() {
            private final Map<Key, Double> carried = new HashMap<>(); // asked for several times each

            @Override
            public double quickEstimate(Key key) {
                return drift.filter(RoundingMonitor::isOfRoundings).isPresent()
                        ? carried.computeIfAbsent(key, each -> RoundingMonitor.distance(each, freely, locally))
                        : 0;
            }

            @Override
            public boolean isWithinQuickEstimate(Key key) {
                double way = quickEstimate(key);
                return way > 0
                        && actual.get(key)
                                        .orElseThrow()
                                        .normOfDifference(freely.get(key).orElseThrow())
                                <= way;
            }

            @Override
            public double estimate(Key key) {
                return isWithinQuickEstimate(key) ? quickEstimate(key) : spread.of(key, freely);
            }
        };
    }

    @Override
    public void close() {
        spread.close();
    }
}
