package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Mistakes of a training by several workers; DL4J makes some of them where it is used as its documentation says. */
enum AveragingMistake implements Engine {
    /** None: shows that the others are found for their mistake. */
    NONE,
    /** The weights are those of the first worker. */
    NOT_AVERAGED,
    /** The sum is divided by the number of all workers, also where one had nothing to do. */
    DIVIDED_BY_ALL,
    /** The optimizer state is lost after each round. */
    STATE_LOST,
    /** The optimizer state is that of the last worker. */
    STATE_NOT_AVERAGED,
    /** After a short round the steps are counted as after a full one. */
    STEPS_MISCOUNTED,
    /** The last example of each part is dropped. */
    EXAMPLE_DROPPED,
    /** A worker goes on from the weights of the worker before it. */
    ONE_AFTER_THE_OTHER;

    @Override
    public Run start(Experiment experiment) {
        ReplayableRun worker = new ReferenceEngine().start(experiment.alone());
        AveragingRounds rounds = AveragingRounds.of(experiment).orElseThrow();
        int workers = experiment.spec().training().distributed().orElseThrow().workers();
        int frequency = experiment.spec().training().distributed().orElseThrow().averagingFrequency();
        return new DelegatingRun(worker) {
            @Override
            public StepTrace step(Batch round) {
                TrainingState start = worker.state();
                List<TrainingState> ends = new ArrayList<>();
                for (List<Batch> part : rounds.partsOf(round)) {
                    if (AveragingMistake.this != ONE_AFTER_THE_OTHER) {
                        worker.restore(start);
                    }
                    for (int i = 0; i < part.size(); i++) {
                        long step = AveragingMistake.this == STEPS_MISCOUNTED
                                ? round.step() * frequency + i
                                : part.get(i).step();
                        worker.step(taken(part.get(i), step));
                    }
                    ends.add(worker.state());
                }
                int divisor = AveragingMistake.this == DIVIDED_BY_ALL ? workers : ends.size();
                worker.restore(mean(start, ends, divisor));
                return worker.state().record(round.step());
            }
        };
    }

    private Batch taken(Batch batch, long step) {
        int n = this == EXAMPLE_DROPPED && batch.size() > 1 ? batch.size() - 1 : batch.size();
        return new Batch(
                step,
                batch.epoch(),
                batch.startsEpoch(),
                batch.inputs().rowRange(0, n),
                batch.targets().rowRange(0, n),
                batch.weights().map(rows -> rows.rowRange(0, n)),
                batch.masks().stream()
                        .map(mask -> mask.map(rows -> rows.rowRange(0, n)))
                        .toList());
    }

    private TrainingState mean(TrainingState start, List<TrainingState> ends, int divisor) {
        TrainingState sum =
                ends.stream().reduce((a, b) -> combined(a, b, Matrix::plus)).orElseThrow();
        TrainingState mean = combined(sum, sum, (a, b) -> a.div(divisor));
        return switch (this) {
            case NOT_AVERAGED -> new TrainingState(ends.get(0).weights(), mean.optimizers());
            case STATE_LOST -> new TrainingState(mean.weights(), start.optimizers());
            case STATE_NOT_AVERAGED ->
                new TrainingState(mean.weights(), ends.get(ends.size() - 1).optimizers());
            default -> mean;
        };
    }

    private static TrainingState combined(TrainingState a, TrainingState b, BinaryOperator<Matrix> operation) {
        List<LayerWeights> weights = new ArrayList<>();
        List<OptimizerState> optimizers = new ArrayList<>();
        for (int i = 0; i < a.weights().size(); i++) {
            LayerWeights other = b.weights().get(i);
            weights.add(new LayerWeights(
                    operation.apply(a.weights().get(i).weights(), other.weights()),
                    a.weights()
                            .get(i)
                            .bias()
                            .map(bias -> operation.apply(bias, other.bias().orElseThrow()))));
            optimizers.add(new OptimizerState(
                    zipped(
                            a.optimizers().get(i).weights(),
                            b.optimizers().get(i).weights(),
                            operation),
                    zipped(a.optimizers().get(i).bias(), b.optimizers().get(i).bias(), operation)));
        }
        return new TrainingState(weights, optimizers);
    }

    private static List<Matrix> zipped(List<Matrix> a, List<Matrix> b, BinaryOperator<Matrix> operation) {
        List<Matrix> all = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            all.add(operation.apply(a.get(i), b.get(i)));
        }
        return all;
    }
}
