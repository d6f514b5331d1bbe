package dev.plumbline.fuzz;

import static java.lang.Math.abs;
import static java.lang.Math.sqrt;

import dev.plumbline.compare.Difference;
import dev.plumbline.compare.Lane;
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
 * Where DL4J gives something else than is right, and it depends on the numbers whether it does: each is a finding of
 * {@code src/docs/dl4j-findings.md} by the same name. A network that meets one is counted by itself; every other difference is
 * a disagreement.
 */
public enum KnownDefect {
    /** log(1 + exp(z)) is taken as it stands, and is infinite once exp(z) is. */
    SOFTPLUS_OVERFLOW {
        @Override
        boolean explains(Scene scene) {
            OfRow overflows = row -> row.max() > scene.in(88.7, 709.7);
            // Of an evaluation only the outputs are seen, and a sigmoid above makes 1 of what is infinite.
            boolean isHidden = scene.first().detail().contains("evaluated")
                    && IntStream.range(1, scene.first().key().layer())
                            .anyMatch(l -> scene.has(l, Activation.Softplus.class, overflows));
            return isHidden || scene.isNotFinite(Activation.Softplus.class, overflows);
        }
    },
    /** log(1 + exp(z)) is 0 once 1 + exp(z) is 1, and a loss that takes its logarithm, or divides by it, infinite. */
    SOFTPLUS_TAIL {
        @Override
        boolean explains(Scene scene) {
            return scene.isNotFinite(Activation.Softplus.class, row -> row.min() < scene.in(-15.9, -36.0));
        }
    },
    /** The slopes are quotients of two infinities. */
    NAN_SLOPES {
        @Override
        boolean explains(Scene scene) {
            return scene.isNotFinite(Activation.Mish.class, row -> row.max() > scene.in(22.1, 177.3))
                    || scene.isNotFinite(Activation.Gelu.class, row -> row.max() > scene.in(26.0, 208.4))
                    || scene.isNotFinite(Activation.Swish.class, row -> row.max() > scene.in(44.3, 354.8));
        }
    },
    /** The slope divides by the square of a fourth power of z, which is infinite, and then by what is itself infinite. */
    RATIONAL_TANH_OVERFLOW {
        @Override
        boolean explains(Scene scene) {
            // What is 0 there is 0 in the layers below, too, and in the gradients, which may show it first.
            boolean nothing = IntStream.rangeClosed(scene.first().key().layer(), scene.layers())
                    .filter(l -> scene.layer(l).activation() instanceof Activation.RationalTanh)
                    .anyMatch(l -> scene.hasNoDelta(
                            l, Quantity.PRE_ACTIVATION, z -> z.abs().max() > scene.in(9e4, 4e38)));
            return nothing
                    || scene.isNotFinite(
                            Activation.RationalTanh.class, row -> row.abs().max() > scene.in(5e12, 1e60));
        }
    },
    /** Where all of a row is far below zero, its exponentials are all 0. */
    SOFTMAX_FAR_BELOW_ZERO {
        @Override
        boolean explains(Scene scene) {
            return scene.isNotFinite(Activation.Softmax.class, row -> scene.isFarBelowZero(row));
        }
    },
    /** Of a number that is none, a rectifier with two ends makes one of its ends; here it is softmax that gives it. */
    NAN_SWALLOWED {
        @Override
        boolean explains(Scene scene) {
            return scene.isOf(Quantity.ACTIVATION, Quantity.LOSS, Quantity.DELTA)
                    && Double.isFinite(scene.first().actual())
                    && IntStream.rangeClosed(1, scene.first().key().layer())
                            .anyMatch(l -> scene.swallows(l)
                                    && IntStream.range(1, l)
                                            .anyMatch(below ->
                                                    scene.has(below, Activation.Softmax.class, scene::isFarBelowZero)));
        }
    },
    /** A norm is the root of a sum of squares that are infinite, or vanish, though it is a number itself. */
    NORM_OF_SQUARES {
        @Override
        boolean explains(Scene scene) {
            int layer = scene.first().key().layer();
            return switch (scene.first().key().quantity()) {
                case PRE_ACTIVATION, ACTIVATION, LOSS, DELTA, WEIGHT_GRADIENT, BIAS_GRADIENT, BIAS -> false;
                case WEIGHTS ->
                    scene.layer().constraint().filter(KnownDefect::isOfNorms).isPresent()
                            && scene.moved(layer).filter(scene::losesNorm).isPresent();
                default -> scene.losesNormOfGradient(layer);
            };
        }
    },
    /** Weights of which nothing is left are divided by their norm. */
    UNIT_NORM_ZERO {
        @Override
        boolean explains(Scene scene) {
            boolean ofUnitNorm = scene.isOf(Quantity.WEIGHTS)
                    && scene.layer().constraint().equals(Optional.of(new Constraint.UnitNorm()));
            boolean ofEngine = Double.isNaN(scene.first().actual())
                    && scene.moved(scene.first().key().layer())
                            .filter(column -> column.norm() == 0)
                            .isPresent();
            // Where weights of exactly 0 are left in the reference, rounding may be left in the engine, and has a
            // direction.
            boolean ofReference = Double.isNaN(scene.first().expected())
                    && Double.isFinite(scene.first().actual());
            return ofUnitNorm && (ofEngine || ofReference);
        }
    },
    /** Three optimizers take ε for a step size of 0, to which a schedule may come; in f32 sooner than in the reference. */
    LEARNING_RATE_ZERO {
        @Override
        boolean explains(Scene scene) {
            Optimizer optimizer =
                    scene.experiment().spec().optimizerOf(scene.first().key().layer() - 1);
            boolean takesEpsilon = optimizer instanceof Optimizer.Adam
                    || optimizer instanceof Optimizer.Amsgrad
                    || optimizer instanceof Optimizer.Adamax;
            double next = abs(scene.first().expected());
            return takesEpsilon
                    && next < scene.in(Float.MIN_NORMAL, Double.MIN_VALUE)
                    && (scene.isOf(Quantity.WEIGHT_UPDATE) && scene.remembers(Quantity.WEIGHT_STATE_1)
                            || scene.isOf(Quantity.BIAS_UPDATE) && scene.remembers(Quantity.BIAS_STATE_1));
        }
    },
    /** A sum is infinite of which the mean is taken, and a square of which a share is. */
    OVERFLOW_ON_THE_WAY {
        @Override
        boolean explains(Scene scene) {
            if (!Double.isInfinite(scene.first().actual())) {
                return false;
            }
            double room = scene.largest() / abs(scene.first().expected());
            return switch (scene.first().key().quantity()) {
                case LOSS -> room < (double) scene.targets() * SAFETY;
                case WEIGHT_STATE_1, WEIGHT_STATE_2 -> scene.hasHugeSquare(Quantity.WEIGHT_GRADIENT);
                case BIAS_STATE_1, BIAS_STATE_2 -> scene.hasHugeSquare(Quantity.BIAS_GRADIENT);
                default -> false;
            };
        }
    },
    /** The cosine is divided by a length, whose square is infinite, and its gradient by the cube of one. */
    COSINE_LONG {
        @Override
        boolean explains(Scene scene) {
            if (!(scene.experiment().spec().loss() instanceof Loss.Cosine)) {
                return false;
            }
            boolean losesLength = scene.isOf(Quantity.LOSS)
                    && scene.seen()
                            .both(Quantity.ACTIVATION, scene.layers())
                            .anyMatch(outputs -> outputs.square().sum(1).max() > scene.largest());
            return losesLength
                    || scene.hasNoDelta(scene.layers(), Quantity.ACTIVATION, outputs -> {
                        double length = outputs.norm();
                        return length * length * length > scene.largest() / SAFETY;
                    });
        }
    };

