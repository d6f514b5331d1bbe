package dev.plumbline.scaffold;

import dev.plumbline.scaffold.Notation.BiasRow;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of whole arrays: in NumPy, or as the formulas of a text. */
final class ArrayLines extends LineWriter {
    private final boolean math;

    /** Lines in NumPy, or formulas. */
    ArrayLines(NetworkSpec spec, Notation notation, boolean math) {
        super(spec, notation);
        this.math = math;
    }

    /** A matrix as it is stored, or its transpose. */
    private record Operand(String name, boolean isTransposed) {
        Operand transposed() {
            return new Operand(name, !isTransposed);
        }
    }

    private String product(Operand left, Operand right, boolean transposed) {
        if (transposed) {
            return product(right.transposed(), left.transposed(), false);
        }
        return math ? text(left) + " " + text(right) : text(left) + ".dot(" + text(right) + ")";
    }

    private String text(Operand operand) {
        return operand.name() + (operand.isTransposed() ? math ? "^T" : ".T" : "");
    }

    private Operand rows(String name) {
        return new Operand(name, notation.examplesInColumns());
    }

    private Operand weights(String name) {
        return new Operand(name, notation.weightsTransposed());
    }

    @Override
    Language language() {
        return Language.PYTHON;
    }

    @Override
    String statement(String line) {
        return math
                ? line.replace("np.", "")
                        .replace(" ** ", "^")
                        .replace("maximum", "max")
                        .replace("minimum", "min")
                : line;
    }

    @Override
    String declared(String name, String value) {
        return name + " = " + value;
    }

    @Override
    String cell(String symbol, int layer) {
        String name =
                math || symbol.endsWith("W") ? symbol : symbol.replace('Z', 'z').replace('A', 'a');
        return name + layer;
    }

    @Override
    String target() {
        return "y";
    }

    @Override
    String n() {
        return "n";
    }

    @Override
    List<String> batchSize() {
        String size = notation.examplesInColumns() ? "x.shape[1]" : "len(x)";
        return math ? List.of() : List.of("n = " + size);
    }

    @Override
    List<String> rate(int layer) {
        return math ? List.of() : super.rate(layer);
    }

    /** The outputs of the layer below, or the inputs of the network. */
    private String below(int layer) {
        return layer == 1 ? math ? "X" : "x" : cell("A", layer - 1);
    }

    private boolean drops(int layer) {
        return keep(layer).isPresent() && !(notation.dropsActivation() && layer > 1);
    }

    private boolean addsOnes(int layer) {
        return notation.biasRow() != BiasRow.NONE && layer(layer).bias() && !notation.hasOnes(layer);
    }

    private String inputOf(int layer) {
        return drops(layer) || addsOnes(layer) ? (math ? "X" : "x") + layer : below(layer);
    }

    @Override
    List<String> input(int layer) {
        List<String> lines = new ArrayList<>();
        String array = below(layer);
        if (drops(layer)) {
            lines.add(inputOf(layer) + " = " + array + dropped(layer));
            array = inputOf(layer);
        }
        if (addsOnes(layer)) {
            lines.addAll(withOnes(inputOf(layer), array));
        }
        return lines;
    }

    @Override
    List<String> withOnes(String target, String array) {
        boolean columns = notation.examplesInColumns();
        String size = columns ? array + ".shape[1]" : "len(" + array + ")";
        String ones = "np.ones((" + (columns ? "1, " + size : size + ", 1") + "))";
        String parts = notation.biasRow() == BiasRow.FIRST ? ones + ", " + array : array + ", " + ones;
        return List.of(target + " = np." + (columns ? "vstack" : "hstack") + "([" + parts + "])");
    }

    @Override
    List<String> preActivation(int layer) {
        String product = product(rows(inputOf(layer)), weights(cell("W", layer)), notation.examplesInColumns());
        boolean separate = layer(layer).bias() && notation.biasRow() == BiasRow.NONE;
        return List.of(cell("Z", layer) + " = " + product + (separate ? " + " + bias(layer) : ""));
    }

    private String bias(int layer) {
        String b = cell("b", layer);
        boolean same = notation.examplesInColumns() == notation.biasInColumn();
        return same ? b : notation.examplesInColumns() ? b + ".reshape(-1, 1)" : b + ".T";
    }

    /** The axis of the units. */
    private String units() {
        return notation.examplesInColumns() ? "axis=0" : "axis=1";
    }

