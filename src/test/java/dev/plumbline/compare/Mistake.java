package dev.plumbline.compare;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.Optional;

/** Common mistakes in hand-written networks, and where a comparison must find each first. */
enum Mistake {
    /** z uses Wᵀ; W is square, so no shape shows it. */
    WEIGHTS_TRANSPOSED,
    /** W is read in column-major order. */
    WEIGHTS_IN_COLUMN_ORDER,
    BIAS_NOT_ADDED,
    ACTIVATION_TWICE,
    /** From step 7 on. */
    NAN_AT_STEP_7,
    /** Every result is rounded to 32 bits. */
    F32,
    HALF_THE_LOSS,
    SLOPE_FORGOTTEN,
    /** The formula of the derivative in terms of the activation, applied to the pre-activation. */
    SLOPE_OF_THE_PRE_ACTIVATION,
    /** The delta below uses the weights after the update. */
    DELTA_FROM_UPDATED_WEIGHTS,
    /** The delta below uses W in place of Wᵀ; W is square. */
    DELTA_THROUGH_TRANSPOSED_WEIGHTS,
    GRADIENT_SIGN,
    GRADIENT_TWICE,
    /** The gradients are sums instead of means. */
    SUM_FOR_MEAN,
    /** The last, smaller batch is divided by the full batch size. */
    SHORT_BATCH_BY_FULL_SIZE,
    /** All units get the sum over all units. */
    ONE_BIAS_GRADIENT_FOR_ALL,
    LEARNING_RATE_TWICE,
    ASCENT,
    BIAS_NOT_UPDATED,
    /** The gradient of the step before is added. */
    GRADIENTS_NOT_ZEROED;

    /**
     * The first tensor with the mistake if it is made in this layer, counted from 1; empty if it has no effect there.
     */
    Optional<Key> firstSeen(Experiment experiment, int layer) {
        NetworkSpec spec = experiment.spec();
        Layer made = spec.layers().get(layer - 1);
        int last = spec.layers().size();
        int inputs = spec.inputsOf(layer - 1);
        boolean square = inputs == made.units() && inputs > 1;
        boolean curved = !(made.activation() instanceof Activation.Identity);
        boolean long1 = experiment.steps() > 1;
        return switch (this) {
            case WEIGHTS_TRANSPOSED -> at(square, 0, Quantity.PRE_ACTIVATION, layer);
            case WEIGHTS_IN_COLUMN_ORDER -> at(inputs > 1 && made.units() > 1, 0, Quantity.PRE_ACTIVATION, layer);
            case BIAS_NOT_ADDED -> at(made.bias() && long1, 1, Quantity.PRE_ACTIVATION, layer);
            case ACTIVATION_TWICE -> at(curved, 0, Quantity.ACTIVATION, layer);
            case NAN_AT_STEP_7 -> at(experiment.steps() > 7, 7, Quantity.ACTIVATION, layer);
            case F32 -> at(layer == 1, 0, Quantity.PRE_ACTIVATION, 1);
            case HALF_THE_LOSS -> at(layer == last, 0, Quantity.LOSS, last);
            case SLOPE_FORGOTTEN, SLOPE_OF_THE_PRE_ACTIVATION -> at(curved, 0, Quantity.DELTA, layer);
            case DELTA_FROM_UPDATED_WEIGHTS -> at(layer > 1, 0, Quantity.DELTA, layer - 1);
            case DELTA_THROUGH_TRANSPOSED_WEIGHTS -> at(layer > 1 && square, 0, Quantity.DELTA, layer - 1);
            case GRADIENT_SIGN, GRADIENT_TWICE -> at(true, 0, Quantity.WEIGHT_GRADIENT, layer);
            case SUM_FOR_MEAN -> {
                boolean differs = spec.reduction() == Reduction.MEAN && fullBatch(experiment) > 1;
                yield at(layer == last && differs, 0, Quantity.WEIGHT_GRADIENT, last);
            }
            case SHORT_BATCH_BY_FULL_SIZE -> {
                boolean differs = spec.reduction() == Reduction.MEAN
                        && experiment.inputs().rows() % fullBatch(experiment) != 0;
                yield at(layer == last && differs, experiment.stepsPerEpoch() - 1, Quantity.WEIGHT_GRADIENT, last);
            }
            case ONE_BIAS_GRADIENT_FOR_ALL -> at(made.bias() && made.units() > 1, 0, Quantity.BIAS_GRADIENT, layer);
            case LEARNING_RATE_TWICE -> at(layer == 1 && rate(spec) != 1, 0, Quantity.WEIGHT_UPDATE, 1);
            case ASCENT -> at(true, 0, Quantity.WEIGHTS, layer);
            case BIAS_NOT_UPDATED -> at(made.bias(), 0, Quantity.BIAS, layer);
            case GRADIENTS_NOT_ZEROED -> at(long1, 1, Quantity.WEIGHT_GRADIENT, layer);
        };
    }

    private static Optional<Key> at(boolean isMistake, long step, Quantity quantity, int layer) {
        return isMistake ? Optional.of(new Key(step, quantity, layer)) : Optional.empty();
    }

    private static int fullBatch(Experiment experiment) {
        return experiment.spec().training().batchSize().of(experiment.inputs().rows());
    }

    static double rate(NetworkSpec spec) {
        LearningRate rate = ((Optimizer.Sgd) spec.training().optimizer()).learningRate();
        return ((LearningRate.Constant) rate).value();
    }
}
