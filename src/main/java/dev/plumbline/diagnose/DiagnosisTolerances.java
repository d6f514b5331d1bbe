package dev.plumbline.diagnose;

import dev.plumbline.compare.RoundingBounds;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;

/**
 * When two tensors are the same but for rounding. Element by element, where a tensor is calculated from the network's own; and
 * in norm, relative to the tensor, to tell one mistake from another, whose formulas have no bounds of their own.
 *
 * @param exact the relative difference, in norm, up to which a mistake reproduces a tensor
 * @param unit how far an element may be off, relative to the terms that it is calculated from
 */
record DiagnosisTolerances(double exact, double unit) {
    /**
     * A mistake's formula reproduces a tensor of 64 bits more closely than this, in norm, and another mistake's does not: the
     * nearest two that are known, places of Adam's ε, are 5e-6 apart. A hundred thousand times what rounding makes of a
     * well-conditioned tensor, so that an ill-conditioned one is reproduced too.
     */
    static final double REPRODUCED = 1e-9;

    /** The same of 32 bits: some thousand times their unit roundoff. */
    private static final double REPRODUCED_IN_32_BITS = 2e-4;

    /** Constants that are rounded to 32 bits are off by 6e-8, and so is what is calculated from a few of them together. */
    private static final double OF_CONSTANTS = 2e-7;

    /** Two tensors that are the same number for number, written by different lines, and not merely alike. */
    static final double SAME = 1e-10;

    /**
     * What is concluded from a training, and not shown: it has passed through a solver or through every step, which multiply
     * last digits. Mistakes are told apart by more than that.
     */
    static final double CONCLUDED = 1e-6;

    /** Where last digits move a tensor by more than this, relative to it, nothing is learned of it any more. */
    static final double LOST = 1e-3;

    /**
     * Of this network. Some activations have constants that are rounded to 32 bits, as DL4J has them: who writes them with
     * all their digits, as anybody would, is up to 6e-8 off and right.
     */
    static DiagnosisTolerances of(Experiment experiment) {
        DiagnosisTolerances ofPrecision = of(experiment, experiment.spec().precision());
        double constants = hasRoundedConstants(experiment.spec()) ? OF_CONSTANTS : 0;
        return new DiagnosisTolerances(
                Math.max(ofPrecision.exact(), constants), Math.max(ofPrecision.unit(), constants));
    }

    /** Of this network, if it calculates in this precision. */
    static DiagnosisTolerances of(Experiment experiment, Precision precision) {
        double roundoffs =
                RoundingBounds.tau(experiment) / experiment.spec().precision().unitRoundoff();
        return new DiagnosisTolerances(exact(precision), roundoffs * precision.unitRoundoff());
    }

    /** The relative difference, in norm, up to which a mistake reproduces a tensor of this precision. */
    static double exact(Precision precision) {
        return precision == Precision.F64 ? REPRODUCED : REPRODUCED_IN_32_BITS;
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

    /** How far a tensor is from the expected one, relative to it; infinite if the shapes differ or a number is not finite. */
    static double residual(Quantity quantity, int layer, Matrix shown, Matrix expected, Scene scene) {
        if (!shown.hasShapeOf(expected) || !shown.isFinite() || !expected.isFinite()) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = shown.normOfDifference(expected);
        boolean learned = quantity == Quantity.WEIGHTS || quantity == Quantity.BIAS;
        double norm = learned ? expected.normOfDifference(scene.before(quantity, layer)) : expected.norm();
        return difference == 0 ? 0 : norm == 0 ? Double.POSITIVE_INFINITY : difference / norm;
    }

    /** Whether a residual is none. */
    boolean isExact(double residual) {
        return residual <= exact;
    }
}
