package dev.plumbline.scaffold;

import com.samskivert.mustache.Mustache;
import dev.plumbline.scaffold.Notation.BiasRow;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the terms and lines of a network in a notation: of whole arrays in NumPy or in the formulas of a text, or of
 * the elements in the innermost lines of loops, where i is the example, j the input and k the unit.
 */
final class LineWriter {
    private static final Templates ARRAYS = Templates.of("arrays.txt");
    private static final Templates FORMULAS = Templates.of("formulas.txt");
    private static final Templates LOOPS = Templates.of("loops.txt");

    final NetworkSpec spec;
    final Notation notation;
    final Language language;
    private final boolean math;
    private final boolean loops;

    /**
     * A writer.
     *
     * @param math whether it writes formulas for readers instead of lines in NumPy
     */
    LineWriter(NetworkSpec spec, Notation notation, Language language, boolean math) {
        this.spec = spec;
        this.notation = notation;
        this.language = language;
        this.math = math;
        this.loops = language != Language.PYTHON;
    }

    Layer layer(int l) {
        return spec.layers().get(l - 1);
    }

    /** The optimizer of a layer in the precision of the network. */
    Optimizer optimizer(int l) {
        return spec.optimizerOf(l - 1).in(spec.precision());
    }

    boolean isLast(int l) {
        return l == spec.layers().size();
    }

    // Lines.

    /** The lines of a template for a layer, with further values by their names. */
    List<String> lines(String template, int layer, Map<String, ?> values) {
        Templates templates = loops ? LOOPS : math && FORMULAS.has(template) ? FORMULAS : ARRAYS;
        Mustache.CustomContext context = name -> values.containsKey(name) ? values.get(name) : value(name, layer);
        List<String> lines = templates.lines(template, context);
        return loops ? lines.stream().map(language::written).toList() : lines;
    }

    /** The term of a template of one line. */
    String term(String template, int layer) {
        return lines(template, layer, Map.of()).get(0);
    }

    /** The values of a template of formulas with the axes of this notation. */
    Map<String, String> values(String template) {
        Templates templates = loops ? LOOPS : ARRAYS;
        Mustache.CustomContext context = name -> value(name, spec.layers().size());
        return templates.values(template, context);
    }

    /**
     * The line that adds to the loss.
     *
     * @param over what each term is divided by
     * @param weights what each term is multiplied by
     */
    String loss(String term, String over, String weights) {
        String summand = (over + weights).isEmpty() ? term : FormulaText.parenthesized(term);
        return lines("loss", 1, Map.of("term", summand, "over", over, "weights", weights))
                .get(0);
    }

    /**
     * The lines that normalize the gradient of W or b.
     *
     * @param target the name of the result, or its declaration
     * @param gradient the gradient in this project's scale
     * @param scale its ratio to the network's
     */
    List<String> normalized(
            String target, String gradient, GradientNormalization word, int layer, boolean ofBias, Scale scale) {
        ElementFormula formula = ElementFormula.of(Schema.wordOf(word));
        List<String> lines = new ArrayList<>();
        if (formula.numbers().contains("norm")) {
            List<String> parts = word.isPer(NormScope.TENSOR)
                    ? List.of(gradient)
                    : Layer.withOneNorm(spec.layers(), layer)
                            .boxed()
                            .flatMap(l -> gradients(scale, l))
                            .toList();
            lines.addAll(lines(
                    "norm",
                    layer,
                    Map.of("parts", parts.stream().map(Language::operand).toList())));
        }
        Map<String, String> names = new HashMap<>(Map.of("g", gradient));
        if (word instanceof GradientNormalization.ClipValue clip) {
            names.put("threshold", String.valueOf(clip.threshold()));
        } else if (word instanceof GradientNormalization.ClipNorm clip) {
            names.put("threshold", String.valueOf(clip.threshold()));
            names.put("norm", plusEpsilon("norm", clip));
        }
        lines.add(target + " = " + formula.written(language, names));
        return lines;
    }

    /** A norm with the number that is added to it. */
    static String plusEpsilon(String norm, GradientNormalization.ClipNorm clip) {
        return clip.epsilon() > 0 ? norm + " + " + clip.epsilon() : norm;
    }

    private Stream<String> gradients(Scale scale, int layer) {
        Stream<String> symbols = layer(layer).bias() && !hasBiasRow(layer) ? Stream.of("dW", "db") : Stream.of("dW");
        return symbols.map(symbol -> scaled(scale, cell(symbol, layer)));
    }

