package dev.plumbline.diagnose.hypotheses;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds the dropout masks that a network drew itself, from its recorded pre-activations or activations. */
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

    /** The mask of each example that reproduces the layer's recorded Z, or else A; empty if an example has no such mask. */
    private static Optional<Matrix> of(StepContext s, int l) {
        Matrix x = s.A(l - 1);
        boolean isZ = s.shown(Quantity.PRE_ACTIVATION, l).isPresent();
        Optional<Matrix> recorded = s.shown(isZ ? Quantity.PRE_ACTIVATION : Quantity.ACTIVATION, l);
        if (s.batch().mask(l).isEmpty()
                || recorded.isEmpty()
                || x.columns() > MOST_INPUTS
                || recorded.get().rows() != x.rows()) {
            return Optional.empty();
        }
        double keep = s.layer(l).dropout().orElseThrow().keepProbability();
        UnaryOperator<Matrix> quantity = isZ ? z -> z : z -> s.activated(l, z);
        Optional<Matrix> below = s.shown(Quantity.DELTA, l - 1);
        double[][] masks = new double[x.rows()][];
        for (int i = 0; i < masks.length; i++) {
            Matrix parts = Matrix.column(x.take(i).toRowMajor()).times(s.W(l)).div(keep);
            Example example = new Example(recorded.get().take(i), parts, s.b(l), quantity);
            // Several masks may have nearly the same sum; the delta below is 0 where an input is dropped.
            int likely = below.isPresent() && below.get().rows() == x.rows()
                    ? notZero(below.get().take(i))
                    : 0;
            int matching = example.hasMask(likely) ? likely : -1;
            for (int mask = 0; mask < 1 << x.columns() && matching < 0; mask++) {
                matching = example.hasMask(mask) ? mask : -1;
            }
            if (matching < 0) {
                return Optional.empty();
            }
            masks[i] = new double[x.columns()];
            for (int j = 0; j < x.columns(); j++) {
                masks[i][j] = matching >> j & 1;
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

    /**
     * An example at a layer.
     *
     * @param recorded its Z or A
     * @param parts what each input adds to Z
     * @param quantity Z or A, of Z
     */
    private record Example(Matrix recorded, Matrix parts, Optional<Matrix> bias, UnaryOperator<Matrix> quantity) {
        /** Whether the inputs of this mask give what is recorded. */
        boolean hasMask(int mask) {
            double[] sum = new double[parts.columns()];
            double[] size = new double[sum.length];
            for (int unit = 0; unit < sum.length; unit++) {
                for (int j = 0; j < parts.rows(); j++) {
                    sum[unit] += (mask >> j & 1) * parts.get(j, unit);
                    size[unit] = Math.max(size[unit], Math.abs(parts.get(j, unit)));
                }
            }
            Matrix z = Matrix.row(sum);
            Matrix value = quantity.apply(bias.map(z::plus).orElse(z));
            for (int unit = 0; unit < sum.length; unit++) {
                double expected = recorded.get(0, unit);
                double scale = Math.max(size[unit], Math.abs(expected));
                if (!(Math.abs(value.get(0, unit) - expected) <= DiagnosisTolerances.SAME * scale)) {
                    return false;
                }
            }
            return true;
        }
    }
}
