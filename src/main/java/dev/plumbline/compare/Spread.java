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
    private static final int RUNS = 8;

    /** Two engines differ by a rounding at every operation, not only once in the weights. */
    private static final double SAFETY = 10;

    /** Beyond so many times what is in proportion to the disturbance, an answer to it is a leap. */
    private static final double LEAP = 10;

    /** From so much work on a step takes longer than to hand it to another thread, and its runs cost more than waiting. */
    private static final long COSTLY_STEP = 100_000;

    private final SensitiveEngine reference;
    private final Experiment experiment;
    private final double most; // how many last places rounding may come to
    private final List<SensitiveRun> runs = new ArrayList<>();
    private final List<NumpyRandom> randoms = new ArrayList<>(); // of each run
    private final boolean inParallel;
    private List<StepTrace> latest = List.of();

    Spread(SensitiveEngine reference, Experiment experiment) {
        this.reference = reference;
        this.experiment = experiment;
        this.most =
                Tolerances.of(experiment).tau() / experiment.spec().precision().unitRoundoff();
        this.inParallel = isCostly(experiment);
    }

    /** Whether the steps of an experiment are so large that its runs are better spared, and else taken in many threads. */
    static boolean isCostly(Experiment experiment) {
        return experiment.workOfStep() >= COSTLY_STEP;
    }

    private boolean isF64() {
        return experiment.spec().precision() == Precision.F64;
    }

    /**
     * By how many last places a run is disturbed: the first by none, so that it is only rounded as the engine is, some by one, and
     * half of them by as many as rounding may come to in a step. What answers in proportion shows in the former; in the latter,
     * what leaps once the disturbance is large enough, such as the direction of what is left of a sum.
     */
    private double places(int run) {
        return run == 0 ? 0 : isWeak(run) ? 1 : most;
    }

    private static boolean isWeak(int run) {
        return run < RUNS / 2;
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
                batch, new LastPlaces(experiment.spec(), batch, run.state().weights(), places(i), randoms.get(i)));
    }

    /**
     * Ten times the largest distance, in norm, of a run's tensor from the reference's, where it is disturbed by one last place;
     * or the largest distance of one that leaps.
     */
    double of(Key key, StepTrace expected) {
        if (runs.isEmpty()) {
            start(key.step());
        }
        Matrix right = expected.get(key).orElseThrow();
        double weak = 0;
        double strong = 0;
        for (int i = 0; i < RUNS; i++) {
            double distance = latest.get(i).get(key).orElseThrow().normOfDifference(right);
            if (isWeak(i)) {
                weak = Math.max(weak, distance);
            } else {
                strong = Math.max(strong, distance);
            }
        }
        boolean leaps = strong > LEAP * most * weak;
        return Math.max(SAFETY * weak, leaps ? strong : 0);
    }

    private void start(long untilStep) {
        for (int i = 0; i < RUNS; i++) {
            SensitiveRun run = reference.start(experiment);
            NumpyRandom random = new NumpyRandom(i);
            run.restore(perturbed(places(i), random));
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

    private List<LayerWeights> perturbed(double places, NumpyRandom random) {
        boolean f64 = isF64();
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
