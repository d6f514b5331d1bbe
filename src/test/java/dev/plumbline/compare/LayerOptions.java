package dev.plumbline.compare;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softplus;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.ClipValue;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.GradientNormalization.UnitNorm;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Network.DenseLayer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Regularization.PenaltyDivisor;
import java.util.List;
import java.util.function.Consumer;

/** The options of a layer beside its units and activation, one at a time, with values that matter. */
enum LayerOptions implements Consumer<DenseLayer> {
    BIAS_INIT(layer -> layer.biasInit(0.3)),
    DROPOUT(layer -> layer.dropout(0.4)),
    L1(layer -> layer.regularization(Regularization.of(0.03, 0))),
    L2(layer -> layer.regularization(Regularization.of(0, 0.07))),
    L1_BIAS(layer -> layer.biasInit(0.1).regularization(new Regularization(0, 0, 0.05, 0, 0))),
    L2_BIAS(layer -> layer.biasInit(0.1).regularization(new Regularization(0, 0, 0, 0.3, 0))),
    WEIGHT_DECAY(layer -> layer.regularization(Regularization.weightDecay(0.04))),
    ALL_PENALTIES(layer -> layer.biasInit(0.1).regularization(new Regularization(0.01, 0.02, 0.03, 0.04, 0))),
    PENALTIES_DIVIDED_BY_BATCH(layer ->
            layer.biasInit(0.1).regularization(new Regularization(0.04, 0.08, 0.12, 0.16, 0, PenaltyDivisor.BATCH))),
    CLIP_VALUE(layer -> layer.gradientNormalization(new ClipValue(0.01))),
    CLIP_NORM_PER_LAYER(layer -> layer.gradientNormalization(new ClipNorm(0.04, NormScope.LAYER))),
    CLIP_NORM_PER_TENSOR(layer -> layer.gradientNormalization(new ClipNorm(0.04, NormScope.TENSOR))),
    CLIP_NORM_PER_NETWORK(layer -> layer.gradientNormalization(new ClipNorm(0.08, NormScope.NETWORK))),
    CLIP_NORM_PER_LAYER_WITH_EPSILON(layer -> layer.gradientNormalization(new ClipNorm(0.04, NormScope.LAYER, 0.01))),
    CLIP_NORM_PER_TENSOR_WITH_EPSILON(layer -> layer.gradientNormalization(new ClipNorm(0.04, NormScope.TENSOR, 1e-6))),
    CLIP_NORM_PER_NETWORK_WITH_EPSILON(
            layer -> layer.gradientNormalization(new ClipNorm(0.08, NormScope.NETWORK, 1e-3))),
    UNIT_NORM_PER_LAYER(layer -> layer.gradientNormalization(new UnitNorm(NormScope.LAYER))),
    UNIT_NORM_PER_TENSOR(layer -> layer.gradientNormalization(new UnitNorm(NormScope.TENSOR))),
    UNIT_NORM_PER_NETWORK(layer -> layer.gradientNormalization(new UnitNorm(NormScope.NETWORK))),
    MAX_NORM(layer -> layer.constraint(new Constraint.MaxNorm(0.8))),
    UNIT_NORM(layer -> layer.constraint(new Constraint.UnitNorm())),
    NON_NEGATIVE(layer -> layer.constraint(new Constraint.NonNegative()));

    private final Consumer<DenseLayer> definition;

    LayerOptions(Consumer<DenseLayer> definition) {
        this.definition = definition;
    }

    @Override
    public void accept(DenseLayer layer) {
        definition.accept(layer);
    }

    /** A network of three layers, all with this option, trained in shuffled batches, the last of them short. */
    NetworkSpec network(Precision precision) {
        return network(name(), precision, this);
    }

    /** A network whose layers all have these options; of the same kind, the last one applies. */
    static NetworkSpec network(String name, Precision precision, Consumer<DenseLayer> options) {
        return Network.define(
                name,
                net -> net.inputs(3)
                        .dense(5, new Tanh(), options)
                        .dense(4, new Softplus(), options)
                        .dense(2, new Sigmoid(), options)
                        .init(new Initializer.GlorotUniform())
                        .seed(3)
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                new Sgd(0.1),
                                training -> training.epochs(10).batchSize(4).shuffle(true))
                        .data(
                                RandomNetworks.normal(new NumpyRandom(1), 11, 3).toArray(),
                                RandomNetworks.normal(new NumpyRandom(2), 11, 2).toArray()));
    }

    /** At most one option of each kind: a layer cannot have two. */
    static Consumer<DenseLayer> some(NumpyRandom random, boolean bias) {
        List<List<LayerOptions>> kinds = List.of(
                List.of(DROPOUT),
                List.of(L1, L2, WEIGHT_DECAY),
                List.of(
                        CLIP_VALUE,
                        CLIP_NORM_PER_LAYER,
                        CLIP_NORM_PER_TENSOR,
                        CLIP_NORM_PER_NETWORK,
                        CLIP_NORM_PER_LAYER_WITH_EPSILON,
                        CLIP_NORM_PER_TENSOR_WITH_EPSILON,
                        CLIP_NORM_PER_NETWORK_WITH_EPSILON,
                        UNIT_NORM_PER_LAYER,
                        UNIT_NORM_PER_TENSOR,
                        UNIT_NORM_PER_NETWORK),
                List.of(MAX_NORM, UNIT_NORM, NON_NEGATIVE));
        Consumer<DenseLayer> all = layer -> layer.bias(bias);
        if (bias && random.random() < 0.5) {
            all = all.andThen(BIAS_INIT);
        }
        for (List<LayerOptions> kind : kinds) {
            if (random.random() < 0.5) {
                all = all.andThen(RandomNetworks.oneOf(kind, random));
            }
        }
        return all;
    }
}
