package dev.plumbline.report.page;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A repeated training with snapshots. Every training computes the same bits, so the first training does not have to
 * keep snapshots.
 *
 * @param snapshots the snapshots in the order of the training; the last one is after the last step
 * @param grid the two inputs of each point of the grid, for a network with two inputs
 * @param kept the number of steps after which the run kept its weights: all steps, or those up to the best epoch
 */
public record RunReplay(List<Snapshot> snapshots, Optional<Matrix> grid, long kept) {
    /** The number of grid points in each direction. */
    static final int SIDE = 48;

    private static final int MOST = 24;
    private static final double MARGIN = 0.1; // of the range of the inputs, on each side

    public RunReplay {
        snapshots = List.copyOf(snapshots);
    }

    /**
     * A snapshot.
     *
     * @param steps the number of steps before it
     * @param weights layer by layer
     * @param step the tensors of the next step; for the last snapshot, of the step before
     * @param outputs the outputs at the points of the grid
     */
    public record Snapshot(long steps, List<LayerWeights> weights, StepTrace step, Optional<Matrix> outputs) {
        public Snapshot {
            weights = List.copyOf(weights);
        }
    }

    /**
     * Repeats a training.
     *
     * @param steps the number of steps that the training took
     * @param kept the number of steps after which the run kept its weights
     * @param progress receives the number of steps that are done
     */
    public static RunReplay of(Engine engine, Experiment experiment, long steps, long kept, LongConsumer progress) {
        Optional<Matrix> grid =
                experiment.spec().inputs() == 2 ? Optional.of(gridOver(experiment.inputs())) : Optional.empty();
        List<Snapshot> snapshots = new ArrayList<>();
        try (Run run = engine.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (batch.step() == steps) {
                    break;
                }
                boolean isLast = batch.step() == steps - 1;
                boolean isMoment = isDue(batch.step(), steps) || batch.step() == kept;
                if (isMoment || isLast) {
                    List<LayerWeights> before = run.weights();
                    Optional<Matrix> outputs = grid.map(points -> outputs(run, points, experiment));
                    StepTrace trace = run.step(batch);
                    if (isMoment) {
                        snapshots.add(new Snapshot(batch.step(), before, trace, outputs));
                    }
                    if (isLast) {
                        snapshots.add(new Snapshot(
                                steps, run.weights(), trace, grid.map(points -> outputs(run, points, experiment))));
                    }
                } else {
                    run.train(batch);
                }
                progress.accept(batch.step() + 1);
            }
        }
        return new RunReplay(snapshots, grid, kept);
    }

    /** The snapshot whose weights the run kept; empty if the run has not taken a step. */
    public Optional<Snapshot> result() {
        return snapshots.stream().filter(snapshot -> snapshot.steps() == kept).findFirst();
    }

    /** Whether one of the evenly spaced snapshots is due at this step. */
    private static boolean isDue(long step, long steps) {
        long moments = Math.min(MOST - 1, steps);
        return step == 0 || step * moments / steps > (step - 1) * moments / steps;
    }

    private static Matrix outputs(Run run, Matrix points, Experiment experiment) {
        // An evaluation also needs targets; any that the loss allows are enough.
        Matrix targets = experiment.targets().take(new int[points.rows()]);
        Optional<Matrix> weights = experiment.exampleWeights().map(exampleWeights -> Matrix.ones(points.rows(), 1));
        return run.evaluate(points, targets, weights).outputs();
    }

    /** The position of the only output of an example between the smallest and the largest target, from 0 to 1. */
    static double position(Experiment experiment, Matrix rows, int example) {
        double low = experiment.targets().min();
        double high = experiment.targets().max();
        return high > low ? Math.max(0, Math.min(1, (rows.get(example, 0) - low) / (high - low))) : 0;
    }

    /** The points of a grid over the range of all inputs, row by row from the bottom, each row from the left. */
    private static Matrix gridOver(Matrix inputs) {
        double[] x = range(inputs, 0);
        double[] y = range(inputs, 1);
        double[] points = new double[2 * SIDE * SIDE];
        int at = 0;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                points[at] = x[0] + (x[1] - x[0]) * column / (SIDE - 1);
                points[at + 1] = y[0] + (y[1] - y[0]) * row / (SIDE - 1);
                at += 2;
            }
        }
        return Matrix.wrap(SIDE * SIDE, 2, points);
    }

    private static double[] range(Matrix inputs, int column) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < inputs.rows(); i++) {
            low = Math.min(low, inputs.get(i, column));
            high = Math.max(high, inputs.get(i, column));
        }
        double margin = high > low ? (high - low) * MARGIN : 1;
        return new double[] {low - margin, high + margin};
    }
}
