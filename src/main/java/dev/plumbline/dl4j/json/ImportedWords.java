package dev.plumbline.dl4j.json;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.Dropout;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Regularization.PenaltyDivisor;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Translates objects of DL4J to words of the vocabulary, except optimizers and rates ({@link ImportedRates}). Each
 * method reads only the fields that determine the word; {@link ConfigurationDifference} checks the other fields.
 */
final class ImportedWords {
    private ImportedWords() {}

    static Activation activation(JsonPlace place) {
        return switch (place.type()) {
            case "ActivationIdentity" -> new Activation.Identity();
            case "ActivationSigmoid" -> new Activation.Sigmoid();
            case "ActivationTanH" -> new Activation.Tanh();
            case "ActivationReLU" -> relu(place);
            case "ActivationLReLU" -> {
                double given = place.get("alpha").number();
                // The shortest decimal number with the same value in 32 bits.
                double alpha = given == (float) given ? Double.parseDouble(Float.toString((float) given)) : given;
                yield place.make(() -> new Activation.LeakyRelu(alpha));
            }
            case "ActivationReLU6" -> new Activation.Relu6();
            case "ActivationELU" -> elu(place);
            case "ActivationSELU" -> new Activation.Selu();
            case "ActivationSoftPlus" -> new Activation.Softplus();
            case "ActivationSoftSign" -> new Activation.Softsign();
            case "ActivationHardSigmoid" -> new Activation.HardSigmoid();
            case "ActivationHardTanH" -> new Activation.HardTanh();
            case "ActivationSwish" -> new Activation.Swish();
            case "ActivationMish" -> new Activation.Mish();
            case "ActivationGELU" -> gelu(place);
            case "ActivationCube" -> new Activation.Cube();
            case "ActivationRationalTanh" -> new Activation.RationalTanh();
            case "ActivationRectifiedTanh" -> new Activation.RectifiedTanh();
            case "ActivationThresholdedReLU" -> place.word(Activation.ThresholdedRelu.class, "theta");
            case "ActivationSoftmax" -> new Activation.Softmax();
            case "ActivationRReLU" -> throw wrong(place, "ActivationRReLU", ConfigurationDefect.RRELU_SLOPE);
            default -> throw place.unknown(place.type(), "an activation that `plumbline words activation` lists");
        };
    }

    private static InvalidSpecException wrong(JsonPlace place, String what, ConfigurationDefect defect) {
        return place.refused(
                what + " is refused, because " + defect.meaning() + " (" + defect.findingName() + ")", defect.advice());
    }

    private static Activation relu(JsonPlace place) {
        for (String option : List.of("max", "negativeSlope", "threshold")) {
            if (!place.get(option).isNull()) {
                throw place.get(option)
                        .refused(
                                "ReLU with a " + option + " is not in Plumbline's vocabulary",
                                "null, or ActivationReLU6, ActivationLReLU or ActivationThresholdedReLU");
            }
        }
        return new Activation.Relu();
    }

    private static Activation elu(JsonPlace place) {
        if (place.get("alpha").number() != 1) {
            throw wrong(place.get("alpha"), "an alpha other than 1", ConfigurationDefect.ELU_ALPHA);
        }
        return new Activation.Elu();
    }

    private static Activation gelu(JsonPlace place) {
        if (place.get("precise").flag()) {
            throw wrong(place.get("precise"), "ActivationGELU(true)", ConfigurationDefect.GELU_PRECISE);
        }
        return new Activation.Gelu();
    }

    static Loss loss(JsonPlace place, int outputs) {
        return switch (place.type()) {
            case "LossL2" -> squared(place.get("weights"), outputs);
            case "LossMSE" -> new Loss.MeanSquaredError();
            case "LossL1" -> new Loss.AbsoluteError();
            case "LossMAE" -> new Loss.MeanAbsoluteError();
            case "HuberLoss" ->
                place.get("isMean").flag()
                        ? place.word(Loss.MeanHuber.class, "delta")
                        : place.word(Loss.Huber.class, "delta");
            case "LossMSLE" -> new Loss.MeanSquaredLogarithmicError();
            case "LossMAPE" -> new Loss.MeanAbsolutePercentageError();
            case "LossBinaryXENT" -> place.word(Loss.BinaryCrossEntropy.class, "clipEps");
            case "LossMCXENT", "LossNegativeLogLikelihood" -> new Loss.CategoricalCrossEntropy();
            case "LossKLD" -> new Loss.KlDivergence();
            case "LossPoisson" -> new Loss.Poisson();
            case "LossHinge" -> new Loss.Hinge();
            case "LossSquaredHinge" -> new Loss.SquaredHinge();
            case "LossCosineProximity" -> new Loss.Cosine();
            default -> throw place.unknown(place.type(), "a loss that `plumbline words loss` lists");
        };
    }

