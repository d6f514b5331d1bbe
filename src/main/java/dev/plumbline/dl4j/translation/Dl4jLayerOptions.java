package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.MaskDropout;
import dev.plumbline.dl4j.translation.Dl4jConfiguration.Call;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.Dropout;
import dev.plumbline.spec.GradientNormalization.Cases;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Regularization;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/**
 * The options of a layer besides its units and its activation, as calls of its DL4J builder.
 *
 * @param <B> the builder
 */
final class Dl4jLayerOptions<B extends BaseLayer.Builder<?>> {
    private final String path;
    private final List<Call<B>> calls = new ArrayList<>();

    private Dl4jLayerOptions(String path) {
        this.path = path;
    }

    /** The calls. */
    static <B extends BaseLayer.Builder<?>> List<Call<B>> of(Layer layer, String path) {
        Dl4jLayerOptions<B> options = new Dl4jLayerOptions<>(path);
        if (layer.bias()) {
            options.number("bias_init", "biasInit", layer.biasInit(), b -> b.biasInit(layer.biasInit()));
        }
        layer.dropout().ifPresent(options::dropout);
        layer.regularization().ifPresent(options::regularization);
        layer.gradientNormalization().ifPresent(word -> word.match(options.new Normalization()));
        layer.constraint().ifPresent(options::constraint);
        return options.calls;
    }

    private void add(String key, String java, Consumer<B> effect) {
        calls.add(new Call<>(path + "." + key, "." + java, effect));
    }

    private void number(String key, String name, double value, Consumer<B> effect) {
        add(key, name + "(" + value + ")", effect);
    }

    private void dropout(Dropout dropout) {
        double keep = dropout.keepProbability();
        add("dropout", "dropOut(new MaskDropout(" + keep + "))", b -> b.dropOut(new MaskDropout(keep)));
    }

    private void regularization(Regularization some) {
        if (some.isOfBatch()) {
            String ofWeights = "regularization." + (some.l1() > 0 ? "l1" : "l2");
            Dl4jPenalties.divided(some.l1(), some.l2())
                    .ifPresent(list ->
                            add(ofWeights, "regularization(" + list.java() + ")", b -> b.regularization(list.make())));
            String ofBias = "regularization." + (some.l1Bias() > 0 ? "l1_bias" : "l2_bias");
            Dl4jPenalties.divided(some.l1Bias(), some.l2Bias())
                    .ifPresent(list -> add(
                            ofBias, "regularizationBias(" + list.java() + ")", b -> b.regularizationBias(list.make())));
        } else {
            penalty("l1", "l1", some.l1(), b -> b.l1(some.l1()));
            penalty("l2", "l2", some.l2(), b -> b.l2(some.l2()));
            penalty("l1_bias", "l1Bias", some.l1Bias(), b -> b.l1Bias(some.l1Bias()));
            penalty("l2_bias", "l2Bias", some.l2Bias(), b -> b.l2Bias(some.l2Bias()));
        }
        if (some.weightDecay() > 0) { // true: multiplied by the learning rate
            add(
                    "regularization.weight_decay",
                    "weightDecay(" + some.weightDecay() + ", true)",
                    b -> b.weightDecay(some.weightDecay(), true));
        }
    }

    private void penalty(String key, String name, double coefficient, Consumer<B> effect) {
        if (coefficient > 0) {
            number("regularization." + key, name, coefficient, effect);
        }
    }

    private void constraint(Constraint constraint) {
        Dl4jExpression<LayerConstraint> term = constraint.match(new Dl4jConstraints());
        add("constraint", "constrainWeights(" + term.java() + ")", b -> b.constrainWeights(term.make()));
    }

    /** Adds the calls of each word; returns whether there are any. The rest is {@link Dl4jConfiguration#norms}. */
    private final class Normalization implements Cases<Boolean> {

        @Override
        public Boolean clipValue(double threshold) {
            mode(GradientNormalization.ClipElementWiseAbsoluteValue);
            return threshold(threshold);
        }

        @Override
        public Boolean clipNorm(ClipNorm clip) {
            return clip.epsilon() == 0
                    && mode(clip.per(), GradientNormalization.ClipL2PerLayer, GradientNormalization.ClipL2PerParamType)
                    && threshold(clip.threshold());
        }

        @Override
        public Boolean unitNorm(NormScope per) {
            return mode(
                    per, GradientNormalization.RenormalizeL2PerLayer, GradientNormalization.RenormalizeL2PerParamType);
        }

        private boolean mode(NormScope per, GradientNormalization ofLayer, GradientNormalization ofTensor) {
            return switch (per) {
                case LAYER -> mode(ofLayer);
                case TENSOR -> mode(ofTensor);
                case NETWORK -> false;
            };
        }

        private boolean mode(GradientNormalization mode) {
            add(
                    "gradient_normalization",
                    "gradientNormalization(GradientNormalization." + mode + ")",
                    b -> b.gradientNormalization(mode));
            return true;
        }

        private boolean threshold(double threshold) {
            number(
                    "gradient_normalization",
                    "gradientNormalizationThreshold",
                    threshold,
                    b -> b.gradientNormalizationThreshold(threshold));
            return true;
        }
    }
}
