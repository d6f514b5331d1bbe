package dev.plumbline.fuzz;

import static java.lang.Math.abs;
import static java.lang.Math.sqrt;

import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Defects of DL4J that depend on the numbers of a training. Each has an entry of the same name in
 * {@code src/docs/dl4j-findings.md}. Fuzzing counts a network with such a defect separately; every other difference is a
 * disagreement.
 */
public enum KnownDefect {
    /** log(1 + exp(z)) is computed literally and is infinite if exp(z) is. */
    SOFTPLUS_OVERFLOW {
        @Override
        boolean explains(DefectContext context) {
            RowCondition overflows = row -> row.max() > context.in(88.7, 709.7);
            // An evaluation shows only outputs, and a sigmoid in a later layer maps infinity to 1.
            boolean isHidden = context.first().detail().contains("evaluated")
                    && IntStream.range(1, context.first().key().layer())
                            .anyMatch(l -> context.has(l, Activation.Softplus.class, overflows));
            return isHidden || context.isNotFinite(Activation.Softplus.class, overflows);
        }
    },
    /** log(1 + exp(z)) is 0 if 1 + exp(z) rounds to 1; a loss that takes its logarithm, or divides by it, is infinite. */
    SOFTPLUS_TAIL {
        @Override
        boolean explains(DefectContext context) {
            return context.isNotFinite(Activation.Softplus.class, row -> row.min() < context.in(-15.9, -36.0));
        }
    },
    /** The derivatives of mish, GELU and swish are quotients of two infinities. */
    NAN_SLOPES {
        @Override
        boolean explains(DefectContext context) {
            return context.isNotFinite(Activation.Mish.class, row -> row.max() > context.in(22.1, 177.3))
                    || context.isNotFinite(Activation.Gelu.class, row -> row.max() > context.in(26.0, 208.4))
                    || context.isNotFinite(Activation.Swish.class, row -> row.max() > context.in(44.3, 354.8));
        }
    },
    /** The derivative divides by the square of a fourth power of z: it is 0 if the square overflows, later NaN. */
    RATIONAL_TANH_OVERFLOW {
        @Override
        boolean explains(DefectContext context) {
            // A delta of 0 makes deltas in earlier layers and gradients 0, and these may be the first difference.
            boolean isZero = IntStream.rangeClosed(context.first().key().layer(), context.layers())
                    .filter(l -> context.layer(l).activation() instanceof Activation.RationalTanh)
                    .anyMatch(l -> context.hasNoDelta(
                            l, Quantity.PRE_ACTIVATION, z -> z.abs().max() > context.in(9e4, 4e38)));
            return isZero
                    || context.isNotFinite(
                            Activation.RationalTanh.class, row -> row.abs().max() > context.in(5e12, 1e60));
        }
    },
    /** If all numbers of a row are far below 0, their exponentials are all 0. */
    SOFTMAX_FAR_BELOW_ZERO {
        @Override
        boolean explains(DefectContext context) {
            return context.isNotFinite(Activation.Softmax.class, row -> context.isFarBelowZero(row));
        }
    },
    /** ReLU6 and thresholded ReLU map NaN to a number; the NaN comes from softmax. */
    NAN_SWALLOWED {
        @Override
        boolean explains(DefectContext context) {
            return context.isOf(Quantity.ACTIVATION, Quantity.LOSS, Quantity.DELTA)
                    && Double.isFinite(context.first().actual())
                    && IntStream.rangeClosed(1, context.first().key().layer())
                            .anyMatch(l -> context.mapsNanToNumber(l)
                                    && IntStream.range(1, l)
                                            .anyMatch(below -> context.has(
                                                    below, Activation.Softmax.class, context::isFarBelowZero)));
        }
    },
    /** A sum of squares overflows or underflows although its root, the norm, is representable. */
    NORM_OF_SQUARES {
        @Override
        boolean explains(DefectContext context) {
            int layer = context.first().key().layer();
            return switch (context.first().key().quantity()) {
                case PRE_ACTIVATION, ACTIVATION, LOSS, DELTA, WEIGHT_GRADIENT, BIAS_GRADIENT, BIAS -> false;
                case WEIGHTS ->
                    context.layer().constraint().filter(KnownDefect::isOfNorms).isPresent()
                            && context.updatedColumn(layer)
                                    .filter(context::losesNorm)
                                    .isPresent();
                default -> context.losesNormOfGradient(layer);
            };
        }
    },
    /** Weights of 0 are divided by their norm. */
    UNIT_NORM_ZERO {
        @Override
        boolean explains(DefectContext context) {
            boolean ofUnitNorm = context.isOf(Quantity.WEIGHTS)
                    && context.layer().constraint().equals(Optional.of(new Constraint.UnitNorm()));
            boolean ofEngine = Double.isNaN(context.first().actual())
                    && context.updatedColumn(context.first().key().layer())
                            .filter(column -> column.norm() == 0)
                            .isPresent();
            // If the reference's weights are exactly 0, rounding may leave nonzero weights in the engine.
            boolean ofReference = Double.isNaN(context.first().expected())
                    && Double.isFinite(context.first().actual());
            return ofUnitNorm && (ofEngine || ofReference);
        }
    },
    /** Three optimizers replace a step size of 0 by ε. A schedule may reach 0, in f32 earlier than in the reference. */
    LEARNING_RATE_ZERO {
        @Override
        boolean explains(DefectContext context) {
            Optimizer optimizer = context.experiment()
                    .spec()
                    .optimizerOf(context.first().key().layer() - 1);
            boolean takesEpsilon = optimizer instanceof Optimizer.Adam
                    || optimizer instanceof Optimizer.Amsgrad
                    || optimizer instanceof Optimizer.Adamax;
            double next = abs(context.first().expected());
            return takesEpsilon
                    && next < context.in(Float.MIN_NORMAL, Double.MIN_VALUE)
                    && (context.isOf(Quantity.WEIGHT_UPDATE) && context.hasState(Quantity.WEIGHT_STATE_1)
                            || context.isOf(Quantity.BIAS_UPDATE) && context.hasState(Quantity.BIAS_STATE_1));
        }
    },
    /** The sum for a mean overflows, or the square for a moving mean. */
    OVERFLOW_ON_THE_WAY {
        @Override
        boolean explains(DefectContext context) {
            if (!Double.isInfinite(context.first().actual())) {
                return false;
            }
            double room = context.largest() / abs(context.first().expected());
            return switch (context.first().key().quantity()) {
                case LOSS -> room < (double) context.targets() * SAFETY;
                case WEIGHT_STATE_1, WEIGHT_STATE_2 -> context.hasHugeSquare(Quantity.WEIGHT_GRADIENT);
                case BIAS_STATE_1, BIAS_STATE_2 -> context.hasHugeSquare(Quantity.BIAS_GRADIENT);
                default -> false;
            };
        }
    },
    /** The cosine is divided by a length whose square overflows, and its gradient by the cube of a length. */
    COSINE_LONG {
        @Override
        boolean explains(DefectContext context) {
            if (!(context.experiment().spec().loss() instanceof Loss.Cosine)) {
                return false;
            }
            boolean overflowsInLoss = context.isOf(Quantity.LOSS)
                    && context.seen()
                            .both(Quantity.ACTIVATION, context.layers())
                            .anyMatch(outputs -> outputs.square().sum(1).max() > context.largest());
            return overflowsInLoss
                    || context.hasNoDelta(context.layers(), Quantity.ACTIVATION, outputs -> {
                        double length = outputs.norm();
                        return length * length * length > context.largest() / SAFETY;
                    });
        }
    };

