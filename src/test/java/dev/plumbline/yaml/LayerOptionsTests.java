package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.Dropout;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Regularization.PenaltyDivisor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of a layer besides its units and its activation. */
class LayerOptionsTests {
    private static final String LAYER = "  - dense: { units: 4, activation: tanh }\n";

    private static final Example OPTIONS = Example.valid().with(LAYER, """
              - dense:
                  units: 4
                  activation: tanh
                  bias_init: 0.1
                  dropout: { drop_probability: 0.2 }
                  regularization: { l1: 0.01, l2_bias: 0.02 }
                  gradient_normalization: { clip_norm: { threshold: 5, per: layer } }
                  constraint: { max_norm: { max: 3 } }
            """);

    @Test
    void readsThem() {
        Layer layer = OPTIONS.spec().layers().get(0);

        assertEquals(0.1, layer.biasInit());
        assertEquals(Optional.of(new Dropout(0.2)), layer.dropout());
        assertEquals(Optional.of(new Regularization(0.01, 0, 0, 0.02, 0)), layer.regularization());
        assertEquals(Optional.of(new ClipNorm(5, NormScope.LAYER)), layer.gradientNormalization());
        assertEquals(Optional.of(new Constraint.MaxNorm(3)), layer.constraint());
    }

    @Test
    void writesWhatReadsBackAsTheSame() {
        NetworkSpec spec = OPTIONS.spec();

        assertEquals(spec, Example.text(YamlWriter.write(spec)).spec());
    }

    @Test
    void saysWhatWouldHaveNoEffectAtItsPlace() {
        OPTIONS.with("activation: tanh\n", "activation: tanh\n      bias: false\n")
                .isRefusedWith("""
                error[E021]: `bias_init` would have no effect: this layer has no bias
                  --> xor.yaml:8:18
                8 |       bias_init: 0.1
                  |                  ^^^
                  = allowed here: `bias: true`, or leave this out

                error[E021]: `l2_bias` would have no effect: this layer has no bias
                   --> xor.yaml:10:44
                10 |       regularization: { l1: 0.01, l2_bias: 0.02 }
                   |                                            ^^^^
                   = allowed here: `bias: true`, or leave this out
                """);
    }

    @Test
    void refusesToDropEverything() {
        OPTIONS.with("drop_probability: 0.2", "drop_probability: 1").isRefusedWith("""
                error[E020]: `drop_probability` is 1
                  --> xor.yaml:8:36
                8 |       dropout: { drop_probability: 1 }
                  |                                    ^
                  = allowed here: a finite number in (0, 1)
                """);
    }

    @Test
    void refusesARegularizationOfNothing() {
        OPTIONS.with("{ l1: 0.01, l2_bias: 0.02 }", "{}").isRefusedWith("""
                error[E021]: `regularization` would have no effect: nothing in it is above 0
                  --> xor.yaml:9:7
                9 |       regularization: {}
                  |       ^^^^^^^^^^^^^^
                  = allowed here: at least one of l1, l2, l1_bias, l2_bias, weight_decay, or no
                      `regularization`
                """);
    }

    @Test
    void penaltiesAreDividedOnlyIfItSaysSo() {
        Regularization some = OPTIONS.with("l2_bias: 0.02", "l2_bias: 0.02, divided_by: batch")
                .spec()
                .layers()
                .get(0)
                .regularization()
                .orElseThrow();

        assertEquals(new Regularization(0.01, 0, 0, 0.02, 0, PenaltyDivisor.BATCH), some);
        assertEquals(new Regularization(0.0025, 0, 0, 0.005, 0), some.forBatch(4));
    }

    @Test
    void refusesToDivideByAnythingElse() {
        OPTIONS.with("l2_bias: 0.02", "l2_bias: 0.02, divided_by: epoch").isRefusedWith("""
                error[E013]: unknown penalty divisor `epoch`
                  --> xor.yaml:9:62
                9 |       regularization: { l1: 0.01, l2_bias: 0.02, divided_by: epoch }
                  |                                                              ^^^^^
                  = allowed here: nothing, batch
                """);
    }

