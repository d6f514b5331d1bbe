package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Another way to write the same training, which is as right. */
public enum Convention {
    /** {@code y - a}, and updates that are added. */
    TARGET_MINUS_OUTPUT("the error is y - a, and updates are added instead of subtracted") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(BACKWARD.contains(quantity), tensor, Matrix::unaryMinus);
        }
    },
    /** What is recorded of an update is what is added. */
    UPDATE_ADDED("what is recorded of an update is what is added, not what is subtracted") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(UPDATES.contains(quantity), tensor, Matrix::unaryMinus);
        }
    },
    /** Weights are units × inputs. */
    WEIGHTS_TRANSPOSED("weights are stored transposed, units x inputs") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(OF_WEIGHTS.contains(quantity), tensor, Matrix::transpose);
        }
    },
    /** Weights stand column by column. */
    WEIGHTS_COLUMN_BY_COLUMN("weights are recorded column by column, as Fortran orders them") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(
                    OF_WEIGHTS.contains(quantity),
                    tensor,
                    w -> w.reshape(w.columns(), w.rows()).transpose());
        }
    },
    /** Weights that stand row by row were read column by column. */
    WEIGHTS_READ_BY_COLUMNS("weights are recorded as if they stood column by column, and they stand row by row") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(
                    OF_WEIGHTS.contains(quantity), tensor, w -> w.transpose().reshape(w.rows(), w.columns()));
        }
    },
    /** A bias is a column. */
    BIAS_AS_COLUMN("a bias is a column") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(OF_BIAS.contains(quantity) && tensor.columns() == 1, tensor, Matrix::transpose);
        }
    },
    /** Examples are columns. */
    EXAMPLES_IN_COLUMNS("examples are columns, not rows") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(PER_EXAMPLE.contains(quantity), tensor, Matrix::transpose);
        }
    },
    /** The bias is one more row of W, below. */
    BIAS_AS_LAST_INPUT("the bias is the weight of one more input, the last, that is always 1") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return split(quantity, l, tensor, step, false);
        }
    },
    /** The bias is one more row of W, above. */
    BIAS_AS_FIRST_INPUT("the bias is the weight of one more input, the first, that is always 1") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return split(quantity, l, tensor, step, true);
        }
    },
    /** The deltas are divided by n already. */
    MEAN_IN_DELTA("the mean over the batch is taken in the deltas already") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(
                    quantity == Quantity.DELTA && step.isMean(),
                    tensor,
                    dZ -> dZ.times(step.batch().size()));
        }
    },
    /** The gradients are sums, and the update divides by n. */
    MEAN_IN_UPDATE("gradients are sums over the batch, and the update takes the mean") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(
                    GRADIENTS.contains(quantity) && step.isMean(),
                    tensor,
                    g -> g.div(step.batch().size()));
        }
    },
    /** The gradients have the learning rate in them. */
    RATE_IN_GRADIENT("the learning rate is multiplied into the gradients already") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            double rate = Formulas.rate(step.spec().optimizerOf(l - 1), step.batch());
            return only(GRADIENTS.contains(quantity), tensor, g -> g.div(rate));
        }
    },
    /** What is recorded as a gradient is what the optimizer made of it. */
    UPDATE_FOR_GRADIENT("what is recorded as a gradient is what is subtracted, as the optimizer made it") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return Optional.empty();
        }

        @Override
        Quantity meant(Quantity quantity) {
            return updateFor(quantity);
        }
    },
    /** The same, and it is added. */
    ADDED_FOR_GRADIENT("what is recorded as a gradient is what is added, as the optimizer made it") {
        @Override
        Optional<Matrix> adapt(Quantity quantity, int l, Matrix tensor, Step step) {
            return only(GRADIENTS.contains(quantity), tensor, Matrix::unaryMinus);
        }

        @Override
        Quantity meant(Quantity quantity) {
            return updateFor(quantity);
        }
    };

    private static final Set<Quantity> GRADIENTS = Set.of(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT);
    private static final Set<Quantity> BACKWARD =
            Set.of(Quantity.DELTA, Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT);
    private static final Set<Quantity> UPDATES = Set.of(Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE);
    private static final Set<Quantity> OF_WEIGHTS =
            Set.of(Quantity.WEIGHTS, Quantity.WEIGHT_GRADIENT, Quantity.WEIGHT_UPDATE);
    private static final Set<Quantity> OF_BIAS = Set.of(Quantity.BIAS, Quantity.BIAS_GRADIENT, Quantity.BIAS_UPDATE);
    private static final Set<Quantity> PER_EXAMPLE =
            Set.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION, Quantity.DELTA);

    private final String description;

    Convention(String description) {
        this.description = description;
    }

    /** What it is, as a sentence without its full stop. */
    public String description() {
        return description;
    }

    /** The step that a tensor is of. */
    record Step(NetworkSpec spec, Batch batch) {
        boolean isMean() {
            return spec.reduction() == Reduction.MEAN;
        }
    }

    /** A tensor as this project writes it; empty where it is written so already. */
    abstract Optional<Matrix> adapt(Quantity quantity, int layer, Matrix tensor, Step step);

    /** The quantity that is meant by what is recorded as this one. */
    Quantity meant(Quantity quantity) {
        return quantity;
    }

    private static Quantity updateFor(Quantity quantity) {
        return switch (quantity) {
            case WEIGHT_GRADIENT -> Quantity.WEIGHT_UPDATE;
            case BIAS_GRADIENT -> Quantity.BIAS_UPDATE;
            default -> quantity;
        };
    }

    /** A whole step as this project writes it. */
    StepTrace adapt(StepTrace shown, NetworkSpec spec, Batch batch) {
        Step step = new Step(spec, batch);
        StepTrace adapted = new StepTrace(shown.step(), shown.layers());
        shown.keys().forEach(key -> {
            Matrix tensor = shown.get(key).orElseThrow();
            Quantity quantity = key.quantity();
            int l = key.layer();
            Quantity meant = meant(quantity);
            Matrix as = adapt(quantity, l, tensor, step).orElse(tensor);
            Optional<Matrix> there = meant == quantity ? Optional.empty() : shown.get(meant, l);
            if (there.isEmpty()) {
                adapted.record(meant, l, as);
            } else if (!isTheSame(as, there.get())) {
                adapted.record(quantity, l, tensor); // it is not what is shown as that, and is held to its own name
            }
            biasOf(quantity, l, tensor, step).ifPresent(bias -> adapted.record(ofBias(quantity), l, bias));
        });
        return adapted;
    }

    private static boolean isTheSame(Matrix one, Matrix other) {
        return one.hasShapeOf(other) && one.normOfDifference(other) <= DiagnosisTolerances.SAME * other.norm();
    }

    /** Weights as this project writes them. */
    List<LayerWeights> adapt(List<LayerWeights> weights, NetworkSpec spec) {
        List<LayerWeights> adapted = new ArrayList<>();
        Step step = new Step(spec, new Batch(0, 0, true, Matrix.zeros(1, 1), Matrix.zeros(1, 1)));
        for (int l = 1; l <= weights.size(); l++) {
            int layer = l;
            LayerWeights each = weights.get(l - 1);
            Matrix W = each.weights();
            adapted.add(new LayerWeights(
                    adapt(Quantity.WEIGHTS, l, W, step).orElse(W),
                    biasOf(Quantity.WEIGHTS, l, W, step)
                            .or(() -> each.bias()
                                    .map(b ->
                                            adapt(Quantity.BIAS, layer, b, step).orElse(b)))));
        }
        return adapted;
    }

    private Optional<Matrix> biasOf(Quantity quantity, int l, Matrix tensor, Step step) {
        if (this != BIAS_AS_LAST_INPUT && this != BIAS_AS_FIRST_INPUT || !hasBiasInside(quantity, l, tensor, step)) {
            return Optional.empty();
        }
        int row = this == BIAS_AS_FIRST_INPUT ? 0 : tensor.rows() - 1;
        return Optional.of(tensor.rowRange(row, row + 1));
    }

    private static Optional<Matrix> split(Quantity quantity, int l, Matrix tensor, Step step, boolean first) {
        return only(
                hasBiasInside(quantity, l, tensor, step),
                tensor,
                w -> first ? w.rowRange(1, w.rows()) : w.rowRange(0, w.rows() - 1));
    }

    private static boolean hasBiasInside(Quantity quantity, int l, Matrix tensor, Step step) {
        return OF_WEIGHTS.contains(quantity)
                && step.spec().layers().get(l - 1).bias()
                && tensor.rows() == step.spec().inputsOf(l - 1) + 1;
    }

    private static Quantity ofBias(Quantity quantity) {
        return switch (quantity) {
            case WEIGHTS -> Quantity.BIAS;
            case WEIGHT_GRADIENT -> Quantity.BIAS_GRADIENT;
            default -> Quantity.BIAS_UPDATE;
        };
    }

    private static Optional<Matrix> only(boolean applies, Matrix tensor, UnaryOperator<Matrix> change) {
        return applies ? Optional.of(change.apply(tensor)) : Optional.empty();
    }
}
