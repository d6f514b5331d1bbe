package dev.plumbline.scaffold;

import java.util.ArrayList;
import java.util.List;

/** The innermost lines of the loops of a scaffold in Java or Kotlin, with the arrays of its step. */
record LoopLines(Plan plan) {

    /** The lines of a tensor, see {@link TensorLines#of(String, int)}. */
    List<String> of(String tensor, Plan.LayerPlan layer) {
        return lines(tensor, layer).stream()
                .map(line -> plan.language() == Language.JAVA ? line + ";" : line)
                .toList();
    }

    private List<String> lines(String tensor, Plan.LayerPlan layer) {
        return switch (tensor) {
            case "Z" -> preActivation(layer);
            case "A" -> activation(layer);
            case "loss" -> loss();
            case "dZ" -> delta(layer);
            case "dW" -> List.of(dW(layer, "[j][k]") + " += " + input(layer) + " * " + dZ(layer) + overBatch());
            case "db" -> List.of(layer.its("db") + "[k] += " + dZ(layer) + overBatch());
            case "W" -> update(layer, layer.its("W"), "[j][k]");
            case "b" -> update(layer, layer.its("b"), "[k]");
            default -> throw new IllegalArgumentException("no line calculates " + tensor);
        };
    }

    private static String dW(Plan.LayerPlan layer, String index) {
        return layer.its("dW") + index;
    }

    private static String dZ(Plan.LayerPlan layer) {
        return layer.its("dZ") + "[i][k]";
    }

    private static String z(Plan.LayerPlan layer) {
        return layer.its("z") + "[i][k]";
    }

    private static String a(Plan.LayerPlan layer) {
        return layer.its("a") + "[i][k]";
    }

    private String input(Plan.LayerPlan layer) {
        return plan.inputOf(layer) + "[i][j]";
    }

    private String overBatch() {
        return plan.mean() ? " / " + (plan.language() == Language.JAVA ? "x.length" : "x.size") : "";
    }

    private String overOutputs() {
        String outputs = plan.language() == Language.JAVA ? "y[i].length" : "y[i].size";
        return plan.loss().overOutputs() ? " / " + outputs : "";
    }

    private List<String> preActivation(Plan.LayerPlan layer) {
        List<String> lines = new ArrayList<>();
        if (layer.bias()) {
            lines.add(z(layer) + " = " + layer.its("b") + "[k]");
        }
        lines.add(z(layer) + " += " + input(layer) + " * " + layer.its("W") + "[j][k]");
        return lines;
    }

    private static List<String> activation(Plan.LayerPlan layer) {
        return layer.activation()
                .map(formulas -> List.of(a(layer) + " = " + FormulaText.renamed(formulas.forward(), "z", z(layer))))
                .orElseGet(() -> List.of("sum += e[i][k]", a(layer) + " = e[i][k] / sum"));
    }

    /** A formula of a, p and y, on the last layer. */
    private String ofLast(String formula) {
        String named = FormulaText.renamed(formula, "y", "y[i][k]");
        return FormulaText.renamed(named, "a", a(plan.last()));
    }

    private List<String> loss() {
        List<String> lines = new ArrayList<>(clipped());
        lines.add("loss += " + parenthesized(ofLast(plan.loss().forward())) + overOutputs() + overBatch());
        return lines;
    }

    private String parenthesized(String formula) {
        boolean isProduct = !formula.contains(" + ") && !formula.contains(" - ");
        return isProduct || overOutputs().isEmpty() && overBatch().isEmpty() ? formula : "(" + formula + ")";
    }

    private List<String> clipped() {
        String declared = plan.language() == Language.JAVA ? "double p = " : "val p = ";
        return plan.loss()
                .clipped()
                .map(formula -> List.of(declared + ofLast(formula)))
                .orElse(List.of());
    }

    private List<String> delta(Plan.LayerPlan layer) {
        boolean isLast = layer.number() == plan.layers().size();
        List<String> lines = new ArrayList<>();
        String gradient;
        if (isLast) {
            gradient = ofLast(plan.loss().gradient()) + overOutputs();
            if (plan.loss().ofZ() || layer.isIdentity()) {
                return List.of(dZ(layer) + " = " + gradient);
            }
            if (gradient.contains("p")) {
                lines.addAll(clipped());
            }
        } else {
            String above = String.valueOf(layer.number() + 1);
            gradient = layer.its("dA") + "[i][k]";
            lines.add(layer.its(layer.isIdentity() ? "dZ" : "dA") + "[i][j] += dZ" + above + "[i][k] * W" + above
                    + "[j][k]");
            if (layer.isIdentity()) {
                return lines;
            }
        }
        if (layer.activation().isPresent()) {
            lines.add(dZ(layer) + " = " + gradient + " * "
                    + layer.activation().get().slopeOf(z(layer), a(layer)));
        } else {
            lines.add("sum += " + gradient + " * " + a(layer));
            lines.add(dZ(layer) + " = " + a(layer) + " * (" + gradient + " - sum)");
        }
        return lines;
    }

    private List<String> update(Plan.LayerPlan layer, String name, String index) {
        List<String> lines = new ArrayList<>();
        for (String rule : plan.update().lines()) {
            String named = FormulaText.renamed(rule, "rate", plan.rateOf(layer));
            for (String symbol : plan.update().symbols()) {
                named = FormulaText.renamed(named, symbol, symbol + name + index);
            }
            named = FormulaText.renamed(named, "g", "d" + name + index);
            String declared = plan.language() == Language.JAVA ? "double " : "val ";
            lines.add(named.startsWith("before") ? declared + named : named);
        }
        lines.add(name + index + " -= u" + name + index);
        return lines;
    }
}
