package dev.plumbline.dl4j.json;

import com.google.gson.JsonElement;
import java.util.Map;
import java.util.Set;

/**
 * The classes that DL4J may instantiate from a configuration. A configuration with any other class is not passed to
 * DL4J's reader.
 */
final class KnownClasses {
    /** Simple names; {@link JsonPlace} accepts them only in packages of DL4J and Plumbline. */
    private static final Set<String> NAMES = Set.of("""
            DenseLayer OutputLayer
            ActivationIdentity ActivationSigmoid ActivationTanH ActivationReLU ActivationLReLU ActivationReLU6
            ActivationELU ActivationSELU ActivationSoftPlus ActivationSoftSign ActivationHardSigmoid
            ActivationHardTanH ActivationSwish ActivationMish ActivationGELU ActivationCube
            ActivationRationalTanh ActivationRectifiedTanh ActivationThresholdedReLU ActivationSoftmax
            LossL2 LossMSE LossL1 LossMAE LossMSLE LossMAPE LossBinaryXENT LossMCXENT LossNegativeLogLikelihood
            LossKLD LossPoisson LossHinge LossSquaredHinge LossCosineProximity
            HuberLoss WeightedLoss Sgd Nesterovs ClassicalMomentum Adam AMSGrad CorrectedEpsilon AdaMax Nadam RmsProp
            AdaGrad ScheduledAdaGrad InitialStateUpdater AdaDelta FixedSchedule StepSchedule ExponentialSchedule
            InverseSchedule SigmoidSchedule PolynomialDecay CycleSchedule MapSchedule StepRamp EpochRamp
            PositiveRate DividedByBatch Dropout MaxNormConstraint ExactMaxNorm UnitNormConstraint NonNegativeConstraint
            L1Regularization L2Regularization WeightDecay
            WeightInitXavier WeightInitXavierUniform WeightInitXavierLegacy WeightInitRelu WeightInitReluUniform
            WeightInitNormal WeightInitIdentity WeightInitUniform WeightInitSigmoidUniform
            WeightInitLecunUniform WeightInitConstant WeightInitDistribution WeightInitVarScalingNormalFanIn
            WeightInitVarScalingNormalFanOut WeightInitVarScalingNormalFanAvg WeightInitVarScalingUniformFanIn
            WeightInitVarScalingUniformFanOut WeightInitVarScalingUniformFanAvg
            UniformDistribution NormalDistribution GaussianDistribution TruncatedNormalDistribution
            OrthogonalDistribution ConstantDistribution LogNormalDistribution BinomialDistribution
            """.split("\\s+"));

    private KnownClasses() {}

    /** Whether a simple name is known. */
    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    /** Whether all classes that a configuration names are known, under any key from which Jackson reads class names. */
    static boolean areAll(JsonElement value) {
        if (value.isJsonArray()) {
            return value.getAsJsonArray().asList().stream().allMatch(KnownClasses::areAll);
        }
        if (!value.isJsonObject()) {
            return true;
        }
        JsonPlace place = new JsonPlace("", value);
        for (Map.Entry<String, JsonElement> member : value.getAsJsonObject().entrySet()) {
            boolean namesClass = member.getKey().equals("@class")
                    || member.getKey().equals("type")
                            && member.getValue().toString().contains(".");
            if (namesClass
                    && place.typeIn(member.getKey()).filter(NAMES::contains).isEmpty()) {
                return false;
            }
            if (!areAll(member.getValue())) {
                return false;
            }
        }
        return true;
    }
}
