package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.TrainingState;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How sensitive a training is to rounding: how far runs of it part whose numbers are moved in each step by last places of what
 * they are left over from, up or down at random. Two correct implementations cannot be expected to stay closer than that.
 *
 * @param <R> what is run
 */
public final class PerturbedRuns<R> {
    private static final int RUNS = 8;

    /** From so much work on a step takes longer than to hand it to another thread, and its runs cost more than waiting. */
    private static final long COSTLY_STEP = 100_000;

    private final double most;
    private final boolean inParallel;
    private final List<R> runs;

    /**
     * Starts the runs.
     *
     * @param start starts one that the noise is to move in every step
     */
    public PerturbedRuns(Experiment experiment, Function<Noise, R> start) {
        most = mostPlaces(experiment);
        inParallel = isCostly(experiment);
        runs = IntStream.range(0, RUNS)
                .mapToObj(run -> start.apply(new Noise(experiment, places(run), new SplittableRandom(run))))
                .toList();
    }

    /** How many last places rounding may come to in a step. */
    private static double mostPlaces(Experiment experiment) {
        return Tolerances.of(experiment).tau() / experiment.spec().precision().unitRoundoff();
    }

    /** Whether the steps of an experiment are so large that its runs are better spared, and else taken in many threads. */
    static boolean isCostly(Experiment experiment) {
        return experiment.workOfStep() >= COSTLY_STEP;
    }

    /**
     * By how many last places a run is moved: the first by none, so that it is only rounded as an engine is, some by one, and
     * half of them by as many as rounding may come to in a step. What answers in proportion shows in the former; in the latter,
     * what leaps once the perturbation is large enough, such as the direction of what is left of a sum.
     */
    private double places(int run) {
        return run == 0 ? 0 : isWeak(run) ? 1 : most;
    }

    private static boolean isWeak(int run) {
        return run < RUNS / 2;
    }

    /** Does something with every run, as take a step; large ones in as many threads as there are processors. */
    public void forEach(Consumer<? super R> action) {
        (inParallel ? runs.parallelStream() : runs.stream()).forEach(action);
    }

    /**
     * How far a right implementation may be from a tensor of the training, in norm: thirty times as far as a run is that is moved by
     * one last place; or as far as one that leaps.
     *
     * @param tensor that of a run
     * @param right that of the training in which nothing is moved
     */
    double spread(Function<? super R, Matrix> tensor, Matrix right) {
        double weak = 0;
        double strong = 0;
        for (int i = 0; i < RUNS; i++) {
            double distance = tensor.apply(runs.get(i)).normOfDifference(right);
            if (isWeak(i)) {
                weak = Math.max(weak, distance);
            } else {
                strong = Math.max(strong, distance);
            }
        }
        boolean leaps = strong > Tolerances.LEAP * most * weak;
        return Math.max(Tolerances.PERTURBED_RUNS * weak, leaps ? strong : 0);
    }

    /** How far the farthest run is from a tensor of the training in which nothing is moved, in norm. */
    public double farthest(Function<? super R, Matrix> tensor, Matrix right) {
        return runs.stream()
                .mapToDouble(run -> tensor.apply(run).normOfDifference(right))
                .reduce(0, Math::max); // NaN stays NaN
    }

    /** Moves the numbers of one run. */
    public static final class Noise {
        private final Experiment experiment;
        private final double places;
        private final SplittableRandom random;

        private Noise(Experiment experiment, double places, SplittableRandom random) {
            this.experiment = experiment;
            this.places = places;
            this.random = random;
        }

        /** What moves the numbers of a step that is taken from this state. */
        Perturbation ofStep(Batch batch, TrainingState before) {
            return new RoundingPerturbation(experiment.spec(), batch, before, places, random);
        }

        /** The same from weights, where it is not known what the optimizer remembers. */
        public Perturbation ofStep(Batch batch, List<LayerWeights> weights) {
            return ofStep(batch, TrainingState.of(weights));
        }

        /** The experiment's weights, moved by units in the last place. */
        List<LayerWeights> initialWeights() {
            boolean f64 = experiment.spec().precision() == Precision.F64;
            return experiment.initialWeights().stream()
                    .map(layer -> new LayerWeights(
                            layer.weights()
                                    .map(w -> w
                                            + (random.nextDouble() < 0.5 ? -places : places)
                                                    * (f64 ? Math.ulp(w) : Math.ulp((float) w))),
                            layer.bias()))
                    .toList();
        }
    }
}