    private String ofUnits(String array) {
        return array + ".sum(" + units() + ", keepdims=True)";
    }

    @Override
    List<String> softmax(int layer, String dropped) {
        String z = cell("Z", layer);
        String shifted = math ? z : z + " - " + z + ".max(" + units() + ", keepdims=True)";
        String sum = math ? "sum of e over the units of the example" : ofUnits("e");
        return List.of(
                "e = np.exp(" + shifted + ")", cell("A", layer) + " = e / " + (math ? "(" + sum + ")" : sum) + dropped);
    }

    @Override
    String overOutputs() {
        return math ? " / outputs" : " / y.shape[" + (notation.examplesInColumns() ? 0 : 1) + "]";
    }

    @Override
    String loss(String term, String over) {
        String weights = spec.data().isWeighted() ? exampleWeights() : "";
        String weighted = weights.isEmpty() ? term : "(" + term + ")" + weights;
        return "loss = " + (math ? "sum(" : "np.sum(") + weighted + ")" + over;
    }

    @Override
    List<String> penalty(String symbol, int layer, double l1, double l2) {
        List<String> lines = new ArrayList<>();
        String array = symbol.equals("W") ? withoutBias(layer) : cell(symbol, layer);
        if (l1 != 0) {
            lines.add("loss = loss + " + l1 + " * np.sum(np.abs(" + array + "))");
        }
        if (l2 != 0) {
            lines.add("loss = loss + " + l2 + " / 2 * np.sum(" + array + " ** 2)");
        }
        return lines;
    }

    /** W without the row of the bias. */
    private String withoutBias(int layer) {
        String w = cell("W", layer);
        if (notation.biasRow() == BiasRow.NONE || !layer(layer).bias()) {
            return w;
        }
        String part = notation.biasRow() == BiasRow.FIRST ? "1:" : ":-1";
        return w + (notation.weightsTransposed() ? "[:, " + part + "]" : "[" + part + "]");
    }

    @Override
    String penaltySlope(String symbol, int layer, double l1, double l2) {
        boolean inRow = symbol.equals("W")
                && notation.biasRow() != BiasRow.NONE
                && layer(layer).bias();
        String slope = super.penaltySlope(symbol, layer, l1, l2);
        if (!inRow || slope.isEmpty()) {
            return slope;
        }
        int row = notation.biasRow() == BiasRow.FIRST ? 0 : spec.inputsOf(layer - 1); // it has no penalty of W
        boolean columns = notation.weightsTransposed();
        String rows = "(np.arange(" + (spec.inputsOf(layer - 1) + 1) + ") != " + row + ")";
        return "(" + slope + ") * " + rows + (columns ? "" : "[:, None]");
    }

    @Override
    String backward(int layer) {
        Operand w = weights(withoutBias(layer + 1)).transposed();
        return product(rows(cell("dZ", layer + 1)), w, notation.examplesInColumns());
    }

    @Override
    String exampleWeights() {
        return math
                ? " * weights"
                : notation.examplesInColumns() ? " * weights.reshape(1, -1)" : " * weights.reshape(-1, 1)";
    }

    @Override
    String slope(String formula, int layer) {
        boolean ones = layer < spec.layers().size() && notation.hasOnes(layer + 1);
        if (!ones) {
            return super.slope(formula, layer);
        }
        String part = notation.biasRow() == BiasRow.FIRST ? "1:" : ":-1";
        String index = notation.examplesInColumns() ? "[" + part + "]" : "[:, " + part + "]";
        return super.slope(FormulaText.renamed(formula, "a", "a" + index), layer)
                .replace("a" + index, cell("A", layer) + index);
    }

    @Override
    List<String> delta(int layer, Scale scale, List<String> factors, String weights) {
        String product = String.join(" * ", factors) + weights;
        return List.of(cell("dZ", layer) + " = " + unwrapped(scaled(scale, product)));
    }

    /** Without parentheses around all of it. */
    private static String unwrapped(String formula) {
        boolean single = formula.matches("\\([^()]*\\)");
        return single ? formula.substring(1, formula.length() - 1) : formula;
    }

    @Override
    List<String> softmaxDelta(int layer, String da) {
        String a = cell("A", layer);
        String name = cell("dA", layer);
        String sum = math ? "(sum of " + name + " * " + a + " over the units)" : ofUnits("(" + name + " * " + a + ")");
        return List.of(name + " = " + da, cell("dZ", layer) + " = " + a + " * (" + name + " - " + sum + ")");
    }

