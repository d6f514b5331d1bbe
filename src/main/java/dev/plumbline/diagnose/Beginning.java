package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.util.List;

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

    /** Weights, by the mistake that they come from. */
    static Candidate named(List<LayerWeights> weights, Experiment experiment) {
        return reread(experiment).stream()
                .filter(candidate -> areClose(candidate.weights(), weights))
                .findFirst()
                .orElse(new Candidate(Mistake.OTHER_INITIAL_WEIGHTS, weights));
    }

    private static boolean areClose(List<LayerWeights> some, List<LayerWeights> others) {
        for (int i = 0; i < some.size(); i++) {
            Matrix W = some.get(i).weights();
            Matrix other = others.get(i).weights();
            if (!W.shape().equals(other.shape()) || W.normOfDifference(other) > 1e-6 * W.norm()) {
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
}
