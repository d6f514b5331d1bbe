package dev.plumbline.trace;

import dev.plumbline.spec.EarlyStopping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Trains a network on one engine, from the first step to the last, and computes the metrics of the network's report.
 * The training ends early if a number is not finite, if {@link EarlyStopping} applies, or on request.
 */
public final class Trainer {
    private final Engine engine;
    private final Optional<ValidationSet> validation;
    private final Checkpoints checkpoints;

    /** A trainer for this engine. */
    public Trainer(Engine engine) {
        this(engine, Optional.empty(), Checkpoints.NONE);
    }

    /**
     * A trainer that also evaluates validation examples, and that can stop and continue.
     *
     * @param validation the examples of the validation metrics
     * @param checkpoints stores the progress
     */
    public Trainer(Engine engine, Optional<ValidationSet> validation, Checkpoints checkpoints) {
        this.engine = engine;
        this.validation = validation;
        this.checkpoints = checkpoints;
    }

    /** Observes the progress of a training. */
    public interface Listener {
        /** The metrics of an epoch are ready. */
        default void reported(EpochMetrics metrics) {}

        /** This number of steps is done. */
        default void stepped(long steps) {}
    }

    /**
     * The metrics before the first step of an epoch, or after the last step of the training.
     *
     * @param epoch counted from 0; the number of epochs for the last line
     * @param metrics of the training examples, in the order of the network's report
     * @param validation of the validation examples, in the same order; empty if there are none
     */
    public record EpochMetrics(int epoch, List<Double> metrics, List<Double> validation) {
        public EpochMetrics {
            metrics = List.copyOf(metrics);
            validation = List.copyOf(validation);
        }
    }

    /** The reason why a training ended. */
    public enum End {
        /** All steps are taken. */
        COMPLETE,
        /** A number is not finite. */
        NOT_FINITE,
        /** The monitored metric did not improve for as many epochs as the network's patience. */
        NO_IMPROVEMENT,
        /** The monitored metric reached its target. */
        TARGET,
        /** The training was asked to stop. */
        STOPPED
    }

    /**
     * The result of a training.
     *
     * @param engine the name of the engine
     * @param plannedSteps the number of steps in the whole training
     * @param steps the number of steps taken
     * @param end why the training ended
     * @param failure the first NaN or infinity, which ended the training; empty if the training succeeded. Its step is
     *     the number of steps if only the evaluation after the training is not finite
     * @param lines the lines of the report
     * @param bestEpoch the number of epochs after which the weights were the best, if they were restored
     * @param lastEpoch the evaluation of all examples before the last epoch. If a step takes all examples, this is the
     *     forward pass of the last step. Empty if the training ended before that
     * @param afterTraining the evaluation of all examples after the training
     * @param validation the evaluation of the validation examples after the training
     * @param weights the trained weights, layer by layer
     * @param seconds the duration
     */
    public record Result(
            String engine,
            long plannedSteps,
            long steps,
            End end,
            Optional<NotFinite> failure,
            List<EpochMetrics> lines,
            Optional<Integer> bestEpoch,
            Optional<Evaluation> lastEpoch,
            Evaluation afterTraining,
            Optional<Evaluation> validation,
            List<LayerWeights> weights,
            double seconds) {
        public Result {
            lines = List.copyOf(lines);
            weights = List.copyOf(weights);
        }
    }

    /** Runs the training to its end. */
    public Result run(Experiment experiment, Listener listener) {
        try (Run run = engine.start(experiment)) {
            return new Training(experiment, run, listener).run();
        }
    }

    /** One training. */
    private final class Training {
        private final Experiment experiment;
        private final Run run;
        private final Listener listener;
        private final int epochs;
        private final Optional<EarlyStopping> earlyStopping;
        private final List<EpochMetrics> lines = new ArrayList<>();
        private Optional<Evaluation> lastEpoch = Optional.empty();
        private Optional<TrainingProgress.BestEpoch> best = Optional.empty();
        private Optional<NotFinite> failure = Optional.empty();
        private final LatestEvaluation onTraining = new LatestEvaluation();
        private final LatestEvaluation onValidation = new LatestEvaluation();
        private long steps;

        private Training(Experiment experiment, Run run, Listener listener) {
            this.experiment = experiment;
            this.run = run;
            this.listener = listener;
            this.epochs = experiment.spec().training().epochs();
            this.earlyStopping = experiment.spec().training().earlyStopping();
            checkpoints.start().ifPresent(this::restore);
        }

        private void restore(TrainingProgress progress) {
            steps = progress.steps();
            lines.addAll(progress.lines());
            lastEpoch = progress.lastEpoch();
            best = progress.best();
            replayable().restore(progress.state());
        }

