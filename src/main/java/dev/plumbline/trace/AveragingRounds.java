package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Distributed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the examples of each round of a {@link Distributed} training are divided among the workers. There is nothing random in
 * it, so every engine divides them in the same way.
 */
public final class AveragingRounds {
    private final int workers;
    private final int batchSize; // of a worker
    private final int averagingFrequency;
    private final int roundsPerEpoch;
    private final long stepsPerEpoch; // of a worker

    private AveragingRounds(Distributed distributed, int batchSize, int examples, int ofRound) {
        this.workers = distributed.workers();
        this.batchSize = batchSize;
        this.averagingFrequency = distributed.averagingFrequency();
        this.roundsPerEpoch = (examples + ofRound - 1) / ofRound;
        int last = examples - (roundsPerEpoch - 1) * ofRound;
        this.stepsPerEpoch = (roundsPerEpoch - 1L) * averagingFrequency + stepsFor(sizeOfPart(0, last));
    }

    /** The rounds of an experiment; empty if one trains alone. */
    public static Optional<AveragingRounds> of(Experiment experiment) {
        var training = experiment.spec().training();
        int examples = experiment.inputs().rows();
        return training.distributed()
                .map(distributed -> new AveragingRounds(
                        distributed, training.batchOfWorker(), examples, training.examplesOfStep(examples)));
    }

    /**
     * The batches of each worker that has examples in this round, in the order of the workers. The step of a batch is that of
     * its worker: it counts all steps that a worker has taken before, since the first round.
     *
     * @param round the examples of the round, as a batch of the experiment
     */
    public List<List<Batch>> partsOf(Batch round) {
        List<List<Batch>> parts = new ArrayList<>();
        int from = 0;
        for (int worker = 0; worker < workers && from < round.size(); worker++) {
            int to = from + sizeOfPart(worker, round.size());
            parts.add(batches(round, from, to));
            from = to;
        }
        return parts;
    }

    /**
     * Where the part of each worker begins in a round, and at last where the round ends.
     *
     * @param ofRound the number of examples of the round
     */
    public int[] startsOf(int ofRound) {
        int[] starts = new int[workers + 1];
        for (int worker = 0; worker < workers; worker++) {
            starts[worker + 1] = starts[worker] + sizeOfPart(worker, ofRound);
        }
        return starts;
    }

    /** The step of a worker with which a round begins. */
    public long firstStepOf(Batch round) {
        return round.epoch() * stepsPerEpoch + round.step() % roundsPerEpoch * averagingFrequency;
    }

    private List<Batch> batches(Batch round, int from, int to) {
        List<Batch> batches = new ArrayList<>();
        for (int start = from; start < to; start += batchSize) {
            int first = start;
            int end = Math.min(start + batchSize, to);
            Function<Matrix, Matrix> rows = matrix -> matrix.rowRange(first, end);
            batches.add(new Batch(
                    firstStepOf(round) + batches.size(),
                    round.epoch(),
                    round.startsEpoch() && start == from,
                    rows.apply(round.inputs()),
                    rows.apply(round.targets()),
                    round.weights().map(rows),
                    round.masks().stream().map(mask -> mask.map(rows)).toList()));
        }
        return batches;
    }

    /** Workers have as many examples as others or one more; the first ones have more. */
    private int sizeOfPart(int worker, int ofRound) {
        return ofRound / workers + (worker < ofRound % workers ? 1 : 0);
    }

    private long stepsFor(int examples) {
        return (examples + batchSize - 1L) / batchSize;
    }
}
