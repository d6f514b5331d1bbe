package dev.plumbline.diagnose.replay;

import dev.plumbline.compare.rounding.RoundingBounds;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;

/**
 * Decides whether two tensors are equal up to rounding: element by element for tensors that are computed from the
 * network's own; by norm, relative to the tensor, for mistakes, whose formulas have no bounds. {@link Tolerances} has
 * the constants and their reasons.
 *
 * @param exact the relative difference in norm up to which a mistake reproduces a tensor
 * @param unit the allowed difference of an element, relative to the terms that it is computed from
 */
public record DiagnosisTolerances(double exact, double unit) {
    public static final double REPRODUCED = Tolerances.REPRODUCED;
    public static final double SAME = Tolerances.SAME;
    public static final double CONCLUDED = Tolerances.CONCLUDED;
    public static final double LOST = Tolerances.LOST;

    /**
     * The tolerances of a network. Some activations have constants that are rounded to 32 bits, as in DL4J; a network
     * that has all their digits is equally right, and differs by up to 6e-8.
     */
    public static DiagnosisTolerances of(Experiment experiment) {
        DiagnosisTolerances ofPrecision = of(experiment, experiment.spec().precision());
        double constants = hasRoundedConstants(experiment.spec()) ? Tolerances.OF_CONSTANTS : 0;
        return new DiagnosisTolerances(
                Math.max(ofPrecision.exact(), constants), Math.max(ofPrecision.unit(), constants));
    }

    /** The tolerances of a network that computes in this precision. */
    public static DiagnosisTolerances of(Experiment experiment, Precision precision) {
        double roundoffs =
                RoundingBounds.tau(experiment) / experiment.spec().precision().unitRoundoff();
        return new DiagnosisTolerances(exact(precision), roundoffs * precision.unitRoundoff());
    }

    /** The relative difference in norm up to which a mistake reproduces a tensor of this precision. */
    public static double exact(Precision precision) {
        return precision == Precision.F64 ? REPRODUCED : Tolerances.REPRODUCED_IN_32_BITS;
    }

    /** Whether an activation has a constant that is rounded to 32 bits. */
    public static boolean hasRoundedConstants(NetworkSpec spec) {
        return spec.layers().stream()
                .map(Layer::activation)
                .anyMatch(f -> f instanceof Activation.LeakyRelu
                        || f instanceof Activation.HardSigmoid
                        || f instanceof Activation.Gelu
                        || f instanceof Activation.RationalTanh);
    }

    /** Whether all recorded numbers of a step are 32-bit numbers. */
    public static boolean isF32(StepTrace recorded) {
        return recorded.keys().stream().allMatch(key -> isF32(recorded.get(key).orElseThrow()));
    }

    public static boolean isF32(Matrix tensor) {
        for (double value : tensor.toRowMajor()) {
            if (value != (float) value) {
                return false;
            }
        }
        return true;
    }

    /**
     * The relative difference of a tensor from the expected one; infinite if the shapes differ or a number is not
     * finite.
     */
    static double residual(Quantity quantity, int layer, Matrix recorded, Matrix expected, StepContext context) {
        if (!recorded.hasShapeOf(expected) || !recorded.isFinite() || !expected.isFinite()) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = recorded.normOfDifference(expected);
        boolean learned = quantity.isLearned();
        double norm = learned ? expected.normOfDifference(context.before(quantity, layer)) : expected.norm();
        return difference == 0 ? 0 : norm == 0 ? Double.POSITIVE_INFINITY : difference / norm;
    }

    /** Whether a tensor has the shape of another one, and its distance is at most this part of the other's norm. */
    public static boolean areClose(Matrix tensor, Matrix reference, double relative) {
        return tensor.hasShapeOf(reference) && tensor.normOfDifference(reference) <= relative * reference.norm();
    }

    /** Whether two tensors have the same values, computed by different code. */
    public static boolean areTheSame(Matrix tensor, Matrix reference) {
        return areClose(tensor, reference, SAME);
    }

    /** Whether a residual is within rounding. */
    public boolean isExact(double residual) {
        return residual <= exact;
    }
}