        private ReplayableRun replayable() {
            if (run instanceof ReplayableRun replayable) {
                return replayable;
            }
            throw new IllegalStateException(engine.name() + " cannot continue from given weights");
        }

        private Result run() {
            long start = System.nanoTime();
            End end = train();
            Optional<Integer> restored = Optional.empty();
            if (end != End.STOPPED && end != End.NOT_FINITE) {
                report(Math.toIntExact(steps / experiment.stepsPerEpoch()));
                restored = restoreBest();
                failure = evaluate()
                        .firstNotFinite(steps, experiment.spec().layers().size());
                end = failure.isPresent() ? End.NOT_FINITE : end;
            }
            return new Result(
                    engine.name(),
                    experiment.steps(),
                    steps,
                    end,
                    failure,
                    lines,
                    restored,
                    lastEpoch,
                    evaluate(),
                    validate(),
                    run.weights(),
                    (System.nanoTime() - start) / 1e9);
        }

        private End train() {
            int every = experiment.spec().reportEvery();
            for (Batch batch : experiment.batches(steps)) {
                if (batch.startsEpoch()) {
                    Optional<End> end = endOfEpoch(batch.epoch());
                    if (end.isPresent()) {
                        return end.get();
                    }
                    if (batch.epoch() % every == 0) {
                        report(batch.epoch());
                    }
                    if (batch.epoch() == epochs - 1) {
                        lastEpoch = Optional.of(evaluate());
                    }
                }
                failure = run.train(batch);
                steps++;
                listener.stepped(steps);
                if (failure.isPresent()) {
                    return End.NOT_FINITE; // every later tensor would be NaN too
                }
                boolean stops = checkpoints.stops();
                if (stops || checkpoints.isDue(steps, steps % experiment.stepsPerEpoch() == 0)) {
                    checkpoints.save(new TrainingProgress(steps, run.state(), lines, lastEpoch, best));
                }
                if (stops && steps < experiment.steps()) {
                    return End.STOPPED;
                }
            }
            return endOfEpoch(epochs).orElse(End.COMPLETE);
        }

        /** Whether the training ends after this number of epochs. */
        private Optional<End> endOfEpoch(int epoch) {
            if (earlyStopping.isEmpty() || epoch == 0) {
                return Optional.empty();
            }
            EarlyStopping rule = earlyStopping.get();
            double value = validate().orElseGet(this::evaluate).metric(rule.monitor());
            double before = best.map(TrainingProgress.BestEpoch::value).orElse(rule.worst());
            if (rule.improves(value, before)) {
                best = Optional.of(new TrainingProgress.BestEpoch(epoch, value, run.weights()));
            }
            if (rule.reachesTarget(value)) {
                return Optional.of(End.TARGET);
            }
            int since = epoch - best.map(TrainingProgress.BestEpoch::epoch).orElse(0);
            return since >= rule.patience() && epoch < epochs ? Optional.of(End.NO_IMPROVEMENT) : Optional.empty();
        }

        private Optional<Integer> restoreBest() {
            if (best.isEmpty() || !earlyStopping.orElseThrow().restoreBest()) {
                return Optional.empty();
            }
            replayable().restore(best.get().weights());
            onTraining.forget();
            onValidation.forget();
            return best.map(TrainingProgress.BestEpoch::epoch);
        }

        private Evaluation evaluate() {
            return onTraining.at(
                    steps,
                    () -> experiment.inTargetUnit(
                            run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights())));
        }

        private Optional<Evaluation> validate() {
            return validation.map(set -> onValidation.at(
                    steps, () -> experiment.inTargetUnit(run.evaluate(set.inputs(), set.targets(), set.weights()))));
        }

        private void report(int epoch) {
            EpochMetrics line = new EpochMetrics(
                    epoch, metrics(evaluate()), validate().map(this::metrics).orElse(List.of()));
            lines.add(line);
            listener.reported(line);
        }

        private List<Double> metrics(Evaluation evaluation) {
            return evaluation.metrics(experiment.spec().report().metrics());
        }
    }

    /** The latest evaluation of one set of examples; several parts of the training ask for it after the same step. */
    private static final class LatestEvaluation {
        private long steps = -1;
        private Optional<Evaluation> evaluation = Optional.empty();

        private Evaluation at(long now, Supplier<Evaluation> evaluate) {
            if (evaluation.isEmpty() || now != steps) {
                evaluation = Optional.of(evaluate.get());
                steps = now;
            }
            return evaluation.get();
        }

        private void forget() {
            evaluation = Optional.empty();
        }
    }
}