    /** The lines that make the weights of a layer satisfy its constraint. */
    List<String> constrained(Constraint word, int layer) {
        ElementFormula formula = ElementFormula.of("constraint " + Schema.wordOf(word));
        List<String> lines =
                new ArrayList<>(formula.rows().isEmpty() ? List.of() : lines("norm of units", layer, Map.of()));
        String w = cell("W", layer);
        Map<String, String> names = new HashMap<>(Map.of("w", w, "norm", loops ? "norm" : "norms"));
        if (word instanceof Constraint.MaxNorm norm) {
            names.put("limit", String.valueOf(norm.max()));
        }
        lines.add(w + " = " + formula.written(language, names));
        return lines;
    }

    /** A value of templates; null for the path into another one. */
    private @Nullable Object value(String name, int layer) {
        return switch (name) {
            case "columns" -> notation.examplesInColumns();
            case "units" -> notation.examplesInColumns() ? "axis=0" : "axis=1";
            case "inputs" -> notation.weightsTransposed() ? "axis=1" : "axis=0";
            case "length" -> length();
            case "norm" -> language.declared("norm");
            case "bias" -> layer(layer).bias();
            case "hidden" -> !isLast(layer);
            case "drops" -> drops(layer);
            case "dropped" -> dropped(layer, "j");
            case "addsOnes" -> addsOnes(layer);
            case "below" -> below(layer);
            case "x" -> inputOf(layer);
            case "xWithOnes" -> withOnes(drops(layer) ? inputOf(layer) : below(layer));
            case "aWithOnes" -> withOnes(cell("A", layer));
            case "transposed" -> notation.weightsTransposed();
            case "biasInColumn" -> notation.biasInColumn();
            case "plusBias" -> layer(layer).bias() && notation.biasRow() == BiasRow.NONE;
            case "dZAbove" -> cell("dZ", layer + 1);
            case "WAbove" -> withoutBias(layer + 1);
            case "wOfInput" -> ofInputs(layer, "W");
            case "b" -> hasBiasRow(layer) ? ofBias(layer, "W") : cell("b", layer);
            case "e" -> element("e", "k");
            case "backwardSum" -> backwardSum(layer, "dA");
            default -> name.contains(".") ? null : cell(name, layer);
        };
    }

    /** A line as it ends in this language. */
    String statement(String line) {
        if (math) {
            return line.replace("np.", "")
                    .replace(" ** ", "^")
                    .replace("maximum", "max")
                    .replace("minimum", "min");
        }
        return language == Language.JAVA ? line.replaceFirst("(?= // |$)", ";") : line;
    }

    /** The line that defines the number of examples, if it needs one. */
    List<String> batchSize() {
        return loops || math ? List.of() : List.of("n = " + (notation.examplesInColumns() ? "x.shape[1]" : "len(x)"));
    }

    /** The lines that define the learning rate of a layer; none if its optimizer has none. */
    List<String> rate(int layer) {
        Optional<LearningRate> rate = optimizer(layer).rate();
        if (rate.isEmpty() || math) {
            return List.of();
        }
        String line = language.declared("rate") + " = " + RateFormulas.of(rate.get(), language);
        boolean constant = rate.get() instanceof LearningRate.Constant;
        return List.of(constant ? line : line + language.comment() + RateFormulas.UNITS);
    }

    // Terms.

    /** A product with a scalar factor and its sign. */
    String scaled(Scale scale, String product) {
        return (scale.isNegative() ? "-" : "") + scale.of(product, examples());
    }

    /** The number of examples of the batch. */
    private String examples() {
        return !loops ? "n" : (notation.examplesInColumns() ? "x[0]." : "x.") + length();
    }

    private String length() {
        return language == Language.JAVA ? "length" : "size";
    }

    /** The sum of two terms, of which the second may have a sign. */
    static String sum(String first, String second) {
        return first + (second.startsWith("-") ? " - " + second.substring(1) : " + " + second);
    }

    /** The first without the second. */
    static String difference(String first, String second) {
        return first + (second.startsWith("-") ? " + " + second.substring(1) : " - " + second);
    }

    /** The line that subtracts a term, and another one that may be empty. */
    String subtracted(String cell, String term, String more) {
        if (!loops) {
            String less = difference(cell + " = " + cell, term);
            return more.isEmpty() ? less : difference(less, more);
        }
        return more.isEmpty() ? added(cell, term, "-", "+") : cell + " -= " + sum(term, more);
    }

    private static String added(String cell, String term, String sign, String opposite) {
        boolean negative = term.startsWith("-");
        return cell + " " + (negative ? opposite : sign) + "= " + (negative ? term.substring(1) : term);
    }

