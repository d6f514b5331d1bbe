package dev.plumbline.compare.run;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The distance that two correct engines may have in the free-running lane. {@link EnsembleSpread} measures it. If its
 * runs would take many times as long as the training, {@link RoundingMonitor} derives it from the steps that are taken
 * anyway, as far as it can.
 */
public final class Sensitivity implements AutoCloseable {
    private final EnsembleSpread spread;
    private final Optional<RoundingMonitor> monitor;

    public Sensitivity(PerturbableEngine reference, Experiment experiment) {
        this(reference, experiment, PerturbedRuns.isCostly(experiment));
    }

    Sensitivity(PerturbableEngine reference, Experiment experiment, boolean isCostly) {
        this.spread = new EnsembleSpread(reference, experiment);
        this.monitor =
                isCostly ? Optional.of(new RoundingMonitor(experiment.spec().precision())) : Optional.empty();
    }

    /**
     * Adds a step.
     *
     * @param actual the engine's step
     * @param locally the reference's step, from the engine's state
     */
    public void step(Batch batch, StepTrace actual, ReferenceStep locally) {
        monitor.ifPresent(monitor -> monitor.step(actual, locally));
        spread.step(batch);
    }

    /**
     * The distance that the engine may have from the reference in this step.
     *
     * @param actual the engine's step
     * @param freely the reference's step from its own state
     * @param locally the reference's step from the engine's state
     */
    public AllowedDistance between(StepTrace actual, StepTrace freely, StepTrace locally) {
        return new AllowedDistance() {
            private final Map<Key, Double> estimates = new HashMap<>(); // each is used several times

            @Override
            public double quickEstimate(Key key) {
                return monitor.filter(RoundingMonitor::isOnlyRounding).isPresent()
                        ? estimates.computeIfAbsent(key, missing -> RoundingMonitor.distance(missing, freely, locally))
                        : 0;
            }

            @Override
            public boolean isWithinQuickEstimate(Key key) {
                double distance = quickEstimate(key);
                return distance > 0
                        && actual.get(key)
                                        .orElseThrow()
                                        .normOfDifference(freely.get(key).orElseThrow())
                                <= distance;
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