    /** A margin for other factors, such as the length of the targets. */
    private static final double SAFETY = 100;

    /** Whether this defect explains the first difference. */
    abstract boolean explains(DefectContext context);

    /** The name of the finding, such as {@code softplus-overflow}. */
    public String finding() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isOfNorms(Constraint constraint) {
        return !(constraint instanceof Constraint.NonNegative);
    }

    /**
     * Returns the defect whose conditions hold at the first difference, if there is one.
     *
     * @param engine the engine under test; it repeats the training up to that step
     */
    static Optional<KnownDefect> of(Experiment experiment, Difference first, Engine engine) {
        if (first.kind() != Difference.Kind.DIFFERS && first.kind() != Difference.Kind.NOT_FINITE) {
            return Optional.empty();
        }
        EngineSnapshot seen = EngineSnapshot.of(experiment, engine, first.key().step());
        DefectContext context = new DefectContext(experiment, first, seen);
        return Arrays.stream(values())
                .filter(defect -> defect.explains(context))
                .findFirst()
                .or(() -> ofPreviousStep(experiment, first, engine));
    }

    /**
     * Looks for a lost norm in the step before. If a gradient, or a moment that divides an update, is almost 0, the
     * update may have any direction, and the comparison of that step accepts each. In the free-running lane the next
     * step then differs.
     */
    private static Optional<KnownDefect> ofPreviousStep(Experiment experiment, Difference first, Engine engine) {
        if (first.lane() != ComparisonMode.FREE_RUNNING || first.key().step() == 0) {
            return Optional.empty();
        }
        EngineSnapshot before =
                EngineSnapshot.of(experiment, engine, first.key().step() - 1);
        DefectContext context = new DefectContext(experiment, first, before);
        return IntStream.rangeClosed(1, context.layers())
                        .anyMatch(layer -> context.losesNormOfGradient(layer) || context.losesNormOfWeights(layer))
                ? Optional.of(NORM_OF_SQUARES)
                : Optional.empty();
    }

