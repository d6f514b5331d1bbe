package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How a network writes and records its tensors. It shares no code with the diagnosis that reads them.
 *
 * @param conventions the conventions, of different families
 * @param level the recorded part of a step
 * @param omitted the quantities that are not recorded
 */
record CodingStyle(Set<CodingConvention> conventions, TraceLevel level, Set<Quantity> omitted) {
    CodingStyle {
        conventions = Set.copyOf(conventions);
        omitted = Set.copyOf(omitted);
    }

    /** This project's own style. */
    static CodingStyle plain(TraceLevel level) {
        return new CodingStyle(Set.of(), level, Set.of());
    }

    boolean has(CodingConvention convention) {
        return conventions.contains(convention);
    }

    /** Whether the recorded loss is another than the one that is trained. */
    boolean recordsAnotherLoss() {
        return has(CodingConvention.LOSS_WITHOUT_PENALTY) || has(CodingConvention.LOSS_MEAN_ABSOLUTE);
    }

    /** A batch in the order in which the network takes its examples. Dropout masks belong to the given order. */
    Batch ordered(Batch batch) {
        if (!has(CodingConvention.EXAMPLES_REORDERED) || !batch.masks().isEmpty()) {
            return batch;
        }
        return new Batch(
                batch.step(),
                batch.epoch(),
                batch.startsEpoch(),
                reordered(batch.inputs()),
                reordered(batch.targets()),
                batch.weights().map(CodingStyle::reordered),
                batch.masks());
    }

    /** The first row, and then the others from the last on. */
    private static Matrix reordered(Matrix rows) {
        return Matrix.wrap(
                rows.rows(),
                rows.columns(),
                IntStream.range(0, rows.rows())
                        .mapToObj(
                                s -> rows.take((rows.rows() - s) % rows.rows()).toRowMajor())
                        .flatMapToDouble(Arrays::stream)
                        .toArray());
    }

    /** A step as recorded. */
    StepTrace written(StepTrace step, Batch batch, NetworkSpec spec, List<Matrix> weightsBefore, double rate) {
        return new Step(step, batch, spec, weightsBefore, rate).written();
    }

    /** Weights of a layer as recorded, with their bias if they contain it. */
    Matrix weights(Matrix W, Optional<Matrix> b) {
        Matrix whole = W;
        if (b.isPresent() && has(CodingConvention.BIAS_AS_LAST_INPUT)) {
            whole = below(W, b.get());
        }
        if (b.isPresent() && has(CodingConvention.BIAS_AS_FIRST_INPUT)) {
            whole = below(b.get(), W);
        }
        return has(CodingConvention.TRANSPOSED) ? whole.transpose() : whole;
    }

    boolean holdsBias() {
        return has(CodingConvention.BIAS_AS_LAST_INPUT) || has(CodingConvention.BIAS_AS_FIRST_INPUT);
    }

    Matrix bias(Matrix b) {
        return has(CodingConvention.BIAS_AS_COLUMN) ? b.transpose() : b;
    }

    Matrix ofExamples(Matrix rows) {
        return has(CodingConvention.EXAMPLES_IN_COLUMNS) ? rows.transpose() : rows;
    }

    private static Matrix below(Matrix upper, Matrix lower) {
        double[] values = new double[(upper.rows() + lower.rows()) * upper.columns()];
        System.arraycopy(upper.toRowMajor(), 0, values, 0, upper.size());
        System.arraycopy(lower.toRowMajor(), 0, values, upper.size(), lower.size());
        return Matrix.wrap(upper.rows() + lower.rows(), upper.columns(), values);
    }

    private final class Step {
        private final StepTrace step;
        private final Batch batch;
        private final NetworkSpec spec;
        private final List<Matrix> weightsBefore;
        private final double rate;
        private final boolean mean;

        private Step(StepTrace step, Batch batch, NetworkSpec spec, List<Matrix> weightsBefore, double rate) {
            this.step = step;
            this.batch = batch;
            this.spec = spec;
            this.weightsBefore = weightsBefore;
            this.rate = rate;
            this.mean = spec.reduction() == Reduction.MEAN;
        }

        private StepTrace written() {
            StepTrace written = new StepTrace(step.step(), step.layers());
            for (Key key : step.keys()) {
                Quantity quantity = key.quantity();
                int l = key.layer();
                if (!isShown(quantity) || holdsBias() && quantity.isOfBias()) {
                    continue;
                }
                Matrix tensor = tensorOf(quantity, l);
                switch (quantity) {
                    case PRE_ACTIVATION, ACTIVATION, DELTA -> written.record(quantity, l, ofExamples(tensor));
                    case WEIGHTS, WEIGHT_GRADIENT, WEIGHT_UPDATE ->
                        written.record(quantity, l, weights(tensor, biasBeside(quantity, l)));
                    case LOSS -> written.record(quantity, l, tensor);
                    default -> written.record(quantity, l, bias(tensor));
                }
            }
            return written;
        }

        private boolean isShown(Quantity quantity) {
            boolean learned = quantity.isLearned();
            return switch (level) {
                case EVERYTHING -> learned || !omitted.contains(quantity);
                case WEIGHTS -> learned;
                case OUTPUTS -> false;
            };
        }

        private Optional<Matrix> biasBeside(Quantity quantity, int l) {
            Quantity ofBias = switch (quantity) {
                case WEIGHTS -> Quantity.BIAS;
                case WEIGHT_GRADIENT -> Quantity.BIAS_GRADIENT;
                default -> Quantity.BIAS_UPDATE;
            };
            return step.get(ofBias, l).map(bias -> tensorOf(ofBias, l));
        }

