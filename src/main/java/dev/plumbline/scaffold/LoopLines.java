package dev.plumbline.scaffold;

import dev.plumbline.scaffold.Notation.BiasRow;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The innermost lines of loops in Java or Kotlin: i is the example, j the input and k the unit. */
final class LoopLines extends LineWriter {
    private final Language language;

    LoopLines(NetworkSpec spec, Notation notation, Language language) {
        super(spec, notation);
        this.language = language;
    }

    @Override
    Language language() {
        return language;
    }

    @Override
    String statement(String line) {
        if (language == Language.KOTLIN) {
            return line;
        }
        int comment = line.indexOf(" // ");
        return comment < 0 ? line + ";" : line.substring(0, comment) + ";" + line.substring(comment);
    }

    @Override
    String declared(String name, String value) {
        return (language == Language.JAVA ? "double " : "val ") + name + " = " + value;
    }

    private String rows(String name, String unit) {
        return name + (notation.examplesInColumns() ? "[" + unit + "][i]" : "[i][" + unit + "]");
    }

    private String weights(String name, String input) {
        return name + (notation.weightsTransposed() ? "[k][" + input + "]" : "[" + input + "][k]");
    }

    /** The index of an input in weights that have a row of the bias. */
    private String input(int layer, String index) {
        return notation.biasRow() == BiasRow.FIRST && layer(layer).bias() ? index + " + 1" : index;
    }

    /** The index of the bias in the weights. */
    private String biasRow(int layer) {
        return notation.biasRow() == BiasRow.FIRST ? "0" : String.valueOf(spec.inputsOf(layer - 1));
    }

    private boolean hasBiasRow(int layer) {
        return notation.biasRow() != BiasRow.NONE && layer(layer).bias();
    }

    @Override
    String cell(String symbol, int layer) {
        return switch (symbol) {
            case "Z", "A" -> rows(symbol.toLowerCase(Locale.ROOT) + layer, unit(layer));
            case "dZ", "dA" -> rows(symbol + layer, "k");
            case "mask" -> rows(symbol + layer, "j");
            default ->
                symbol.endsWith("W")
                        ? weights(symbol + layer, "j")
                        : symbol + layer + (notation.biasInColumn() ? "[k][0]" : "[k]");
        };
    }

    /** The index of a unit of a layer in its own formulas. */
    private String unit(int layer) {
        boolean ones =
                layer < spec.layers().size() && notation.hasOnes(layer + 1) && notation.biasRow() == BiasRow.FIRST;
        return ones ? "k + 1" : "k";
    }

    @Override
    String target() {
        return rows("y", "k");
    }

    private String size(String array) {
        return array + (language == Language.JAVA ? ".length" : ".size");
    }

    @Override
    String n() {
        return size(notation.examplesInColumns() ? "x[0]" : "x");
    }

    @Override
    List<String> batchSize() {
        return List.of();
    }

    @Override
    List<String> input(int layer) {
        return List.of();
    }

    private String inputOf(int layer) {
        boolean first = notation.biasRow() == BiasRow.FIRST && notation.hasOnes(layer);
        String array = rows(layer == 1 ? "x" : "a" + (layer - 1), first ? "j + 1" : "j");
        return notation.dropsActivation() && layer > 1 ? array : array + dropped(layer);
    }

    @Override
    List<String> preActivation(int layer) {
        String z = cell("Z", layer);
        List<String> lines = new ArrayList<>();
        if (hasBiasRow(layer)) {
            lines.add(z + " = " + weights("W" + layer, biasRow(layer)));
        } else if (layer(layer).bias()) {
            lines.add(z + " = " + cell("b", layer));
        }
        lines.add(z + " += " + inputOf(layer) + " * " + weights("W" + layer, input(layer, "j")));
        return lines;
    }

    @Override
    List<String> softmax(int layer, String dropped) {
        String e = rows("e", "k");
        return List.of(
                e + " = " + language.call("exp", cell("Z", layer) + " - largest") + language.comment()
                        + "largest: of the example's z",
                "sum += " + e,
                cell("A", layer) + " = " + e + " / sum" + dropped);
    }

    @Override
    List<String> withOnes(String target, String array) {
        return List.of(); // the element of the ones stays
    }

    @Override
    String overOutputs() {
        return " / " + size(notation.examplesInColumns() ? "y" : "y[i]");
    }

    @Override
    String loss(String term, String over) {
        String all = over + (spec.data().isWeighted() ? exampleWeights() : "");
        boolean isSum = term.contains(" + ") || term.contains(" - ");
        return "loss += " + (isSum && !all.isEmpty() ? "(" + term + ")" : term) + all;
    }

    @Override
    List<String> penalty(String symbol, int layer, double l1, double l2) {
        List<String> lines = new ArrayList<>();
        String element = symbol.equals("W") ? weights("W" + layer, input(layer, "j")) : cell(symbol, layer);
        if (l1 != 0) {
            lines.add("loss += " + l1 + " * " + language.call("abs", element));
        }
        if (l2 != 0) {
            lines.add("loss += " + l2 + " / 2 * " + element + " * " + element);
        }
        return lines;
    }

    @Override
    String backward(int layer) {
        return rows("dA" + layer, "k");
    }

    @Override
    String exampleWeights() {
        return " * weights[i]";
    }

