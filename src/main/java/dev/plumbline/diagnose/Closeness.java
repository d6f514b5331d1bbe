package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;

/**
 * When two tensors are the same but for rounding.
 *
 * @param exact the relative difference up to which a replay reproduces a tensor
 * @param rounding what rounding makes of the size of what was summed, relative to it
 */
record Closeness(double exact, double rounding) {

    /**
     * Of this network. Some activations have constants that are rounded to 32 bits, as DL4J has them: who writes them with
     * all their digits, as anybody would, is up to 6e-8 off and right.
     */
    static Closeness of(NetworkSpec spec) {
        Closeness ofPrecision = of(spec.precision());
        return hasRoundedConstants(spec)
                ? new Closeness(Math.max(ofPrecision.exact(), 2e-7), ofPrecision.rounding())
                : ofPrecision;
    }

    /** Whether an activation has a constant that is rounded to 32 bits. */
    static boolean hasRoundedConstants(NetworkSpec spec) {
        return spec.layers().stream()
                .map(Layer::activation)
                .anyMatch(f -> f instanceof Activation.LeakyRelu
                        || f instanceof Activation.HardSigmoid
                        || f instanceof Activation.Gelu
                        || f instanceof Activation.RationalTanh);
    }

    /** Whether everything that is shown of a step are numbers of 32 bits. */
    static boolean isF32(StepTrace shown) {
        return shown.keys().stream().allMatch(key -> isF32(shown.get(key).orElseThrow()));
    }

    static boolean isF32(Matrix tensor) {
        for (double value : tensor.toRowMajor()) {
            if (value != (float) value) {
                return false;
            }
        }
        return true;
    }

    /** Of networks that calculate in this precision. */
    static Closeness of(Precision precision) {
        return precision == Precision.F64 ? new Closeness(1e-9, 2e-14) : new Closeness(2e-4, 1e-5);
    }

    /**
     * How far a tensor is from what is expected, relative to it; 0 where rounding may have made the difference, infinite where
     * there is no number for it.
     */
    double residual(Quantity quantity, int layer, Matrix shown, Matrix expected, Scene scene) {
        if (!shown.shape().equals(expected.shape()) || !shown.isFinite() || !expected.isFinite()) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = shown.normOfDifference(expected);
        double allowed = rounding * size(quantity, layer, expected, scene);
        boolean learned = quantity == Quantity.WEIGHTS || quantity == Quantity.BIAS;
        double norm = learned ? expected.normOfDifference(scene.before(quantity, layer)) : expected.norm();
        if (difference <= allowed) {
            return 0;
        }
        return norm == 0 ? Double.POSITIVE_INFINITY : difference / norm;
    }

    /** Whether a residual is none. */
    boolean matches(double residual) {
        return residual <= exact;
    }

    /** The norm of what was summed up. */
    static double size(Quantity quantity, int l, Matrix expected, Scene scene) {
        return switch (quantity) {
            case PRE_ACTIVATION -> scene.A(l - 1).norm() * scene.W(l).norm();
            case DELTA ->
                l == scene.layers()
                        ? expected.norm()
                        : scene.dZ(l + 1).norm() * scene.W(l + 1).norm();
            case WEIGHT_GRADIENT -> scene.A(l - 1).norm() * scene.dZ(l).norm() / (scene.mean() ? scene.n() : 1);
            case BIAS_GRADIENT -> scene.dZ(l).norm() / (scene.mean() ? 1 : 1.0 / scene.n());
            case WEIGHTS, BIAS -> expected.norm() / 10; // one rounding, at the end
            default -> expected.norm();
        };
    }
}
