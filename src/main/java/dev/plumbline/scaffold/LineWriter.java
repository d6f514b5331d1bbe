package dev.plumbline.scaffold;

import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the terms of formulas in a syntax: of whole arrays, or of the elements in loops. */
abstract class LineWriter {
    final NetworkSpec spec;
    final Notation notation;

    LineWriter(NetworkSpec spec, Notation notation) {
        this.spec = spec;
        this.notation = notation;
    }

    abstract Language language();

    /** A line as it ends in this language. */
    abstract String statement(String line);

    /** The declaration of a new variable. */
    abstract String declared(String name, String value);

    /** A tensor of a layer, or its element. */
    abstract String cell(String symbol, int layer);

    /** The targets, or their element. */
    abstract String target();

    /** The number of examples. */
    abstract String n();

    /** The line that defines the number of examples, if it needs one. */
    abstract List<String> batchSize();

    /** The lines that define the inputs of a layer, where they are not simply the outputs of the one below. */
    abstract List<String> input(int layer);

    abstract List<String> preActivation(int layer);

    /** Softmax, and what its result is multiplied by. */
    abstract List<String> softmax(int layer, String dropped);

    /** An array with the ones of the bias. */
    abstract List<String> withOnes(String target, String array);

    /** Divided by the number of outputs. */
    abstract String overOutputs();

    abstract String loss(String term, String over);

    abstract List<String> penalty(String symbol, int layer, double l1, double l2);

    /** dA of a hidden layer, without dropout. */
    abstract String backward(int layer);

    /** Multiplied by the weights of the examples. */
    abstract String exampleWeights();

    abstract List<String> delta(int layer, Scale scale, List<String> factors, String weights);

    abstract List<String> softmaxDelta(int layer, String da);

    abstract List<String> gradient(int layer, boolean ofBias, Scale scale);

    /**
     * The lines that define g as the normalized gradient of W or b.
     *
     * @param gradient the gradient in this project's scale
     * @param scale its ratio to the network's
     */
    abstract List<String> normalized(
            String gradient, GradientNormalization word, int layer, boolean ofBias, Scale scale);

    /** The lines that normalize the gradient of W or b, or both, under its own name. */
    abstract List<String> normalizedInPlace(GradientNormalization word, int layer, boolean ofBias);

    /** The subtraction of a term, and of another one that may be empty. */
    abstract String subtracted(String cell, String term, String more);

    abstract List<String> constrained(int layer, Constraint word);

    /** The loss "cosine" or its gradient, which are no elementwise formulas. */
    abstract String cosine(boolean forward);

    /** A formula of z, a, p and y with the names of a layer. */
    String named(String formula, int layer) {
        String z = FormulaText.renamed(formula, "z", cell("Z", layer));
        String y = FormulaText.renamed(z, "y", target());
        return FormulaText.renamed(y, "a", cell("A", layer));
    }

    /** The slope of an activation with the names of a layer. */
    String slope(String formula, int layer) {
        boolean hidden = layer < spec.layers().size();
        String a = cell("A", layer);
        if (hidden && notation.dropsActivation() && keep(layer + 1).isPresent()) {
            a = "(" + a + " * " + keep(layer + 1).get() + ")"; // the dropped elements do not count
        }
        return FormulaText.renamed(FormulaText.renamed(formula, "z", cell("Z", layer)), "a", a);
    }

    Layer layer(int l) {
        return spec.layers().get(l - 1);
    }

    Optional<Double> keep(int l) {
        return layer(l).dropout().map(dropout -> dropout.keepProbability());
    }

    /** Multiplied by the dropout of a layer's inputs; empty if it has none. */
    String dropped(int layer) {
        return keep(layer)
                .map(keep -> " * " + cell("mask", layer) + " / " + keep)
                .orElse("");
    }

    /** A product with a scalar factor and its sign. */
    String scaled(Scale scale, String product) {
        return (scale.isNegative() ? "-" : "") + scale.of(product, n());
    }

    /** The sum of two terms, of which the second may have a sign. */
    static String sum(String first, String second) {
        return first + (second.startsWith("-") ? " - " + second.substring(1) : " + " + second);
    }

    /** The first without the second. */
    static String difference(String first, String second) {
        return first + (second.startsWith("-") ? " + " + second.substring(1) : " - " + second);
    }

    /** The derivative of the penalties; empty if there are none. */
    String penaltySlope(String symbol, int layer, double l1, double l2) {
        List<String> terms = new ArrayList<>();
        if (l1 != 0) {
            terms.add(l1 + " * " + language().call("sign", cell(symbol, layer)));
        }
        if (l2 != 0) {
            terms.add(l2 + " * " + cell(symbol, layer));
        }
        return String.join(" + ", terms);
    }

    /** The lines that define the learning rate of a layer; none if its optimizer has none. */
    List<String> rate(int layer) {
        Optional<LearningRate> rate =
                spec.optimizerOf(layer - 1).in(spec.precision()).rate();
        if (rate.isEmpty()) {
            return List.of();
        }
        if (rate.get() instanceof LearningRate.Constant constant) {
            return List.of(declared("rate", String.valueOf(constant.value())));
        }
        return List.of(declared("rate", rate.get().match(new RateFormulas(language())))
                + language().comment()
                + RateFormulas.UNITS);
    }
}
