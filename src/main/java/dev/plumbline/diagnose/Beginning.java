package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which weights a network has started from. */
final class Beginning {
    private static final int MOST_ROUNDS = 200;

    /** Rounding and no more. */
    private static final double SOLVED = 1e-14;

    private Beginning() {}

    /** Whether weights have the shapes of an experiment's. */
    static boolean fits(List<LayerWeights> weights, Experiment experiment) {
        List<LayerWeights> right = experiment.initialWeights();
        if (weights.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < right.size(); i++) {
            LayerWeights own = weights.get(i);
            LayerWeights other = right.get(i);
            if (!own.weights().shape().equals(other.weights().shape())
                    || !own.bias().map(Matrix::shape).equals(other.bias().map(Matrix::shape))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Weights that a network may have started from by mistake.
     *
     * @param mistake which
     * @param weights layer by layer
     */
    record Candidate(Mistake mistake, List<LayerWeights> weights) {}

    /** The right weights, read in another order. */
    static List<Candidate> reread(Experiment experiment) {
        return List.of(
                reread(experiment, Mistake.WEIGHTS_TRANSPOSED, true), reread(experiment, Mistake.COLUMN_ORDER, false));
    }

    /**
     * The weights from which the first step comes to those that it shows: W = W' + u(W), solved by putting what it gives into
     * itself. Empty where weights are not shown, or no solution is found.
     *
     * @param shown the first step as it is shown
     * @param step the first step from these weights: its tensors as far as they follow from what is shown
     */
    static Optional<List<LayerWeights>> inferred(
            StepTrace shown, Experiment experiment, Function<List<LayerWeights>, StepTrace> step) {
        List<LayerWeights> guess = experiment.initialWeights();
        for (int i = 0; i < MOST_ROUNDS; i++) {
            Optional<List<LayerWeights>> next = before(shown, step.apply(guess), experiment);
            if (next.isEmpty() || !fits(next.get(), experiment)) {
                return Optional.empty();
            }
            double change = change(guess, next.get());
            guess = next.get();
            if (change <= SOLVED || !Double.isFinite(change)) {
                return Double.isFinite(change) ? next : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static double change(List<LayerWeights> from, List<LayerWeights> to) {
        double largest = 0;
        for (int i = 0; i < from.size(); i++) {
            LayerWeights one = from.get(i);
            LayerWeights other = to.get(i);
            largest = Math.max(largest, change(one.weights(), other.weights()));
            if (one.bias().isPresent()) {
                largest =
                        Math.max(largest, change(one.bias().get(), other.bias().orElseThrow()));
            }
        }
        return largest;
    }

    private static double change(Matrix from, Matrix to) {
        return to.normOfDifference(from) / Math.max(to.norm(), 1e-300);
    }

    /** Square weights transposed, or all of them read column by column. */
    private static Candidate reread(Experiment experiment, Mistake mistake, boolean square) {
        return new Candidate(
                mistake,
                experiment.initialWeights().stream()
                        .map(layer -> {
                            Matrix W = layer.weights();
                            boolean changes = !square || W.rows() == W.columns();
                            return changes
                                    ? new LayerWeights(
                                            W.reshape(W.columns(), W.rows()).transpose(), layer.bias())
                                    : layer;
                        })
                        .toList());
    }

    private static Optional<List<LayerWeights>> before(StepTrace shown, StepTrace goneOnWith, Experiment experiment) {
        List<LayerWeights> found = new ArrayList<>();
        for (int l = 1; l <= experiment.initialWeights().size(); l++) {
            int layer = l;
            LayerWeights right = experiment.initialWeights().get(l - 1);
            Optional<Matrix> W = sum(shown.get(Quantity.WEIGHTS, l), goneOnWith.get(Quantity.WEIGHT_UPDATE, l));
            Optional<Matrix> b = right.bias()
                    .flatMap(none -> sum(shown.get(Quantity.BIAS, layer), goneOnWith.get(Quantity.BIAS_UPDATE, layer)));
            if (W.isEmpty() || b.isPresent() != right.bias().isPresent()) {
                return Optional.empty();
            }
            found.add(new LayerWeights(W.get(), b));
        }
        return Optional.of(found);
    }

    private static Optional<Matrix> sum(Optional<Matrix> after, Optional<Matrix> update) {
        return after.flatMap(
                w -> update.filter(u -> u.shape().equals(w.shape())).map(w::plus));
    }
}
