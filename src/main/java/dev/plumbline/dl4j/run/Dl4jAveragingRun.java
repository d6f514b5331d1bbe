package dev.plumbline.dl4j.run;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Training on DL4J by several workers with parameter averaging, on this machine and one worker after the other. DL4J's own
 * arrays are added in the order of the workers and divided, as its training master for Spark does, so that the result has
 * the bits of a training on a cluster.
 */
public final class Dl4jAveragingRun implements ReplayableRun {
    private final Dl4jRun worker; // plays all workers in turn
    private final AveragingRounds rounds;
    private final boolean keepsOptimizers;

    public Dl4jAveragingRun(Experiment experiment, AveragingRounds rounds) {
        this.worker = new Dl4jRun(experiment);
        this.rounds = rounds;
        this.keepsOptimizers =
                experiment.spec().training().distributed().orElseThrow().saveUpdater();
    }

    @Override
    public StepTrace step(Batch round) {
        average(round);
        return worker.state().record(round.step());
    }

    @Override
    public Optional<NotFinite> train(Batch round) {
        return average(round).map(notFinite -> {
            Key ofRound = new Key(
                    round.step(), notFinite.key().quantity(), notFinite.key().layer());
            return new NotFinite(ofRound, notFinite.row(), notFinite.column(), notFinite.value());
        });
    }

    /** Takes a round; returns the first NaN or infinity in a step of a worker. */
    private Optional<NotFinite> average(Batch round) {
        Optional<NotFinite> failure = Optional.empty();
        List<INDArray> start = copies();
        List<INDArray> sums = List.of();
        List<List<Batch>> parts = rounds.partsOf(round);
        for (List<Batch> part : parts) {
            assign(start);
            for (Batch batch : part) {
                Optional<NotFinite> notFinite = worker.train(batch);
                failure = failure.or(() -> notFinite);
            }
            sums = sums.isEmpty() ? copies() : added(sums);
        }
        sums.forEach(sum -> sum.divi(parts.size()));
        if (!keepsOptimizers && sums.size() > 1) {
            sums = List.of(sums.get(0), start.get(1));
        }
        assign(sums);
        return failure;
    }

    private List<INDArray> copies() {
        return worker.arrays().stream().map(INDArray::dup).toList();
    }

    private List<INDArray> added(List<INDArray> sums) {
        List<INDArray> present = worker.arrays();
        List<INDArray> added = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            added.add(sums.get(i).addi(present.get(i)));
        }
        return added;
    }

    private void assign(List<INDArray> values) {
        List<INDArray> present = worker.arrays();
        for (int i = 0; i < values.size(); i++) {
            present.get(i).assign(values.get(i));
        }
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        return worker.evaluate(inputs, targets, weights);
    }

    @Override
    public TrainingState state() {
        return worker.state();
    }

    @Override
    public void restore(TrainingState state) {
        worker.restore(state);
    }

    @Override
    public void close() {
        worker.close();
    }
}