    @Test
    void refusesToDivideNoPenalty() {
        OPTIONS.with("l1: 0.01, l2_bias: 0.02", "weight_decay: 0.1, divided_by: batch")
                .isRefusedWith("""
                error[E021]: `divided_by` would have no effect: there is no penalty that it could divide
                  --> xor.yaml:9:56
                9 |       regularization: { weight_decay: 0.1, divided_by: batch }
                  |                                                        ^^^^^
                  = allowed here: at least one of l1, l2, l1_bias, l2_bias, or no `divided_by`
                """);
    }

    /** The workers receive a configuration, and no listener. */
    @Test
    void refusesToDividePenaltiesByTheBatchesOfWorkers() {
        OPTIONS.with("l2_bias: 0.02", "l2_bias: 0.02, divided_by: batch")
                .with("  epochs: 100\n", "  epochs: 100\n  distributed: { workers: 2 }\n")
                .isRefusedWith("""
                error[E022]: the penalties are `divided_by: batch`, and DL4J does not tell a penalty how many examples the batch of a worker has
                   --> xor.yaml:21:3
                21 |   distributed: { workers: 2 }
                   |   ^^^^^^^^^^^
                   = allowed here: no `distributed`, or a `regularization` without `divided_by`
                """);
    }

    @Test
    void requiresTheScopeOfANorm() {
        OPTIONS.with(", per: layer", "").isRefusedWith("""
                error[E011]: `per` is missing in layers[0].dense.gradient_normalization.clip_norm
                   --> xor.yaml:10:33
                10 |       gradient_normalization: { clip_norm: { threshold: 5 } }
                   |                                 ^^^^^^^^^
                   = needed: the scope of a norm: layer (W and b together), tensor (W and b
                       separately) or network (all layers together): layer, tensor, network
                """);
    }

    @Test
    void aNormHasAnEpsilonOnlyIfItIsGiven() {
        ClipNorm clip = (ClipNorm) OPTIONS.with("per: layer", "per: network, epsilon: 1.0e-6")
                .spec()
                .layers()
                .get(0)
                .gradientNormalization()
                .orElseThrow();

        assertEquals(new ClipNorm(5, NormScope.NETWORK, 1e-6), clip);
        assertEquals(new ClipNorm(5, NormScope.LAYER, 0), new ClipNorm(5, NormScope.LAYER));
    }

    @Test
    void refusesANegativeEpsilonOfANorm() {
        OPTIONS.with("per: layer", "per: layer, epsilon: -1.0e-6").isRefusedWith("""
                error[E020]: `epsilon` is -1.0e-6
                   --> xor.yaml:10:81
                10 | …malization: { clip_norm: { threshold: 5, per: layer, epsilon: -1.0e-6 } }
                   |                                                                ^^^^^^^
                   = allowed here: a finite number of at least 0
                """);
    }

    /** The workers receive a configuration, and no listener. */
    @ParameterizedTest
    @ValueSource(strings = {"per: network", "per: layer, epsilon: 1.0e-6"})
    void refusesANormOverAllLayersOrWithAnEpsilonWithWorkers(String norm) {
        OPTIONS.with("per: layer", norm)
                .with("  epochs: 100\n", "  epochs: 100\n  distributed: { workers: 2 }\n")
                .isRefusedWith("""
                error[E022]: the configuration that DL4J sends to the workers cannot contain a norm over all layers, `per: network`, or the `epsilon` of a norm
                   --> xor.yaml:21:3
                21 |   distributed: { workers: 2 }
                   |   ^^^^^^^^^^^
                   = allowed here: no `distributed`, or a `gradient_normalization` with `per:
                       layer` or `per: tensor`, without `epsilon`
                """);
    }
}
