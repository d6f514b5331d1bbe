package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.SensitiveEngine;
import dev.plumbline.trace.SensitiveRun;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How sensitive a training is: how far runs of the reference part from one another when their initial weights differ by
 * units in the last place, up or down at random, and the numbers of each step by last places of what they are left over
 * from. Two correct engines cannot be expected to stay closer than that.
 *
 * <p>Its runs are started when they are first asked for, from the beginning, and are taken along from then on, large
 * ones in as many threads as there are processors.
 */
final class Spread implements AutoCloseable {
    /**
     * By how many last places each run is disturbed: what answers in proportion shows the same in all of them, and what leaps,
     * such as the direction of all but nothing, may do so only where the disturbance is large enough.
     */
    private static final List<Integer> PLACES = List.of(1, 1, 1, 1, 10, 10, 10, 10);

    /** Two engines differ by a rounding at every operation, not only once in the weights. */
    private static final double SAFETY = 10;

    private final SensitiveEngine reference;
    private final Experiment experiment;
    private final List<SensitiveRun> runs = new ArrayList<>();
    private final List<NumpyRandom> randoms = new ArrayList<>(); // of each run
    private final boolean inParallel;
    private List<StepTrace> latest = List.of();

    Spread(SensitiveEngine reference, Experiment experiment) {
        this.reference = reference;
        this.experiment = experiment;
        this.inParallel = Background.pays(experiment);
    }

    /** Takes the runs along, if they have been started. */
    void step(Batch batch) {
        if (!runs.isEmpty()) {
            IntStream each = IntStream.range(0, runs.size());
            latest = (inParallel ? each.parallel() : each)
                    .mapToObj(i -> stepOf(i, batch))
                    .toList();
        }
    }

    private StepTrace stepOf(int i, Batch batch) {
        SensitiveRun run = runs.get(i);
        return run.step(
                batch, new LastPlaces(experiment.spec(), batch, run.state().weights(), PLACES.get(i), randoms.get(i)));
    }

    /** Ten times the largest distance, in norm, of a run's tensor from the reference's, for each place it is disturbed by. */
    double of(Key key, StepTrace expected) {
        if (runs.isEmpty()) {
            start(key.step());
        }
        Matrix right = expected.get(key).orElseThrow();
        double largest = 0;
        for (int i = 0; i < latest.size(); i++) {
            double distance = latest.get(i).get(key).orElseThrow().normOfDifference(right);
            largest = Math.max(largest, distance * SAFETY / PLACES.get(i));
        }
        return largest;
    }

    private void start(long untilStep) {
        for (int i = 0; i < PLACES.size(); i++) {
            SensitiveRun run = reference.start(experiment);
            NumpyRandom random = new NumpyRandom(i);
            run.restore(perturbed(PLACES.get(i), random));
            runs.add(run);
            randoms.add(random);
        }
        for (Batch batch : experiment.batches()) {
            step(batch);
            if (batch.step() == untilStep) {
                return;
            }
        }
    }

    private List<LayerWeights> perturbed(int places, NumpyRandom random) {
        boolean f64 = experiment.spec().precision() == Precision.F64;
        return experiment.initialWeights().stream()
                .map(layer -> new LayerWeights(
                        layer.weights()
                                .map(w -> w
                                        + (random.random() < 0.5 ? -places : places)
                                                * (f64 ? Math.ulp(w) : Math.ulp((float) w))),
                        layer.bias()))
                .toList();
    }

    @Override
    public void close() {
        runs.forEach(SensitiveRun::close);
    }
}