    /** DL4J's squared error; with a weight of ½ for each output, it is half the squared error. */
    private static Loss squared(JsonPlace weights, int outputs) {
        if (weights.isNull()) {
            return new Loss.SquaredError();
        }
        if (weights.get("data").elements().size() != outputs) {
            throw weights.refused("found " + weights.shown(), "null, or 0.5 for each of the " + outputs + " outputs");
        }
        return new Loss.HalfSquaredError();
    }

    static Optional<Dropout> dropout(JsonPlace place) {
        if (place.isNull()) {
            return Optional.empty();
        }
        if (!place.type().equals("Dropout")) {
            throw place.unknown(place.type(), "Dropout, or none");
        }
        double keep = place.get("p").number();
        // In decimal arithmetic, because 1 − 0.8 in binary has sixteen digits.
        double drop = BigDecimal.ONE.subtract(BigDecimal.valueOf(keep)).doubleValue();
        return Optional.of(place.make(() -> new Dropout(drop)));
    }

    static Optional<GradientNormalization> gradientNormalization(JsonPlace layer) {
        JsonPlace mode = layer.get("gradientNormalization");
        JsonPlace threshold = layer.get("gradientNormalizationThreshold");
        if (mode.isNull()) {
            return Optional.empty();
        }
        return switch (mode.text()) {
            case "None" -> Optional.empty();
            case "ClipElementWiseAbsoluteValue" ->
                Optional.of(threshold.make(() -> new GradientNormalization.ClipValue(threshold.number())));
            case "ClipL2PerLayer" -> Optional.of(clip(threshold, NormScope.LAYER));
            case "ClipL2PerParamType" -> Optional.of(clip(threshold, NormScope.TENSOR));
            case "RenormalizeL2PerLayer" -> Optional.of(new GradientNormalization.UnitNorm(NormScope.LAYER));
            case "RenormalizeL2PerParamType" -> Optional.of(new GradientNormalization.UnitNorm(NormScope.TENSOR));
            default ->
                throw mode.unknown(mode.text(), "a normalization that `plumbline words gradient_normalization` lists");
        };
    }

    private static GradientNormalization clip(JsonPlace threshold, NormScope scope) {
        return threshold.make(() -> new GradientNormalization.ClipNorm(threshold.number(), scope));
    }

    static Optional<Constraint> constraint(JsonPlace place) {
        List<JsonPlace> constraints = place.elements();
        if (constraints.isEmpty()) {
            return Optional.empty();
        }
        if (constraints.size() > 1) {
            throw place.refused("a layer with " + constraints.size() + " constraints", "one constraint, of W");
        }
        JsonPlace constraint = constraints.get(0);
        return Optional.of(
                switch (constraint.type()) {
                    case "MaxNormConstraint", "ExactMaxNorm" -> constraint.word(Constraint.MaxNorm.class, "maxNorm");
                    case "UnitNormConstraint" -> new Constraint.UnitNorm();
                    case "NonNegativeConstraint" -> new Constraint.NonNegative();
                    default ->
                        throw constraint.unknown(
                                constraint.type(), "a constraint that `plumbline words constraint` lists");
                });
    }

