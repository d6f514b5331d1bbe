package dev.plumbline.dl4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.json.Dl4jAudit.Finding;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class Dl4jAuditTests {
    /** Defects of a network, in which everything else has none. */
    private static Set<ConfigurationDefect> of(
            DataType type,
            UnaryOperator<NeuralNetConfiguration.Builder> network,
            Consumer<DenseLayer.Builder> dense,
            IActivation last,
            ILossFunction loss) {
        DenseLayer.Builder hidden = new DenseLayer.Builder().nIn(3).nOut(4).activation(new ActivationTanH());
        dense.accept(hidden);
        String json = network.apply(new NeuralNetConfiguration.Builder()
                        .dataType(type)
                        .seed(1)
                        .weightInit(WeightInit.XAVIER)
                        .updater(new Sgd(0.1)))
                .list()
                .layer(hidden.build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(4)
                        .nOut(2)
                        .activation(last)
                        .build())
                .validateOutputLayerConfig(false)
                .build()
                .toJson();
        return Dl4jAudit.of(json).stream()
                .map(Finding::defect)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ConfigurationDefect.class)));
    }

    private static Set<ConfigurationDefect> network(UnaryOperator<NeuralNetConfiguration.Builder> network) {
        return of(DataType.DOUBLE, network, dense -> {}, new ActivationTanH(), new LossMSE());
    }

    private static Set<ConfigurationDefect> layer(Consumer<DenseLayer.Builder> layer) {
        return of(DataType.DOUBLE, network -> network, layer, new ActivationTanH(), new LossMSE());
    }

    private static Set<ConfigurationDefect> activation(IActivation activation) {
        return layer(dense -> dense.activation(activation));
    }

    private static Set<ConfigurationDefect> updater(IUpdater updater) {
        return network(network -> network.updater(updater));
    }

    private static Set<ConfigurationDefect> loss(DataType type, IActivation last, ILossFunction loss) {
        return of(type, network -> network, dense -> {}, last, loss);
    }

    @Test
    void aNetworkWithoutDefectsHasNone() {
        assertEquals(Set.of(), layer(dense -> {}));
    }

    /** Every defect, with a network of DL4J that has it; the others of the network are listed with it. */
    @Test
    void findsEveryDefectThatItKnows() {
        ActivationTanH tanh = new ActivationTanH();
        Map<String, Set<ConfigurationDefect>> found = Map.ofEntries(
                Map.entry("ELU_ALPHA", activation(new ActivationELU(0.5))),
                Map.entry("GELU_PRECISE,NAN_SLOPES,FLOAT_CONSTANTS", activation(new ActivationGELU(true))),
                Map.entry("GELU_SIGMOID,NAN_SLOPES,FLOAT_CONSTANTS", activation(new ActivationGELU(false))),
                Map.entry("RRELU_SLOPE,RRELU_PREDICTION", activation(new ActivationRReLU())),
                Map.entry("SOFTPLUS_OVERFLOW", activation(new ActivationSoftPlus())),
                Map.entry("NAN_SLOPES,MISH_TAIL", activation(new ActivationMish())),
                Map.entry("NAN_SLOPES", activation(new ActivationSwish())),
                Map.entry("RATIONAL_TANH_OVERFLOW,FLOAT_CONSTANTS", activation(new ActivationRationalTanh())),
                Map.entry("FLOAT_CONSTANTS", activation(new ActivationHardSigmoid())),
                Map.entry("SOFTMAX_FAR_BELOW_ZERO", activation(new ActivationSoftmax())),
                Map.entry("NAN_SWALLOWED", activation(new ActivationReLU6())),
                Map.entry("LEAKY_RELU_ALPHA,RECTIFIERS_AT_ZERO", activation(new ActivationLReLU())),
                Map.entry("RECTIFIERS_AT_ZERO", activation(new ActivationLReLU(0.25))),
                Map.entry("XENT_CLIP", loss(DataType.DOUBLE, tanh, new LossBinaryXENT())),
                Map.entry("XENT_CLIP_ONE", loss(DataType.FLOAT, tanh, new LossBinaryXENT(1e-9))),
                Map.entry("XENT_SOFTMAX", loss(DataType.FLOAT, new ActivationSoftmax(), new LossBinaryXENT(1e-7))),
                Map.entry("MCXENT_SUM,MCXENT_CLIP", loss(DataType.FLOAT, new ActivationSoftmax(), new LossMCXENT())),
                Map.entry("KLD_CLIP", loss(DataType.DOUBLE, tanh, new LossKLD())),
                Map.entry("COSINE_SHORT", loss(DataType.DOUBLE, tanh, new LossCosineProximity())),
                Map.entry("COSINE_SHORT,COSINE_LONG", loss(DataType.FLOAT, tanh, new LossCosineProximity())),
                Map.entry("MAPE_ZERO", loss(DataType.DOUBLE, tanh, new LossMAPE())),
                Map.entry("WASSERSTEIN_MASK", loss(DataType.DOUBLE, tanh, new LossWasserstein())),
                Map.entry("MULTI_LABEL_DOUBLE", loss(DataType.DOUBLE, tanh, new LossMultiLabel())),
                Map.entry(
                        "SOFTPLUS_OVERFLOW,SOFTPLUS_TAIL",
                        loss(DataType.DOUBLE, new ActivationSoftPlus(), new LossPoisson())),
                Map.entry("ADABELIEF_CRASH", updater(new AdaBelief())),
                Map.entry("LEARNING_RATE_ZERO,ADAM_EPSILON", updater(new Adam(0.0))),
                Map.entry(
                        "ADAM_EPSILON,LEARNING_RATE_ZERO,",
                        updater(new AMSGrad(new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.1, 5, 0.0))))),
                Map.entry("ADAMAX_EPSILON", updater(new AdaMax(0.01))),
                Map.entry("NADAM_BIAS", updater(new Nadam(0.01))),
                Map.entry("RMSPROP_START", updater(new RmsProp(0.01, 0.9, 0.1))),
                Map.entry("UPDATER_DEFAULTS", updater(new RmsProp())),
                Map.entry("ADAGRAD_START", updater(new AdaGrad(0.01))),
                Map.entry("ADAGRAD_START,UPDATER_DEFAULTS", updater(new AdaGrad())),
                Map.entry("UPDATER_DEFAULTS,", updater(new Nesterovs())),
                Map.entry("POLY_SCHEDULE", updater(new Sgd(new PolySchedule(ScheduleType.ITERATION, 0.1, 2, 100)))),
                Map.entry(
                        "CYCLE_SCHEDULE_ODD",
                        updater(new Sgd(new CycleSchedule(ScheduleType.ITERATION, 0.01, 0.1, 10, 1, 0.1)))),
                Map.entry(
                        "EPOCH_COUNT,POLY_SCHEDULE",
                        updater(new Sgd(new PolySchedule(ScheduleType.EPOCH, 0.1, 2, 100)))),
                Map.entry("WEIGHT_DECAY_TWICE,WEIGHT_DECAY_SCORE", network(network -> network.weightDecay(0.1))),
                Map.entry(
                        "WEIGHT_DECAY_BIAS_TWICE,WEIGHT_DECAY_SCORE", network(network -> network.weightDecayBias(0.1))),
                Map.entry("WEIGHT_DECAY_SCORE", layer(dense -> dense.weightDecay(0.1))),
                Map.entry(
                        "CONSTRAINT_EPSILON,NORM_OF_SQUARES",
                        layer(dense -> dense.constrainWeights(new MaxNormConstraint(2, 0)))),
                Map.entry(
                        "CONSTRAINT_EPSILON,NORM_OF_SQUARES,MIN_MAX_NORM_RATE,CONSTRAINT_TWICE",
                        layer(dense -> dense.constrainWeights(new MinMaxNormConstraint(0, 1, 0.5, 0)))),
                Map.entry(
                        "UNIT_NORM_ZERO,NORM_OF_SQUARES",
                        layer(dense -> dense.constrainWeights(new UnitNormConstraint(0)))),
                Map.entry(
                        "NORM_OF_SQUARES",
                        layer(dense -> dense.gradientNormalization(GradientNormalization.ClipL2PerLayer))),
                Map.entry("DROPOUT_RETAINS", layer(dense -> dense.dropOut(0.8))),
                Map.entry("LECUN_UNIFORM", layer(dense -> dense.weightInit(WeightInit.LECUN_UNIFORM))),
                Map.entry(
                        "VARIANCE_SCALING_UNIFORM",
                        layer(dense -> dense.weightInit(WeightInit.VAR_SCALING_UNIFORM_FAN_AVG))),
                Map.entry(
                        "VARIANCE_SCALING_NORMAL",
                        layer(dense -> dense.weightInit(WeightInit.VAR_SCALING_NORMAL_FAN_IN))),
                Map.entry("ORTHOGONAL_FLOAT", layer(dense -> dense.weightInit(new OrthogonalDistribution(1)))),
                Map.entry("UNIFORM_FLOAT", layer(dense -> dense.weightInit(WeightInit.UNIFORM))),
                Map.entry("SEED_ZERO", network(network -> network.seed(0))));
        EnumSet<ConfigurationDefect> all = EnumSet.noneOf(ConfigurationDefect.class);
        found.forEach((names, defects) -> {
            Set<ConfigurationDefect> expected = Arrays.stream(names.split(","))
                    .map(ConfigurationDefect::valueOf)
                    .collect(Collectors.toSet());
            assertEquals(expected, defects, names);
            all.addAll(defects);
        });
        assertEquals(EnumSet.allOf(ConfigurationDefect.class), all);
    }

    @Test
    void namesThePlace() {
        String json = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(new ActivationELU(0.5))
                        .build())
                .layer(new OutputLayer.Builder(new LossMSE())
                        .nIn(4)
                        .nOut(2)
                        .activation(new ActivationTanH())
                        .build())
                .build()
                .toJson();
        assertEquals(
                List.of(new Finding("confs[0].layer.activationFn", "ActivationELU", ConfigurationDefect.ELU_ALPHA)),
                Dl4jAudit.of(json));
    }

    @Test
    void loadsNothing() {
        assertEquals(List.of(), Dl4jAudit.of("{\"confs\": [{\"layer\": {\"@class\": \"x.Y\"}}]}"));
        assertTrue(assertThrows(InvalidSpecException.class, () -> Dl4jAudit.of("{\"a\": 1}"))
                .getMessage()
                .contains("no layers"));
        assertThrows(InvalidSpecException.class, () -> Dl4jAudit.of("[".repeat(100_000)));
    }
}