    /** A condition on a row of a tensor. */
    @FunctionalInterface
    interface RowCondition {
        boolean test(Matrix row);
    }

    /**
     * A first difference and the engine's tensors.
     *
     * @param experiment the training
     * @param first the first difference
     * @param seen the engine's tensors at a step
     */
    record DefectContext(Experiment experiment, Difference first, EngineSnapshot seen) {
        boolean isF32() {
            return experiment.spec().precision() == Precision.F32;
        }

        /** Returns the value for the engine's precision. */
        double in(double f32, double f64) {
            return isF32() ? f32 : f64;
        }

        double largest() {
            return in(Float.MAX_VALUE, Double.MAX_VALUE);
        }

        Layer layer() {
            return layer(first.key().layer());
        }

        Layer layer(int layer) {
            return experiment.spec().layers().get(layer - 1);
        }

        int layers() {
            return experiment.spec().layers().size();
        }

        boolean isOf(Quantity... quantities) {
            return Set.of(quantities).contains(first.key().quantity());
        }

        /** The number of targets, over which the loss may sum. */
        long targets() {
            return (long) experiment.targets().rows() * experiment.targets().columns();
        }

        /**
         * Whether the engine's number is not finite and a row of a layer with this activation fulfils the condition:
         * the row of the example that differs, or, for a loss, any row. Earlier layers count too, because an evaluation
         * compares only the last.
         */
        boolean isNotFinite(Class<? extends Activation> activation, RowCondition wrong) {
            return isOf(Quantity.ACTIVATION, Quantity.LOSS, Quantity.DELTA)
                    && !Double.isFinite(first.actual())
                    && IntStream.rangeClosed(1, first.key().layer()).anyMatch(l -> has(l, activation, wrong));
        }

        boolean has(int layer, Class<? extends Activation> activation, RowCondition wrong) {
            return activation.isInstance(
                            experiment.spec().layers().get(layer - 1).activation())
                    && rows(layer).anyMatch(wrong::test);
        }

        /** The pre-activations of a layer: the row of the example that differs, or, for a loss, all rows. */
        Stream<Matrix> rows(int layer) {
            boolean ofAll = first.key().quantity() == Quantity.LOSS;
            return seen.both(Quantity.PRE_ACTIVATION, layer)
                    .flatMap(z -> IntStream.range(0, z.rows())
                            .filter(row -> ofAll || row == first.row())
                            .mapToObj(z::take));
        }