    static Optional<Regularization> regularization(JsonPlace layer) {
        JsonPlace ofWeights = layer.get("regularization");
        JsonPlace ofBias = layer.get("regularizationBias");
        double decay = coefficient(ofWeights, "WeightDecay", "coeff");
        if (coefficient(ofBias, "WeightDecay", "coeff") != 0) {
            throw ofBias.refused(
                    "WeightDecay of a bias is not in Plumbline's vocabulary", "L1 and L2 of a bias, or none");
        }
        double l1 = coefficient(ofWeights, "L1Regularization", "l1");
        double l2 = coefficient(ofWeights, "L2Regularization", "l2");
        double l1Bias = coefficient(ofBias, "L1Regularization", "l1");
        double l2Bias = coefficient(ofBias, "L2Regularization", "l2");
        PenaltyDivisor by = divisor(ofWeights, ofBias);
        Regularization penalties = ofWeights.make(() -> new Regularization(l1, l2, l1Bias, l2Bias, decay, by));
        return penalties.equals(Regularization.NONE) ? Optional.empty() : Optional.of(penalties);
    }

    /** What all penalties are divided by. */
    private static PenaltyDivisor divisor(JsonPlace ofWeights, JsonPlace ofBias) {
        List<Boolean> divided = Stream.of(ofWeights, ofBias)
                .flatMap(list -> list.elements().stream())
                .filter(penalty -> !penalty.type().equals("WeightDecay"))
                .map(penalty -> penalty.get(penalty.type().equals("L1Regularization") ? "l1" : "l2")
                        .type()
                        .equals("DividedByBatch"))
                .distinct()
                .toList();
        if (divided.size() > 1) {
            throw ofWeights.refused(
                    "a DividedByBatch beside other coefficients", "a DividedByBatch in all, or in none");
        }
        return divided.contains(true) ? PenaltyDivisor.BATCH : PenaltyDivisor.NOTHING;
    }

    /** The sum of the coefficients of one kind. */
    private static double coefficient(JsonPlace list, String type, String key) {
        double sum = 0;
        for (JsonPlace penalty : list.elements()) {
            if (penalty.type().equals(type)) {
                JsonPlace schedule = penalty.get(key);
                if (!schedule.type().equals("FixedSchedule") && !schedule.type().equals("DividedByBatch")) {
                    throw schedule.refused("a coefficient with a schedule", "a FixedSchedule");
                }
                sum += schedule.get(schedule.type().equals("DividedByBatch") ? "coefficient" : "value")
                        .number();
            } else if (!List.of("L1Regularization", "L2Regularization", "WeightDecay")
                    .contains(penalty.type())) {
                throw penalty.unknown(penalty.type(), "L1Regularization, L2Regularization or WeightDecay");
            }
        }
        return sum;
    }

    /** The initial weights, for a configuration without weights. */
    static Initializer initializer(JsonPlace place, int inputs) {
        return switch (place.type()) {
            case "WeightInitXavier" -> new Initializer.GlorotNormal();
            case "WeightInitXavierUniform" -> new Initializer.GlorotUniform();
            case "WeightInitRelu" -> new Initializer.HeNormal();
            case "WeightInitReluUniform" -> new Initializer.HeUniform();
            case "WeightInitNormal" -> new Initializer.LecunNormal();
            case "WeightInitIdentity" -> new Initializer.Identity();
            case "WeightInitUniform" -> {
                double bound = 1 / Math.sqrt(inputs);
                yield new Initializer.Uniform(-bound, bound);
            }
            case "WeightInitConstant" -> {
                double value = place.get("value").number();
                yield value == 0 ? new Initializer.Zeros() : place.make(() -> new Initializer.Constant(value));
            }
            case "WeightInitDistribution" -> distribution(place.get("distribution"));
            default ->
                throw place.unknown(
                        place.type(),
                        "a model.zip, which has weights, or initial weights that `plumbline words initializer` lists");
        };
    }

    private static Initializer distribution(JsonPlace place) {
        String type = place.typeIn("type").orElse("");
        return switch (type) {
            case "UniformDistribution" -> place.word(Initializer.Uniform.class, "lower", "upper");
            case "NormalDistribution", "GaussianDistribution" -> place.word(Initializer.Normal.class, "mean", "std");
            case "TruncatedNormalDistribution" -> place.word(Initializer.TruncatedNormal.class, "mean", "std");
            case "OrthogonalDistribution" -> place.word(Initializer.Orthogonal.class, "gain");
            case "ConstantDistribution" -> place.word(Initializer.Constant.class, "value");
            default -> throw place.unknown(type, "initial weights that `plumbline words initializer` lists");
        };
    }
}