    /** A little is left to what else is multiplied on the way, such as the length of the targets. */
    private static final double SAFETY = 100;

    /** Whether this is what makes the difference. */
    abstract boolean explains(Scene scene);

    /** The finding's name: {@code softplus-overflow}. */
    public String finding() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isOfNorms(Constraint constraint) {
        return !(constraint instanceof Constraint.NonNegative);
    }

    /**
     * The defect that explains the first difference, if one does: what is needed for it is there, at the place.
     *
     * @param engine on which the network is trained again, up to that step
     */
    static Optional<KnownDefect> of(Experiment experiment, Difference first, Engine engine) {
        if (first.kind() != Difference.Kind.DIFFERS && first.kind() != Difference.Kind.NOT_FINITE) {
            return Optional.empty();
        }
        Witness seen = Witness.of(experiment, engine, first.key().step());
        Scene scene = new Scene(experiment, first, seen);
        return Arrays.stream(values())
                .filter(defect -> defect.explains(scene))
                .findFirst()
                .or(() -> ofTheStepBefore(experiment, first, engine));
    }

    /**
     * Where next to nothing is left of a gradient, or of a moment that an update is divided by, a step may have any direction,
     * and any is allowed; but freely running, the two part in the next step because of a norm that was lost in it.
     */
    private static Optional<KnownDefect> ofTheStepBefore(Experiment experiment, Difference first, Engine engine) {
        if (first.lane() != Lane.FREE_RUNNING || first.key().step() == 0) {
            return Optional.empty();
        }
        Witness before = Witness.of(experiment, engine, first.key().step() - 1);
        Scene scene = new Scene(experiment, first, before);
        return IntStream.rangeClosed(1, scene.layers())
                        .anyMatch(layer -> scene.losesNormOfGradient(layer) || scene.losesNormOfWeights(layer))
                ? Optional.of(NORM_OF_SQUARES)
                : Optional.empty();
    }

    /** What is asked about a row of pre-activations. */
    @FunctionalInterface
    interface OfRow {
        boolean test(Matrix row);
    }

    /**
     * Where two engines part.
     *
     * @param experiment the training
     * @param first the first difference
     * @param seen what the engine has at the step
     */
    record Scene(Experiment experiment, Difference first, Witness seen) {
        boolean isF32() {
            return experiment.spec().precision() == Precision.F32;
        }

        /** The one in f32, the other in f64. */
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