    /** A formula of z, a, p and y with the names of a layer. */
    String named(String formula, int layer) {
        String z = FormulaText.renamed(formula, "z", cell("Z", layer));
        String y = FormulaText.renamed(z, "y", loops ? element("y", "k") : "y");
        return FormulaText.renamed(y, "a", cell("A", layer));
    }

    /** The slope of an activation with the names of a layer. */
    String slope(String formula, int layer) {
        String a = cell("A", layer);
        if (!isLast(layer) && notation.dropsActivation() && keep(layer + 1).isPresent()) {
            a = "(" + a + " * " + keep(layer + 1).get() + ")"; // the dropped elements do not count
        }
        if (!isLast(layer) && !loops && notation.hasOnes(layer + 1)) {
            a += notation.examplesInColumns() ? "[" + withoutOnes() + "]" : "[:, " + withoutOnes() + "]";
        }
        return FormulaText.renamed(FormulaText.renamed(formula, "z", cell("Z", layer)), "a", a);
    }

    /** The derivative of the penalties; empty if there are none. */
    String penaltySlope(int layer, boolean ofBias) {
        Regularization penalty = layer(layer).regularization().orElse(Regularization.NONE);
        double l1 = ofBias ? penalty.l1Bias() : penalty.l1();
        double l2 = ofBias ? penalty.l2Bias() : penalty.l2();
        if (l1 == 0 && l2 == 0) {
            return "";
        }
        String slope = ElementFormula.of("penalized", coefficient(l1, layer), coefficient(l2, layer))
                .written(language, Map.of("w", cell(ofBias ? "b" : "W", layer)))
                .replaceFirst("g [+] ", "");
        if (loops || ofBias || !hasBiasRow(layer)) {
            return slope;
        }
        int inputs = spec.inputsOf(layer - 1); // the row of the bias has no penalty of W
        int row = notation.biasRow() == BiasRow.FIRST ? 0 : inputs;
        String rows = "(np.arange(" + (inputs + 1) + ") != " + row + ")";
        return "(" + slope + ") * " + rows + (notation.weightsTransposed() ? "" : "[:, None]");
    }

    /** The coefficient of a penalty, divided by the number of examples if the layer's are; empty if it is 0. */
    String coefficient(double number, int layer) {
        return number == 0 ? "" : number + (layer(layer).isPenalizedPerBatch() ? " / " + examples() : "");
    }

    /** Whether the derivative of the penalties needs the number of examples. */
    boolean isSlopePerBatch(int layer, boolean ofBias) {
        return layer(layer).isPenalizedPerBatch()
                && !penaltySlope(layer, ofBias).isEmpty();
    }

    /** What penalties of W or b are of: without the row of the bias. */
    String penalized(String symbol, int layer) {
        return symbol.equals("W") ? loops ? ofInputs(layer, "W") : withoutBias(layer) : cell(symbol, layer);
    }

    /** Multiplied by the dropout of a layer's inputs, whose index in loops is given; empty if it has none. */
    String dropped(int layer, String index) {
        return keep(layer)
                .map(keep -> ElementFormula.of("dropped")
                        .written(
                                language,
                                Map.of("x", "", "mask", element("mask" + layer, index), "keep", String.valueOf(keep))))
                .orElse("");
    }

    private Optional<Double> keep(int l) {
        return layer(l).dropout().map(dropout -> dropout.keepProbability());
    }

    /** dA of a hidden layer. */
    String backward(int layer) {
        return (loops ? cell("dA", layer) : term("backward", layer)) + dropped(layer + 1, "k");
    }

    /** The lines that define dZ as a product. */
    List<String> delta(int layer, Scale scale, List<String> factors, String weights) {
        String dZ = cell("dZ", layer);
        String value = FormulaText.unwrapped(scaled(scale, String.join(" * ", factors) + weights));
        if (!loops || isLast(layer)) {
            return List.of(dZ + " = " + value);
        }
        return value.equals(cell("dA", layer))
                ? List.of(backwardSum(layer, "dZ"))
                : List.of(backwardSum(layer, "dA"), dZ + " = " + value);
    }

    /** The line that sums dA of a hidden layer; the index of its unit is j there. */
    private String backwardSum(int layer, String target) {
        int above = layer + 1;
        return element(target + layer, "j") + " += " + cell("dZ", above) + " * " + ofInputs(above, "W");
    }

