package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Distributed;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Training by several workers with parameter averaging, one worker after the other. A step is a round: all workers start
 * from the same state, and the state after it is the mean of theirs.
 */
final class AveragingRun implements PerturbableRun {
    private final ReferenceRun worker; // plays all workers in turn
    private final AveragingRounds rounds;
    private final boolean keepsOptimizers;

    AveragingRun(ReferenceRun worker, AveragingRounds rounds, Distributed distributed) {
        this.worker = worker;
        this.rounds = rounds;
        this.keepsOptimizers = distributed.saveUpdater();
    }

    @Override
    public StepTrace step(Batch round, BiFunction<Batch, TrainingState, Perturbation> perturbations) {
        TrainingState start = worker.state();
        List<TrainingState> ends = new ArrayList<>();
        for (List<Batch> part : rounds.partsOf(round)) {
            worker.restore(start);
            for (Batch batch : part) {
                worker.step(batch, perturbations.apply(batch, worker.state()));
            }
            ends.add(worker.state());
        }
        TrainingState mean = mean(ends);
        worker.restore(keepsOptimizers ? mean : new TrainingState(mean.weights(), start.optimizers()));
        return worker.state().record(round.step());
    }

    /** (W_1 + … + W_n) / n for each W, b and array of the optimizer state. */
    private static TrainingState mean(List<TrainingState> states) {
        List<LayerWeights> weights = new ArrayList<>();
        List<OptimizerState> optimizers = new ArrayList<>();
        for (int i = 0; i < states.get(0).weights().size(); i++) {
            int l = i;
            List<LayerWeights> w = each(states, state -> state.weights().get(l));
            List<OptimizerState> s = each(states, state -> state.optimizers().get(l));
            weights.add(new LayerWeights(
                    mean(w, LayerWeights::weights),
                    w.get(0)
                            .bias()
                            .map(b -> mean(w, parameters -> parameters.bias().orElseThrow()))));
            optimizers.add(new OptimizerState(
                    means(
                            s,
                            optimizer -> optimizer.weights().size(),
                            (optimizer, k) -> optimizer.weights().get(k)),
                    means(
                            s,
                            optimizer -> optimizer.bias().size(),
                            (optimizer, k) -> optimizer.bias().get(k))));
        }
        return new TrainingState(weights, optimizers);
    }

    private static <T> List<Matrix> means(List<T> items, ToIntFunction<T> count, BiFunction<T, Integer, Matrix> array) {
        List<Matrix> means = new ArrayList<>();
        for (int i = 0; i < count.applyAsInt(items.get(0)); i++) {
            int k = i;
            means.add(mean(items, item -> array.apply(item, k)));
        }
        return means;
    }

    private static <T> Matrix mean(List<T> items, Function<T, Matrix> array) {
        Matrix sum = array.apply(items.get(0));
        for (T item : items.subList(1, items.size())) {
            sum = sum.plus(array.apply(item));
        }
        return sum.div(items.size());
    }

    private static <T> List<T> each(List<TrainingState> states, Function<TrainingState, T> part) {
        return states.stream().map(part).toList();
    }

    @Override
    public StepTrace step(Batch round, Perturbation perturbation) {
        return step(round, (batch, before) -> perturbation);
    }

    @Override
    public double learningRate(int layer, Batch batch) {
        return worker.learningRate(layer, rounds.partsOf(batch).get(0).get(0));
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
