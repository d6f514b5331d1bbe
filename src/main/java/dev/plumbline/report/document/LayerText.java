package dev.plumbline.report.document;

import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Regularization;
import java.util.ArrayList;
import java.util.List;

/** The options of a layer, besides its units and its activation, in words. */
public final class LayerText {
    private LayerText() {}

    /** A phrase for each option: "bias from 0.1", "dropout of 0.2", "l2 0.01", "max norm with max 3". */
    public static List<String> options(Layer layer) {
        List<String> options = new ArrayList<>();
        if (layer.biasInit() != 0) {
            options.add("bias from " + Numbers.figure(layer.biasInit()));
        }
        layer.learningRate().ifPresent(rate -> options.add("learning rate " + Wording.value(rate)));
        layer.dropout().ifPresent(dropout -> options.add("dropout of " + Numbers.figure(dropout.dropProbability())));
        layer.regularization().ifPresent(some -> addPenalties(some, options));
        layer.gradientNormalization().ifPresent(word -> options.add("gradient: " + Wording.of(word)));
        layer.constraint().ifPresent(word -> options.add("weights: " + Wording.of(word)));
        return options;
    }

    private static void addPenalties(Regularization some, List<String> options) {
        String phrase = Wording.of(some); // "regularization with l1 0.1, l2 bias 0.2"
        options.addAll(List.of(
                phrase.substring(phrase.indexOf(" with ") + " with ".length()).split(", ")));
    }
}