    /** The line that sums dA of a hidden layer; the index of its unit is j there. */
    private String backwardSum(int layer, String target) {
        int above = layer + 1;
        return rows(target + layer, "j") + " += " + rows("dZ" + above, "k") + " * "
                + weights("W" + above, input(above, "j"));
    }

    @Override
    List<String> delta(int layer, Scale scale, List<String> factors, String weights) {
        String dZ = cell("dZ", layer);
        List<String> lines = new ArrayList<>();
        boolean hidden = layer < spec.layers().size();
        if (hidden && factors.size() == 1 && factors.get(0).equals(backward(layer))) {
            return List.of(backwardSum(layer, "dZ"));
        }
        if (hidden) {
            lines.add(backwardSum(layer, "dA"));
        }
        String product =
                String.join(" * ", factors).replace(rows("mask" + (layer + 1), "j"), rows("mask" + (layer + 1), "k"));
        String value = scaled(scale, product + weights);
        boolean single = value.matches("\\([^()]*\\)");
        lines.add(dZ + " = " + (single ? value.substring(1, value.length() - 1) : value));
        return lines;
    }

    @Override
    List<String> softmaxDelta(int layer, String da) {
        List<String> lines = new ArrayList<>();
        if (layer < spec.layers().size()) {
            lines.add(backwardSum(layer, "dA"));
        }
        String a = cell("A", layer);
        lines.add("sum += " + da + " * " + a);
        lines.add(cell("dZ", layer) + " = " + a + " * (" + da + " - sum)");
        return lines;
    }

    @Override
    List<String> gradient(int layer, boolean ofBias, Scale scale) {
        String dZ = cell("dZ", layer);
        if (ofBias) {
            return List.of(added(cell("db", layer), scaled(scale, dZ)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(added(weights("dW" + layer, input(layer, "j")), scaled(scale, inputOf(layer) + " * " + dZ)));
        if (hasBiasRow(layer)) {
            lines.add(added(weights("dW" + layer, biasRow(layer)), scaled(scale, dZ)));
        }
        return lines;
    }

    private static String added(String target, String term) {
        return target + (term.startsWith("-") ? " -= " + term.substring(1) : " += " + term);
    }

    @Override
    List<String> normalized(String gradient, GradientNormalization word, int layer, boolean ofBias, Scale scale) {
        List<String> lines = new ArrayList<>();
        return word.match(new GradientNormalization.Cases<>() {
            @Override
            public List<String> clipValue(double threshold) {
                String least = language.call("min", gradient, String.valueOf(threshold));
                return List.of(declared("g", language.call("max", "-" + threshold, least)));
            }

            @Override
            public List<String> clipNorm(double threshold, GradientNormalization.NormScope per) {
                sum(per);
                String part = language.call("min", "1.0", threshold + " / " + language.call("sqrt", "sum"));
                lines.add(declared("g", gradient + " * " + part));
                return lines;
            }

            @Override
            public List<String> unitNorm(GradientNormalization.NormScope per) {
                sum(per);
                lines.add(declared("g", gradient + " / " + language.call("sqrt", "sum")));
                return lines;
            }

            private void sum(GradientNormalization.NormScope per) {
                boolean whole = per == GradientNormalization.NormScope.LAYER;
                if (whole || !ofBias) {
                    lines.add("sum += " + language.square("(" + scaled(scale, cell("dW", layer)) + ")"));
                }
                if (layer(layer).bias() && !hasBiasRow(layer) && (whole || ofBias)) {
                    lines.add("sum += " + language.square("(" + scaled(scale, cell("db", layer)) + ")"));
                }
            }
        });
    }

    @Override
    List<String> normalizedInPlace(GradientNormalization word, int layer, boolean ofBias) {
        String name = cell(ofBias ? "db" : "dW", layer);
        return normalized(name, word, layer, ofBias, Scale.ONE).stream()
                .map(line -> line.startsWith(declared("g", ""))
                        ? name + line.substring(declared("g", "").length() - 3)
                        : line)
                .toList();
    }

    @Override
    String subtracted(String cell, String term, String more) {
        if (more.isEmpty()) {
            return term.startsWith("-") ? cell + " += " + term.substring(1) : cell + " -= " + term;
        }
        return cell + " -= " + sum(term, more);
    }

    @Override
    List<String> constrained(int layer, Constraint word) {
        String w = cell("W", layer);
        String sum = "sum += " + w + " * " + w;
        String norm = language.call("sqrt", "sum");
        return word.match(new Constraint.Cases<>() {
            @Override
            public List<String> maxNorm(double max) {
                return List.of(sum, w + " *= " + language.call("min", "1.0", max + " / " + norm));
            }

            @Override
            public List<String> unitNorm() {
                return List.of(sum, w + " /= " + norm);
            }

            @Override
            public List<String> nonNegative() {
                return List.of(w + " = " + language.call("max", "0.0", w));
            }
        });
    }

    @Override
    String cosine(boolean forward) {
        // with the sums of the row: ay of a * y, aa of a * a, yy of y * y
        String a = language.call("max", "1e-5", language.call("sqrt", "aa"));
        String y = language.call("max", "1e-5", language.call("sqrt", "yy"));
        return forward
                ? "-a * y / (" + a + " * " + y + ")"
                : "(a * ay - y * aa) / (" + a + " * " + y + " * " + language.call("max", "1e-5", "aa") + ")";
    }
}