    @Override
    List<String> gradient(int layer, boolean ofBias, Scale scale) {
        String dZ = cell("dZ", layer);
        if (!ofBias) {
            String product = product(rows(inputOf(layer)).transposed(), rows(dZ), notation.weightsTransposed());
            return List.of(cell("dW", layer) + " = " + scaled(scale, product));
        }
        String axis = notation.examplesInColumns() ? "axis=1" : "axis=0";
        String sum = notation.biasInColumn() ? dZ + ".sum(" + axis + ", keepdims=True)" : dZ + ".sum(" + axis + ")";
        if (notation.biasInColumn() && !notation.examplesInColumns()) {
            sum += ".T";
        }
        return List.of(cell("db", layer) + " = " + scaled(scale, math ? "(sum of " + dZ + " over the examples)" : sum));
    }

    private String norm(String... arrays) {
        String squares = List.of(arrays).stream()
                .map(array -> "np.sum((" + array + ") ** 2)")
                .collect(Collectors.joining(" + "));
        return "np.sqrt(" + squares + ")";
    }

    @Override
    List<String> normalized(String gradient, GradientNormalization word, int layer, boolean ofBias, Scale scale) {
        String both = layer(layer).bias() && notation.biasRow() == BiasRow.NONE
                ? norm(scaled(scale, cell("dW", layer)), scaled(scale, cell("db", layer)))
                : norm(scaled(scale, cell("dW", layer)));
        return word.match(new GradientNormalization.Cases<>() {
            @Override
            public List<String> clipValue(double threshold) {
                return List.of("g = np.clip(" + gradient + ", -" + threshold + ", " + threshold + ")");
            }

            @Override
            public List<String> clipNorm(double threshold, GradientNormalization.NormScope per) {
                return List.of(norm(per), "g = " + gradient + " * min(1, " + threshold + " / norm)");
            }

            @Override
            public List<String> unitNorm(GradientNormalization.NormScope per) {
                return List.of(norm(per), "g = " + gradient + " / norm");
            }

            private String norm(GradientNormalization.NormScope per) {
                boolean whole = per == GradientNormalization.NormScope.LAYER;
                return "norm = " + (whole ? both : ArrayLines.this.norm(gradient));
            }
        });
    }

    @Override
    List<String> normalizedInPlace(GradientNormalization word, int layer, boolean ofBias) {
        String name = cell(ofBias ? "db" : "dW", layer);
        return normalized(name, word, layer, ofBias, Scale.ONE).stream()
                .map(line -> line.startsWith("g = ") ? name + line.substring(1) : line)
                .toList();
    }

    @Override
    String subtracted(String cell, String term, String more) {
        String less = difference(cell + " = " + cell, term);
        return more.isEmpty() ? less : difference(less, more);
    }

    @Override
    List<String> constrained(int layer, Constraint word) {
        String w = cell("W", layer);
        String axis = notation.weightsTransposed() ? "axis=1" : "axis=0";
        String norm = "norm = np.sqrt((" + w + " ** 2).sum(" + axis + ", keepdims=True))";
        return word.match(new Constraint.Cases<>() {
            @Override
            public List<String> maxNorm(double max) {
                return List.of(norm, w + " = " + w + " * np.minimum(1, " + max + " / norm)");
            }

            @Override
            public List<String> unitNorm() {
                return List.of(norm, w + " = " + w + " / norm");
            }

            @Override
            public List<String> nonNegative() {
                return List.of(w + " = np.maximum(0, " + w + ")");
            }
        });
    }

    @Override
    String cosine(boolean forward) {
        String a = "np.maximum(1e-5, np.sqrt((a ** 2).sum(" + units() + ", keepdims=True)))";
        String y = "np.maximum(1e-5, np.sqrt((y ** 2).sum(" + units() + ", keepdims=True)))";
        String product = "(a * y).sum(" + units() + ", keepdims=True)";
        String squares = "(a ** 2).sum(" + units() + ", keepdims=True)";
        return forward
                ? "-(a * y) / (" + a + " * " + y + ")"
                : "(a * " + product + " - y * " + squares + ") / (" + a + " * " + y + " * np.maximum(1e-5, " + squares
                        + "))";
    }
}
