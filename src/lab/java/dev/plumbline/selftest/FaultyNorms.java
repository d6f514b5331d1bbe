package dev.plumbline.selftest;

import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.NetworkSpec;

/**
 * The norms by which gradients are clipped, with faults.
 *
 * @param spec the correct network
 */
record FaultyNorms(NetworkSpec spec, InjectedFaults faults) {
    /**
     * The factor by which clip_norm multiplies a gradient of this layer; 1 without clip_norm.
     *
     * @param ofBias whether it is the gradient of the bias, and not of the weights
     * @param dw the gradients of W, [layer][input][unit]; layers count from 1
     * @param db the gradients of b, [layer][unit]
     */
    double factor(int layer, boolean ofBias, double[][][] dw, double[][] db) {
        if (faults.has(InjectedFault.CLIPPING_FORGOTTEN)
                || !(spec.layers().get(layer - 1).gradientNormalization().orElse(null) instanceof ClipNorm clip)) {
            return 1;
        }
        double squares = switch (scope(clip)) {
            case TENSOR -> ofBias ? squares(db[layer]) : squares(dw[layer]);
            case LAYER -> squares(dw[layer]) + squares(db[layer]);
            case NETWORK -> squares(dw, db);
        };
        return Math.min(1, clip.threshold() / (Math.sqrt(squares) + epsilon(clip)));
    }

    private double epsilon(ClipNorm clip) {
        double other = clip.epsilon() > 0 ? 0 : 1e-6;
        return faults.has(InjectedFault.NORM_EPSILON) ? other : clip.epsilon();
    }

    /** A norm of all layers in place of another is {@link InjectedFault#GLOBAL_NORM}. */
    private NormScope scope(ClipNorm clip) {
        if (!faults.has(InjectedFault.NORM_SCOPE)) {
            return clip.per();
        }
        return clip.per() == NormScope.LAYER ? NormScope.TENSOR : NormScope.LAYER;
    }

    /** Clips the gradients of all layers together to a norm of at most 0.5. */
    static void clipTogether(double[][][] dw, double[][] db) {
        double factor = Math.min(1, 0.5 / Math.sqrt(squares(dw, db)));
        for (int l = 1; l < dw.length; l++) {
            for (double[] row : dw[l]) {
                scale(row, factor);
            }
            scale(db[l], factor);
        }
    }

    private static void scale(double[] row, double factor) {
        for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
        }
    }

    private static double squares(double[][][] dw, double[][] db) {
        double sum = 0;
        for (int l = 1; l < dw.length; l++) {
            sum += squares(dw[l]) + squares(db[l]);
        }
        return sum;
    }

    /** The sum of the squares. */
    static double squares(double[][] rows) {
        double sum = 0;
        for (double[] row : rows) {
            sum += squares(row);
        }
        return sum;
    }

    private static double squares(double[] row) {
        double sum = 0;
        for (double value : row) {
            sum += value * value;
        }
        return sum;
    }
}
