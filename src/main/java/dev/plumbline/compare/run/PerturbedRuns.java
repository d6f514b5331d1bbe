package dev.plumbline.compare.run;

import dev.plumbline.compare.rounding.RoundingPerturbation;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures the sensitivity of a training to rounding with an ensemble of perturbed runs. In each step the numbers of a
 * run move by units in the last place of the terms they are computed from, up or down at random. Two correct
 * implementations cannot be expected to stay closer than these runs.
 *
 * @param <R> the type of a run
 */
public final class PerturbedRuns<R> {
    private static final int RUNS = 8;

    /**
     * From this amount of work, a step takes longer than its hand-over to another thread, and additional runs cost more
     * than waiting.
     */
    private static final long COSTLY_STEP = 100_000;

    private final double maxPlaces;
    private final boolean inParallel;
    private final List<R> runs;

    /**
     * Starts the runs.
     *
     * @param start starts a run whose steps the noise perturbs
     */
    public PerturbedRuns(Experiment experiment, Function<Noise, R> start) {
        maxPlaces = maxPlaces(experiment);
        inParallel = isCostly(experiment);
        runs = IntStream.range(0, RUNS)
                .mapToObj(run -> start.apply(new Noise(experiment, placesOf(run), new SplittableRandom(run))))
                .toList();
    }

    /** The largest rounding error of a step, in units in the last place. */
    private static double maxPlaces(Experiment experiment) {
        return Tolerances.of(experiment).tau() / experiment.spec().precision().unitRoundoff();
    }

    /** Whether a step is so costly that extra runs are avoided, or taken in several threads. */
    public static boolean isCostly(Experiment experiment) {
        return experiment.workOfStep() >= COSTLY_STEP;
    }

    /**
     * The perturbation of a run, in units in the last place. The first run has none, so it is only rounded to the
     * engine's precision. Some runs have one. Half of them have the largest rounding error of a step. A small
     * perturbation measures a proportional response; a large one shows jumps, such as a flipped direction of the
     * remainder of a sum.
     */
    private double placesOf(int run) {
        return run == 0 ? 0 : isWeak(run) ? 1 : maxPlaces;
    }

    private static boolean isWeak(int run) {
        return run < RUNS / 2;
    }

    /** Performs an action, such as a step, on every run; in parallel if the steps are large. */
    public void forEach(Consumer<? super R> action) {
        (inParallel ? runs.parallelStream() : runs.stream()).forEach(action);
    }

    /**
     * The largest distance, in norm, of a correct implementation from a tensor of the training: thirty times the
     * distance of a run that is perturbed by one last place, or the distance of a run that jumps.
     *
     * @param tensor the tensor in a run
     * @param unperturbed the tensor in the unperturbed training
     */
    public double spread(Function<? super R, Matrix> tensor, Matrix unperturbed) {
        double weak = 0;
        double strong = 0;
        for (int i = 0; i < RUNS; i++) {
            double distance = tensor.apply(runs.get(i)).normOfDifference(unperturbed);
            if (isWeak(i)) {
                weak = Math.max(weak, distance);
            } else {
                strong = Math.max(strong, distance);
            }
        }
        boolean jumps = strong > Tolerances.JUMP * maxPlaces * weak;
        return Math.max(Tolerances.PERTURBED_RUNS * weak, jumps ? strong : 0);
    }

    /** The same as {@link #spread} for each number by itself. */
    Matrix spreadByElement(Function<? super R, Matrix> tensor, Matrix unperturbed) {
        Matrix weak = Matrix.zeros(unperturbed.rows(), unperturbed.columns());
        Matrix strong = weak;
        for (int i = 0; i < RUNS; i++) {
            Matrix distance = tensor.apply(runs.get(i)).minus(unperturbed).abs();
            if (isWeak(i)) {
                weak = weak.zip(distance, Math::max);
            } else {
                strong = strong.zip(distance, Math::max);
            }
        }
        return weak.zip(
                strong,
                (small, large) -> Math.max(
                        Tolerances.PERTURBED_RUNS * small, large > Tolerances.JUMP * maxPlaces * small ? large : 0));
    }

    /** The largest distance, in norm, of a run from a tensor of the unperturbed training. */
    public double farthest(Function<? super R, Matrix> tensor, Matrix unperturbed) {
        return runs.stream()
                .mapToDouble(run -> tensor.apply(run).normOfDifference(unperturbed))
                .reduce(0, Math::max); // keeps NaN
    }

    /** Runs of the reference, from the experiment's weights. */
    public static PerturbedRuns<Run> of(PerturbableEngine reference, Experiment experiment) {
        return new PerturbedRuns<>(experiment, noise -> new Run(reference.start(experiment), noise));
    }

    /** A perturbed run of the reference, with the tensors of its last step. */
    public static final class Run {
        private final PerturbableRun run;
        private final Noise noise;
        private StepTrace latest = new StepTrace(0, 0);

        private Run(PerturbableRun run, Noise noise) {
            this.run = run;
            this.noise = noise;
        }

        /** Perturbs the initial weights too. */
        void perturbStart() {
            run.restore(run.state().with(noise.initialWeights()));
        }

        /** Takes steps from a state. */
        public void take(TrainingState before, List<Batch> batches) {
            run.restore(before);
            batches.forEach(this::step);
        }

        void step(Batch batch) {
            latest = run.step(
                    batch, (part, before) -> noise.ofStep(part, before, layer -> run.learningRate(layer, batch)));
        }

        /** A tensor of the last step. */
        public Matrix tensor(Key key) {
            return latest.get(key).orElseThrow();
        }

        public void close() {
            run.close();
        }
    }

    /** Perturbs the numbers of one run. */
    public static final class Noise {
        private final Experiment experiment;
        private final double places;
        private final SplittableRandom random;

        private Noise(Experiment experiment, double places, SplittableRandom random) {
            this.experiment = experiment;
            this.places = places;
            this.random = random;
        }

        /** The perturbation of a step from this state, with the learning rate of each layer, counted from 1. */
        private Perturbation ofStep(Batch batch, TrainingState before, IntToDoubleFunction rates) {
            return new RoundingPerturbation(
                    experiment.spec(), batch, before, rates, new RoundingPerturbation.Moves(places, false, random));
        }

        /** The perturbation of a step from these weights, if the optimizer state is unknown. */
        public Perturbation ofStep(Batch batch, List<LayerWeights> weights) {
            return ofStep(batch, TrainingState.of(weights), layer -> 1); // needed for a known state only
        }

        /** The experiment's weights, perturbed by units in the last place. */
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
