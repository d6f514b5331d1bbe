package dev.plumbline.scaffold;

import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The parts of a network that a scaffold needs.
 *
 * @param language the language of the scaffold
 * @param headline its name and layers, safe in a comment
 * @param name the name of its file and class, without an ending
 * @param layers the layers, from the first to the last
 * @param loss the loss of an example
 * @param mean whether the batch's loss is the mean over its examples
 * @param update the update rule, with {@code rate} for the learning rate
 * @param lines the lines of each tensor
 */
record Plan(
        Language language,
        String headline,
        String name,
        List<LayerPlan> layers,
        LossFormulas.Formula loss,
        boolean mean,
        UpdateLines update,
        TensorLines lines) {

    /**
     * A layer.
     *
     * @param number the number of the layer, counted from 1
     * @param inputs the number of its inputs
     * @param units the number of its outputs
     * @param bias whether it has a bias
     * @param activation the formulas of its activation; empty for softmax
     * @param rate its learning rate
     */
    record LayerPlan(
            int number, int inputs, int units, boolean bias, Optional<ActivationFormula> activation, double rate) {
        /** The name of a variable of this layer. */
        String its(String what) {
            return what + number;
        }

        /** The shape of W. */
        String shape() {
            return inputs + " x " + units;
        }

        /** The name of its activation function. */
        String function() {
            return activation.map(ActivationFormula::name).orElse("softmax");
        }

        boolean isIdentity() {
            return activation.map(ActivationFormula::isIdentity).orElse(false);
        }

        /** x W + b, as calls of the functions in a scaffold with loops. */
        String preActivation(String x) {
            String dot = "dot(" + x + ", " + its("W") + ")";
            return bias ? "plus(" + dot + ", " + its("b") + ")" : dot;
        }

        /** The activation of z, as a call. */
        String activated(String z) {
            return isIdentity() ? z : function() + "(" + z + ")";
        }
    }

    Plan {
        layers = List.copyOf(layers);
    }

    /** The plan of a network that a scaffold supports completely. */
    static Plan of(NetworkSpec spec, Language language) {
        List<LayerPlan> layers = new ArrayList<>();
        for (int l = 0; l < spec.layers().size(); l++) {
            Layer layer = spec.layers().get(l);
            double rate = spec.optimizerOf(l)
                    .rate()
                    .map(each -> ((LearningRate.Constant) each).value())
                    .orElseThrow();
            layers.add(new LayerPlan(
                    l + 1,
                    spec.inputsOf(l),
                    layer.units(),
                    layer.bias(),
                    ActivationFormulas.of(layer.activation(), language),
                    rate));
        }
        Optimizer optimizer = spec.training().optimizer().in(spec.precision());
        return new Plan(
                language,
                headline(spec),
                ScaffoldNames.of(spec.name(), language),
                layers,
                LossFormulas.of(spec.loss(), language).orElseThrow(),
                spec.reduction() == Reduction.MEAN,
                UpdateLines.of(optimizer, language).orElseThrow(),
                TensorLines.of(spec, language, Notation.OWN));
    }

    private static String headline(NetworkSpec spec) {
        String layers = spec.layers().stream()
                .map(layer -> " -> " + layer.units() + " " + Schema.wordOf(layer.activation()))
                .collect(Collectors.joining());
        return ScaffoldNames.plain(spec.name().replace('\n', ' ')) + ": " + spec.inputs() + layers;
    }

    /** The name of ∂l/∂a in a scaffold with loops, or of ∂l/∂z if the loss provides that. */
    String lossGradient() {
        return last().its(loss.ofZ() || last().isIdentity() ? "dZ" : "dA");
    }

    /** Whether a layer with this activation calculates ∂l/∂z from ∂l/∂a. */
    boolean needsBackward(String function) {
        return layers.stream()
                .filter(layer -> layer.function().equals(function))
                .anyMatch(layer -> layer.number() < layers.size() || !loss.ofZ());
    }

    LayerPlan last() {
        return layers.get(layers.size() - 1);
    }

    /** From the last layer to the first. */
    List<LayerPlan> backwards() {
        return IntStream.rangeClosed(1, layers.size())
                .mapToObj(i -> layers.get(layers.size() - i))
                .toList();
    }

    /** The name of the input of a layer. */
    String inputOf(LayerPlan layer) {
        return layer.number() == 1 ? "x" : "a" + (layer.number() - 1);
    }

    boolean hasBias() {
        return layers.stream().anyMatch(LayerPlan::bias);
    }

    /** Whether the learning rate is the same in all layers. */
    boolean hasOneRate() {
        return layers.stream().map(LayerPlan::rate).distinct().count() == 1;
    }

    /** The name of a layer's learning rate. */
    String rateOf(LayerPlan layer) {
        return hasOneRate() ? "rate" : layer.its("rate");
    }

    /** One layer for each activation function except identity. */
    List<LayerPlan> differentActivations() {
        return layers.stream()
                .filter(layer -> !layer.isIdentity())
                .collect(Collectors.toMap(
                        LayerPlan::function, layer -> layer, (first, second) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }
}