    /** The lines that define the gradient of W or b. */
    List<String> gradient(int layer, boolean ofBias, Scale scale) {
        String dZ = cell("dZ", layer);
        if (!loops) {
            String sum = term(ofBias ? "sum of dZ" : "gradient", layer);
            return List.of(cell(ofBias ? "db" : "dW", layer) + " = " + scaled(scale, sum));
        }
        if (ofBias) {
            return List.of(added(cell("db", layer), scaled(scale, dZ), "+", "-"));
        }
        List<String> lines = new ArrayList<>();
        lines.add(added(ofInputs(layer, "dW"), scaled(scale, inputOf(layer) + " * " + dZ), "+", "-"));
        if (hasBiasRow(layer)) {
            lines.add(added(ofBias(layer, "dW"), scaled(scale, dZ), "+", "-"));
        }
        return lines;
    }

    // Names of tensors.

    /** A tensor of a layer, or its element in loops. */
    String cell(String symbol, int layer) {
        if (!loops) {
            boolean same = math || symbol.endsWith("W");
            return (same ? symbol : symbol.replace('Z', 'z').replace('A', 'a')) + layer;
        }
        return switch (symbol) {
            case "Z", "A" -> element(symbol.toLowerCase(Locale.ROOT) + layer, unit(layer));
            case "dZ", "dA" -> element(symbol + layer, "k");
            default ->
                symbol.endsWith("W")
                        ? weight(symbol + layer, "j")
                        : symbol + layer + (notation.biasInColumn() ? "[k][0]" : "[k]");
        };
    }

    /** The index of a unit of a layer in its own formulas. */
    private String unit(int layer) {
        boolean ones = !isLast(layer) && notation.hasOnes(layer + 1) && notation.biasRow() == BiasRow.FIRST;
        return ones ? "k + 1" : "k";
    }

    /** An array of examples, or its element in loops. */
    private String element(String name, String unit) {
        if (!loops) {
            return name;
        }
        return name + (notation.examplesInColumns() ? "[" + unit + "][i]" : "[i][" + unit + "]");
    }

    private String weight(String name, String input) {
        return name + (notation.weightsTransposed() ? "[k][" + input + "]" : "[" + input + "][k]");
    }

    /** The element of weights, or of their gradient, for input j. */
    private String ofInputs(int layer, String symbol) {
        return weight(
                symbol + layer,
                notation.biasRow() == BiasRow.FIRST && layer(layer).bias() ? "j + 1" : "j");
    }

    /** The element of weights, or of their gradient, that is the bias. */
    private String ofBias(int layer, String symbol) {
        return weight(
                symbol + layer, notation.biasRow() == BiasRow.FIRST ? "0" : String.valueOf(spec.inputsOf(layer - 1)));
    }

    private boolean hasBiasRow(int layer) {
        return notation.biasRow() != BiasRow.NONE && layer(layer).bias();
    }

    /** The inputs of a layer, with its dropout and ones. */
    private String inputOf(int layer) {
        if (loops) {
            boolean first = notation.biasRow() == BiasRow.FIRST && notation.hasOnes(layer);
            String array = element(layer == 1 ? "x" : "a" + (layer - 1), first ? "j + 1" : "j");
            return notation.dropsActivation() && layer > 1 ? array : array + dropped(layer, "j");
        }
        return drops(layer) || addsOnes(layer) ? (math ? "X" : "x") + layer : below(layer);
    }

    /** The outputs of the layer below, or the inputs of the network. */
    private String below(int layer) {
        return layer == 1 ? math ? "X" : "x" : cell("A", layer - 1);
    }

    private boolean drops(int layer) {
        return keep(layer).isPresent() && !(notation.dropsActivation() && layer > 1);
    }

    private boolean addsOnes(int layer) {
        return hasBiasRow(layer) && !notation.hasOnes(layer);
    }

    /** An array with the ones of the bias. */
    private String withOnes(String array) {
        boolean columns = notation.examplesInColumns();
        String ones = "np.ones((" + (columns ? "1, " + array + ".shape[1]" : "len(" + array + "), 1") + "))";
        String parts = notation.biasRow() == BiasRow.FIRST ? ones + ", " + array : array + ", " + ones;
        return "np." + (columns ? "vstack" : "hstack") + "([" + parts + "])";
    }

    private String withoutOnes() {
        return notation.biasRow() == BiasRow.FIRST ? "1:" : ":-1";
    }

    /** W without the row of the bias. */
    private String withoutBias(int layer) {
        String w = cell("W", layer);
        if (!hasBiasRow(layer)) {
            return w;
        }
        return w + (notation.weightsTransposed() ? "[:, " + withoutOnes() + "]" : "[" + withoutOnes() + "]");
    }
}
