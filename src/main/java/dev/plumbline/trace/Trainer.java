package dev.plumbline.trace;

import dev.plumbline.spec.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains a network on one engine, from the first step to the last, and computes the metrics of the network's report. */
public final class Trainer {
    private final Engine engine;

    /** A trainer that trains on this engine. */
    public Trainer(Engine engine) {
        this.engine = engine;
    }

    /** Who wants to see how a training goes on. */
    public interface Listener {
        /** A line of the report is ready. */
        default void reported(Line line) {}

        /** So many of all steps are done. */
        default void stepped(long steps) {}
    }

    /**
     * A line of the report, taken before the first step of an epoch, or after the last of all.
     *
     * @param epoch counted from 0; the number of epochs for the last line
     * @param metrics in the order of the network's report
     */
    public record Line(int epoch, List<Double> metrics) {
        public Line {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * What came of a training.
     *
     * @param engine the name of the engine
     * @param plannedSteps how many steps the training has
     * @param steps how many were taken; fewer if it failed
     * @param failure the first NaN or infinity, which ended the training; empty if all went well. Its step is the number of
     *     steps if only the evaluation after the training is not finite
     * @param lines the report, line by line
     * @param lastEpoch what the network made of all examples before its last epoch: where a step takes all examples,
     *     this is the forward pass of the last step; empty if it did not come that far
     * @param afterTraining what the trained network makes of all examples
     * @param weights the trained weights, layer by layer
     * @param seconds how long it took
     */
    public record Result(
            String engine,
            long plannedSteps,
            long steps,
            Optional<NotFinite> failure,
            List<Line> lines,
            Optional<Evaluation> lastEpoch,
            Evaluation afterTraining,
            List<LayerWeights> weights,
            double seconds) {
        public Result {
            lines = List.copyOf(lines);
            weights = List.copyOf(weights);
        }
    }

    /** Runs the whole training, or up to the first number that is not finite, while somebody looks on. */
    public Result run(Experiment experiment, Listener listener) {
        long start = System.nanoTime();
        try (Run run = engine.start(experiment)) {
            int epochs = experiment.spec().training().epochs();
            int every = experiment.spec().reportEvery();
            List<Line> lines = new ArrayList<>();
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
                    break; // nothing that follows would be a number either
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

    private static Line report(Experiment experiment, int epoch, Evaluation evaluation, Listener listener) {
        List<Metric> metrics = experiment.spec().report().metrics();
        Line line = new Line(epoch, metrics.stream().map(evaluation::metric).toList());
        listener.reported(line);
        return line;
    }
}
