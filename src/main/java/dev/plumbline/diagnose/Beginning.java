package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which weights a network has started from. */
final class Beginning {
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

    /**
     * What may have been started from: the right weights read in the other order; or what the first step shows, the weights after
     * it and what was subtracted from them.
     *
     * @param shown the first step as it is shown
     * @param goneOnWith its tensors as far as they follow from what is shown
     */
    static List<Candidate> candidates(StepTrace shown, StepTrace goneOnWith, Experiment experiment) {
        List<Candidate> found = new ArrayList<>();
        found.add(reread(experiment, Mistake.WEIGHTS_TRANSPOSED, true));
        found.add(reread(experiment, Mistake.COLUMN_ORDER, false));
        inferred(shown, goneOnWith, experiment)
                .ifPresent(weights -> found.add(new Candidate(Mistake.OTHER_INITIAL_WEIGHTS, weights)));
        return found;
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

    private static Optional<List<LayerWeights>> inferred(StepTrace shown, StepTrace goneOnWith, Experiment experiment) {
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