        /** How many numbers the loss may be a sum over. */
        long targets() {
            return (long) experiment.targets().rows() * experiment.targets().columns();
        }

        /**
         * Whether the engine's number is not finite, and a layer has this activation and such a row: of the example, or, for a
         * loss, of any. When all examples are evaluated only the last layer is compared, and the fault may be in one before.
         */
        boolean isNotFinite(Class<? extends Activation> activation, OfRow wrong) {
            return isOf(Quantity.ACTIVATION, Quantity.LOSS, Quantity.DELTA)
                    && !Double.isFinite(first.actual())
                    && IntStream.rangeClosed(1, first.key().layer()).anyMatch(l -> has(l, activation, wrong));
        }

        boolean has(int layer, Class<? extends Activation> activation, OfRow wrong) {
            return activation.isInstance(
                            experiment.spec().layers().get(layer - 1).activation())
                    && rows(layer).anyMatch(wrong::test);
        }

        /** What came into a layer of the example that differs, or of all. */
        Stream<Matrix> rows(int layer) {
            boolean ofAll = first.key().quantity() == Quantity.LOSS;
            return seen.both(Quantity.PRE_ACTIVATION, layer)
                    .flatMap(z -> IntStream.range(0, z.rows())
                            .filter(row -> ofAll || row == first.row())
                            .mapToObj(z::take));
        }

        /**
         * Whether what differs is a delta or made of one, and the engine has none, 0 or NaN, somewhere in a row of this layer for
         * which the quantity is such: of the example, or, for a gradient, of any.
         */
        boolean hasNoDelta(int layer, Quantity quantity, OfRow such) {
            Optional<Matrix> deltas = seen.get(Quantity.DELTA, layer);
            Optional<Matrix> numbers = seen.get(quantity, layer);
            boolean ofExample = isOf(Quantity.DELTA);
            boolean isNothing = first.actual() == 0 || Double.isNaN(first.actual());
            if (deltas.isEmpty()
                    || numbers.isEmpty()
                    || ofExample && !isNothing
                    || !ofExample && !isOf(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT)) {
                return false;
            }
            return IntStream.range(0, deltas.get().rows())
                    .filter(row -> !ofExample || row == first.row())
                    .filter(row ->
                            Arrays.stream(deltas.get().take(row).toRowMajor()).anyMatch(d -> d == 0 || Double.isNaN(d)))
                    .anyMatch(row -> such.test(numbers.get().take(row)));
        }

        boolean isFarBelowZero(Matrix row) {
            return !isF32() && row.max() < -745;
        }

        boolean swallows(int layer) {
            Activation activation = layer(layer).activation();
            return activation instanceof Activation.Relu6 || activation instanceof Activation.ThresholdedRelu;
        }

        /** The column that differs of a layer's weights after the update, before they are constrained. */
        Optional<Matrix> moved(int layer) {
            return units(layer).map(units -> units.take(first.column()));
        }

        /** A layer's weights after the update, before they are constrained, each unit's in a row. */
        private Optional<Matrix> units(int layer) {
            LayerWeights before = seen.before().get(layer - 1);
            return seen.get(Quantity.WEIGHT_UPDATE, layer)
                    .map(update -> before.weights().minus(update).transpose());
        }

        /** Whether a unit's weights are brought to a length that the engine has lost. */
        boolean losesNormOfWeights(int layer) {
            return layer(layer).constraint().filter(KnownDefect::isOfNorms).isPresent()
                    && units(layer).stream()
                            .flatMap(units -> IntStream.range(0, units.rows()).mapToObj(units::take))
                            .anyMatch(this::losesNorm);
        }

        /** Whether a layer's gradient is brought to a length that the engine has lost. */
        boolean losesNormOfGradient(int layer) {
            return layer(layer)
                            .gradientNormalization()
                            .filter(word -> !(word instanceof GradientNormalization.ClipValue))
                            .isPresent()
                    && Stream.of(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT)
                            .flatMap(gradient -> seen.get(gradient, layer).stream())
                            .anyMatch(this::losesNorm);
        }

        /** Whether a sum of the squares of all this is infinite, or has lost more digits than a difference must not have. */
        boolean losesNorm(Matrix numbers) {
            double norm = numbers.norm();
            double lost = sqrt(numbers.rows() * (double) numbers.columns() * in(Float.MIN_NORMAL, Double.MIN_NORMAL));
            return norm > 0 && (norm > sqrt(largest()) / 2 || norm < lost / sqrt(in(1e-5, 1e-12)));
        }

        /** Whether the moment is not 0 of which an update is made, so that only a rate of 0 makes 0 of it. */
        boolean remembers(Quantity moment) {
            return seen.get(moment, first.key().layer())
                    .filter(m -> m.get(first.row(), first.column()) != 0)
                    .isPresent();
        }

        /** Whether the square of a gradient is infinite. */
        boolean hasHugeSquare(Quantity gradient) {
            return seen.get(gradient, first.key().layer())
                    .filter(g -> g.abs().max() > sqrt(largest()) / 2)
                    .isPresent();
        }
    }
}
