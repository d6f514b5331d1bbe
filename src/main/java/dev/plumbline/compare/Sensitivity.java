package dev.plumbline.compare;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.SensitiveEngine;
import dev.plumbline.trace.StepTrace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far two right engines may part, freely running: what {@link Spread} measures; but where its runs would take many
 * times as long as the training, what {@link Drift} tells from the steps that are taken anyway, as far as it does.
 */
final class Sensitivity implements AutoCloseable {
    private final Spread spread;
    private final Optional<Drift> drift;

    Sensitivity(SensitiveEngine reference, Experiment experiment) {
        this(reference, experiment, PerturbedRuns.isCostly(experiment));
    }

    Sensitivity(SensitiveEngine reference, Experiment experiment, boolean sparingly) {
        this.spread = new Spread(reference, experiment);
        this.drift = sparingly ? Optional.of(new Drift(experiment.spec().precision())) : Optional.empty();
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
    Apart between(StepTrace actual, StepTrace freely, StepTrace locally) {
        return new Apart() {
            private final Map<Key, Double> carried = new HashMap<>(); // asked for several times each

            @Override
            public double atLeast(Key key) {
                return drift.filter(Drift::isOfRoundings).isPresent()
                        ? carried.computeIfAbsent(key, each -> Drift.distance(each, freely, locally))
                        : 0;
            }

            @Override
            public boolean isCarried(Key key) {
                double way = atLeast(key);
                return way > 0
                        && actual.get(key)
                                        .orElseThrow()
                                        .normOfDifference(freely.get(key).orElseThrow())
                                <= way;
            }

            @Override
            public double atMost(Key key) {
                return isCarried(key) ? atLeast(key) : spread.of(key, freely);
            }
        };
    }

    @Override
    public void close() {
        spread.close();
    }
}
