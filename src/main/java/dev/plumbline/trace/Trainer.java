package dev.plumbline.trace;

import dev.plumbline.spec.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains a network on one engine, from the first step to the last, and computes the metrics of the network's report. */
public final class Trainer {
    private final Engine engine;

    /** A trainer for this engine. */
    public Trainer(Engine engine) {
        this.engine = engine;
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
     * @param metrics in the order of the network's report
     */
    public record EpochMetrics(int epoch, List<Double> metrics) {
        public EpochMetrics {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * The result of a training.
     *
     * @param engine the name of the engine
     * @param plannedSteps the number of steps in the whole training
     * @param steps the number of steps taken; fewer if the training failed
     * @param failure the first NaN or infinity, which ended the training; empty if the training succeeded. Its step is
     *     the number of steps if only the evaluation after the training is not finite
     * @param lines the lines of the report
     * @param lastEpoch the evaluation of all examples before the last epoch. If a step takes all examples, this is the
     *     forward pass of the last step. Empty if the training ended before that
     * @param afterTraining the evaluation of all examples after the training
     * @param weights the trained weights, layer by layer
     * @param seconds the duration
     */
    public record Result(
            String engine,
            long plannedSteps,
            long steps,
            Optional<NotFinite> failure,
            List<EpochMetrics> lines,
            Optional<Evaluation> lastEpoch,
            Evaluation afterTraining,
            List<LayerWeights> weights,
            double seconds) {
        public Result {
            lines = List.copyOf(lines);
            weights = List.copyOf(weights);
        }
    }

    /** Runs the whole training, or up to the first number that is not finite. */
    public Result run(Experiment experiment, Listener listener) {
        long start = System.nanoTime();
        try (Run run = engine.start(experiment)) {
            int epochs = experiment.spec().training().epochs();
            int every = experiment.spec().reportEvery();
            List<EpochMetrics> lines = new ArrayList<>();
            Optional<Evaluation> lastEpoch = Optional.empty();
            Optional<NotFinite> failure = Optional.empty();
            long steps = 0;
            for (Batch batch : experiment.batches()) {
                if (batch.startsEpoch() && batch.epoch() % every == 0) {
                    lines.add(report(experiment, batch.epoch(), evaluate(run, experiment), listener));
                }
                if (batch.startsEpoch() && batch.epoch() == epochs - 1) {
                    lastEpoch = Optional.of(evaluate(run, experiment));
                }
                failure = run.train(batch);
                steps++;
                listener.stepped(steps);
                if (failure.isPresent()) {
                    break; // every later tensor would be NaN too
                }
            }
            Evaluation after = evaluate(run, experiment);
            if (failure.isEmpty()) {
                lines.add(report(experiment, epochs, after, listener));
                failure = after.firstNotFinite(steps, experiment.spec().layers().size());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(
                    engine.name(), experiment.steps(), steps, failure, lines, lastEpoch, after, run.weights(), seconds);
        }
    }

    private static Evaluation evaluate(Run run, Experiment experiment) {
        return run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
    }

    private static EpochMetrics report(Experiment experiment, int epoch, Evaluation evaluation, Listener listener) {
        List<Metric> metrics = experiment.spec().report().metrics();
        EpochMetrics line =
                new EpochMetrics(epoch, metrics.stream().map(evaluation::metric).toList());
        listener.reported(line);
        return line;
    }
}
