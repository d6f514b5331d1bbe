package dev.plumbline.diagnose.hypotheses;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;
import java.util.Optional;

/** Finds the dropout masks that a network drew itself, from its recorded pre-activations. */
final class OwnMasks {
    /** Layers with more inputs have too many masks to test. */
    private static final int MOST_INPUTS = 12;

    private OwnMasks() {}

    /**
     * A layer's input, or the gradient of it, after the network's own mask; after the correct one if no own mask was
     * found.
     */
    static Matrix dropped(StepContext s, int l, Matrix whole) {
        return of(s, l).map(mask ->
                        whole.times(mask).div(s.layer(l).dropout().orElseThrow().keepProbability()))
                .orElseGet(() -> s.masked(whole, l, true));
    }

    /** The mask of each example that reproduces the layer's recorded Z; empty if an example has no such mask. */
    private static Optional<Matrix> of(StepContext s, int l) {
        Matrix x = s.A(l - 1);
        Optional<Matrix> Z = s.shown(Quantity.PRE_ACTIVATION, l);
        if (s.batch().mask(l).isEmpty()
                || Z.isEmpty()
                || x.columns() > MOST_INPUTS
                || Z.get().rows() != x.rows()) {
            return Optional.empty();
        }
        double keep = s.layer(l).dropout().orElseThrow().keepProbability();
        Optional<Matrix> below = s.shown(Quantity.DELTA, l - 1);
        double[][] masks = new double[x.rows()][];
        for (int i = 0; i < masks.length; i++) {
            Matrix parts = Matrix.column(x.take(i).toRowMajor()).times(s.W(l)).div(keep);
            Matrix kept = s.b(l).map(Z.get().take(i)::minus).orElse(Z.get().take(i));
            // Several masks may have nearly the same sum; the delta below is 0 where an input is dropped.
            int likely = below.isPresent() && below.get().rows() == x.rows()
                    ? notZero(below.get().take(i))
                    : 0;
            int found = isSum(kept, parts, likely) ? likely : -1;
            for (int mask = 0; mask < 1 << x.columns() && found < 0; mask++) {
                found = isSum(kept, parts, mask) ? mask : -1;
            }
            if (found < 0) {
                return Optional.empty();
            }
            masks[i] = new double[x.columns()];
            for (int j = 0; j < x.columns(); j++) {
                masks[i][j] = found >> j & 1;
            }
        }
        return Optional.of(Matrix.of(masks));
    }

    private static int notZero(Matrix row) {
        int mask = 0;
        for (int j = 0; j < row.columns(); j++) {
            mask |= row.get(0, j) == 0 ? 0 : 1 << j;
        }
        return mask;
    }

    /** Whether a row is the sum of these rows. */
    private static boolean isSum(Matrix kept, Matrix parts, int mask) {
        for (int unit = 0; unit < kept.columns(); unit++) {
            double sum = 0;
            double size = Math.abs(kept.get(0, unit));
            for (int j = 0; j < parts.rows(); j++) {
                sum += (mask >> j & 1) * parts.get(j, unit);
                size = Math.max(size, Math.abs(parts.get(j, unit)));
            }
            if (!(Math.abs(sum - kept.get(0, unit)) <= DiagnosisTolerances.SAME * size)) {
                return false;
            }
        }
        return true;
    }
}