        /**
         * Whether a delta or a gradient differs, and the engine's delta of this layer contains 0 or NaN in a row whose
         * quantity fulfils the condition: the row of the example that differs, or, for a gradient, any row.
         */
        boolean hasNoDelta(int layer, Quantity quantity, RowCondition condition) {
            Optional<Matrix> deltas = seen.get(Quantity.DELTA, layer);
            Optional<Matrix> numbers = seen.get(quantity, layer);
            boolean ofExample = isOf(Quantity.DELTA);
            boolean isZeroOrNan = first.actual() == 0 || Double.isNaN(first.actual());
            if (deltas.isEmpty()
                    || numbers.isEmpty()
                    || ofExample && !isZeroOrNan
                    || !ofExample && !isOf(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT)) {
                return false;
            }
            return IntStream.range(0, deltas.get().rows())
                    .filter(row -> !ofExample || row == first.row())
                    .filter(row ->
                            Arrays.stream(deltas.get().take(row).toRowMajor()).anyMatch(d -> d == 0 || Double.isNaN(d)))
                    .anyMatch(row -> condition.test(numbers.get().take(row)));
        }

        boolean isFarBelowZero(Matrix row) {
            return !isF32() && row.max() < -745;
        }

        boolean mapsNanToNumber(int layer) {
            Activation activation = layer(layer).activation();
            return activation instanceof Activation.Relu6 || activation instanceof Activation.ThresholdedRelu;
        }

        /** The differing column of a layer's weights after the update and before the constraint. */
        Optional<Matrix> updatedColumn(int layer) {
            return units(layer).map(units -> units.take(first.column()));
        }

        /** A layer's weights after the update and before the constraint, one row for each unit. */
        private Optional<Matrix> units(int layer) {
            LayerWeights before = seen.before().get(layer - 1);
            return seen.get(Quantity.WEIGHT_UPDATE, layer)
                    .map(update -> before.weights().minus(update).transpose());
        }

        /** Whether a constraint uses a norm of a unit's weights that the engine cannot compute. */
        boolean losesNormOfWeights(int layer) {
            return layer(layer).constraint().filter(KnownDefect::isOfNorms).isPresent()
                    && units(layer).stream()
                            .flatMap(units -> IntStream.range(0, units.rows()).mapToObj(units::take))
                            .anyMatch(this::losesNorm);
        }

        /** Whether gradient normalization uses a norm that the engine cannot compute. */
        boolean losesNormOfGradient(int layer) {
            return layer(layer)
                            .gradientNormalization()
                            .filter(word -> !(word instanceof GradientNormalization.ClipValue))
                            .isPresent()
                    && Layer.withOneNorm(experiment.spec().layers(), layer)
                            .boxed()
                            .flatMap(l -> Stream.of(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT)
                                    .flatMap(gradient -> seen.get(gradient, l).stream()))
                            .anyMatch(this::losesNorm);
        }

        /** Whether the sum of squares overflows, or underflow makes it less accurate than the tolerance. */
        boolean losesNorm(Matrix numbers) {
            double norm = numbers.norm();
            double lost = sqrt(numbers.rows() * (double) numbers.columns() * in(Float.MIN_NORMAL, Double.MIN_NORMAL));
            return norm > 0 && (norm > sqrt(largest()) / 2 || norm < lost / sqrt(in(1e-5, 1e-12)));
        }

        /** Whether the moment of the update is not 0, so that only a learning rate of 0 makes the update 0. */
        boolean hasState(Quantity moment) {
            return seen.get(moment, first.key().layer())
                    .filter(m -> m.get(first.row(), first.column()) != 0)
                    .isPresent();
        }

        /** Whether the square of a gradient overflows. */
        boolean hasHugeSquare(Quantity gradient) {
            return seen.get(gradient, first.key().layer())
                    .filter(g -> g.abs().max() > sqrt(largest()) / 2)
                    .isPresent();
        }
    }
}