        private Matrix get(Quantity quantity, int l) {
            return step.get(quantity, l).orElseThrow();
        }

        private Matrix tensorOf(Quantity quantity, int l) {
            return switch (quantity) {
                case PRE_ACTIVATION -> has(CodingConvention.ACTIVATION_IN_PLACE) ? afterDropout(l) : get(quantity, l);
                case ACTIVATION -> activation(l);
                case LOSS -> loss(l);
                case DELTA -> delta(l);
                case WEIGHT_GRADIENT, BIAS_GRADIENT -> gradient(quantity, l);
                case WEIGHT_UPDATE, BIAS_UPDATE -> update(quantity, l);
                default -> get(quantity, l);
            };
        }

        /** A, which in such a convention was dropped in its own array. */
        private Matrix afterDropout(int l) {
            Matrix a = get(Quantity.ACTIVATION, l);
            boolean drops = has(CodingConvention.ACTIVATION_AFTER_DROPOUT)
                    && l < step.layers()
                    && batch.mask(l + 1).isPresent();
            return drops
                    ? a.times(batch.mask(l + 1).orElseThrow())
                            .div(layer(l + 1).dropout().orElseThrow().keepProbability())
                    : a;
        }

        private Matrix activation(int l) {
            Matrix a = afterDropout(l);
            boolean ones = has(CodingConvention.ONES_COLUMN)
                    && holdsBias()
                    && l < step.layers()
                    && layer(l + 1).bias();
            if (!ones) {
                return a;
            }
            Matrix row = Matrix.full(1, a.rows(), 1);
            return (has(CodingConvention.BIAS_AS_FIRST_INPUT) ? below(row, a.transpose()) : below(a.transpose(), row))
                    .transpose();
        }

        private Matrix loss(int l) {
            if (has(CodingConvention.LOSS_MEAN_ABSOLUTE)) {
                Matrix off = get(Quantity.ACTIVATION, l).minus(batch.targets()).abs();
                return Matrix.full(1, 1, off.sum() / off.size());
            }
            double loss = get(Quantity.LOSS, l).get(0, 0);
            if (has(CodingConvention.LOSS_WITHOUT_PENALTY)) {
                for (int i = 1; i <= step.layers(); i++) {
                    Matrix W = weightsBefore.get(i - 1);
                    loss -= regularization(i).l2() / 2 * W.times(W).sum();
                }
            }
            return Matrix.full(1, 1, loss);
        }

        private Matrix delta(int l) {
            Matrix dZ = get(Quantity.DELTA, l);
            if (has(CodingConvention.MEAN_IN_DELTA) && mean) {
                dZ = dZ.div(batch.size());
            }
            if (has(CodingConvention.RATE_IN_DELTA)) {
                dZ = dZ.times(rate);
            }
            return has(CodingConvention.TARGET_MINUS_OUTPUT) ? dZ.unaryMinus() : dZ;
        }

        private Matrix gradient(Quantity quantity, int l) {
            boolean ofBias = quantity == Quantity.BIAS_GRADIENT;
            Matrix g = get(quantity, l);
            if (has(CodingConvention.UPDATE_FOR_GRADIENT)) {
                return negatedIf(
                        get(ofBias ? Quantity.BIAS_UPDATE : Quantity.WEIGHT_UPDATE, l), CodingConvention.UPDATES_ADDED);
            }
            if (has(CodingConvention.GRADIENT_AFTER_CLIPPING)) {
                g = clipped(layer(l), g);
            }
            if (has(CodingConvention.PENALTY_IN_GRADIENT)
                    && !ofBias
                    && layer(l).gradientNormalization().isEmpty()) {
                g = g.plus(weightsBefore.get(l - 1).times(regularization(l).l2()));
            }
            if (has(CodingConvention.MEAN_IN_UPDATE) && mean) {
                g = g.times(batch.size());
            }
            if (has(CodingConvention.RATE_IN_GRADIENT)) {
                g = g.times(rate);
            }
            return negatedIf(negatedIf(g, CodingConvention.TARGET_MINUS_OUTPUT), CodingConvention.GRADIENTS_TURNED);
        }

        private Matrix update(Quantity quantity, int l) {
            Matrix u = get(quantity, l);
            if (has(CodingConvention.DECAY_OUTSIDE_UPDATE) && quantity == Quantity.WEIGHT_UPDATE) {
                u = u.minus(
                        weightsBefore.get(l - 1).times(rate * regularization(l).weightDecay()));
            }
            if (has(CodingConvention.RATE_OUTSIDE_UPDATE)) {
                u = u.div(rate);
            }
            return negatedIf(u, CodingConvention.UPDATES_ADDED);
        }

        private Matrix negatedIf(Matrix tensor, CodingConvention convention) {
            return has(convention) ? tensor.unaryMinus() : tensor;
        }

        private Layer layer(int l) {
            return spec.layers().get(l - 1);
        }

        private Regularization regularization(int l) {
            return layer(l).regularization().orElse(Regularization.NONE).forBatch(batch.size());
        }
    }

    /** A gradient after the layer's clipping of single elements. */
    static Matrix clipped(Layer layer, Matrix gradient) {
        return layer.gradientNormalization()
                .filter(GradientNormalization.ClipValue.class::isInstance)
                .map(GradientNormalization.ClipValue.class::cast)
                .map(clip -> gradient.map(g -> Math.max(-clip.threshold(), Math.min(clip.threshold(), g))))
                .orElse(gradient);
    }
}
