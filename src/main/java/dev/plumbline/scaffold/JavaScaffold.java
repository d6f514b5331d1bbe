package dev.plumbline.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a network in Java, with plain loops. */
record JavaScaffold(Plan plan, String check) {

    /** The whole file. */
    String source() {
        List<String> members = new ArrayList<>();
        members.add(fields());
        members.add(start());
        members.add(step());
        members.add(outputs());
        members.add("// The functions of the steps.\n");
        members.add(DOT);
        if (plan.hasBias()) {
            members.add(PLUS);
        }
        plan.differentActivations().forEach(layer -> members.add(forward(layer)));
        plan.differentActivations().stream()
                .filter(layer -> plan.needsBackward(layer.function()))
                .forEach(layer -> members.add(backward(layer)));
        members.add(gradients());
        if (plan.layers().size() > 1) {
            members.add(BACK);
        }
        members.addAll(updates());
        String body = String.join("\n", members).indent(4).replaceAll("(?m)^ +$", "");
        return opening() + "public class " + plan.name() + " implements HandRolledNetwork {\n" + body + "}\n";
    }

    private String opening() {
        return """
                // %s
                //
                // It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
                //
                //   %s

                import dev.plumbline.handrolled.HandRolledNetwork;
                import dev.plumbline.handrolled.Tape;

                """.formatted(plan.headline(), check);
    }

    private String fields() {
        StringBuilder java = new StringBuilder();
        if (plan.hasOneRate()) {
            java.append("private final double rate = ")
                    .append(plan.last().rate())
                    .append(";\n");
        }
        for (Plan.LayerPlan layer : plan.layers()) {
            if (!plan.hasOneRate()) {
                line(java, "private final double " + layer.its("rate") + " = " + layer.rate() + ";");
            }
            line(java, "private double[][] " + layer.its("W") + "; // " + layer.shape());
            if (layer.bias()) {
                line(java, "private double[] " + layer.its("b") + "; // " + layer.units());
            }
            for (UpdateLines.StateVariable variable : plan.update().state()) {
                String symbol = variable.symbol();
                line(java, "private double[][] " + symbol + layer.its("W") + "; // optimizer state of W");
                if (layer.bias()) {
                    line(java, "private double[] " + symbol + layer.its("b") + ";");
                }
            }
        }
        if (plan.update().counts()) {
            line(java, "private int t; // steps");
        }
        return java.toString();
    }

    private static void line(StringBuilder java, String text) {
        java.append(text).append('\n');
    }

    private String start() {
        StringBuilder java = new StringBuilder();
        for (Plan.LayerPlan layer : plan.layers()) {
            int index = layer.number() - 1;
            String w = layer.its("W");
            line(java, w + " = weights[" + index + "];");
            if (layer.bias()) {
                line(java, layer.its("b") + " = biases[" + index + "];");
            }
            for (UpdateLines.StateVariable variable : plan.update().state()) {
                String ofW = variable.symbol() + w;
                line(java, ofW + " = new double[" + w + ".length][" + layer.units() + "];");
                if (variable.start() != 0) {
                    line(java, "for (double[] row : " + ofW + ") {");
                    line(java, "    java.util.Arrays.fill(row, " + variable.start() + ");");
                    line(java, "}");
                }
                if (layer.bias()) {
                    String ofB = variable.symbol() + layer.its("b");
                    line(java, ofB + " = new double[" + layer.units() + "];");
                    if (variable.start() != 0) {
                        line(java, "java.util.Arrays.fill(" + ofB + ", " + variable.start() + ");");
                    }
                }
            }
        }
        return method("@Override\npublic void start(double[][][] weights, double[][] biases)", java);
    }

    private static String method(String head, CharSequence body) {
        return head + " {\n" + body.toString().indent(4).replaceAll("(?m)^ +$", "") + "}\n";
    }

    private String step() {
        StringBuilder java = new StringBuilder();
        line(java, "// Forward: feed the inputs through layer after layer.");
        for (Plan.LayerPlan layer : plan.layers()) {
            line(java, "double[][] " + layer.its("z") + " = " + layer.preActivation(plan.inputOf(layer)) + ";");
            line(java, "double[][] " + layer.its("a") + " = " + layer.activated(layer.its("z")) + ";");
        }
        java.append('\n').append(loss());
        line(java, "\n// Backward: how much did each value contribute to that?");
        plan.backwards().forEach(layer -> backward(java, layer));
        line(java, "\n// Update.");
        if (plan.update().counts()) {
            line(java, "t++;");
        }
        plan.layers().forEach(layer -> update(java, layer));
        line(java, "\n// The values that Plumbline compares. Leave out the ones that you do not have.");
        line(java, "tape.loss(loss);");
        plan.layers().forEach(layer -> tape(java, layer));
        return method("@Override\npublic void step(double[][] x, double[][] y, Tape tape)", java);
    }

    private static String ofTarget(String formula) {
        return FormulaText.renamed(formula, "y", "target");
    }

    private String loss() {
        String clipped = plan.loss()
                .clipped()
                .map(formula -> "        double p = " + formula + ";\n")
                .orElse("");
        String overOutputs = plan.loss().overOutputs() ? " / y[i].length" : "";
        return """
                // How much did we miss?
                double loss = 0;
                double[][] %s = new double[x.length][%s];
                for (int i = 0; i < x.length; i++) {
                    for (int k = 0; k < y[i].length; k++) {
                        double a = %s[i][k];
                        double target = y[i][k];
                %s        loss += %s%s;
                        %s[i][k] = %s%s;
                    }
                }
                %s""".formatted(
                        plan.lossGradient(),
                        plan.last().units(),
                        plan.last().its("a"),
                        clipped,
                        ofTarget(plan.loss().forward()),
                        overOutputs,
                        plan.lossGradient(),
                        ofTarget(plan.loss().gradient()),
                        overOutputs,
                        plan.mean() ? "loss /= x.length;\n" : "");
    }

    private void backward(StringBuilder java, Plan.LayerPlan layer) {
        boolean isLast = layer.number() == plan.layers().size();
        String dZ = layer.its("dZ");
        String gradient = plan.lossGradient();
        if (!isLast) {
            int above = layer.number() + 1;
            String da = layer.isIdentity() ? dZ : layer.its("dA");
            line(java, "double[][] " + da + " = back(dZ" + above + ", W" + above + ");");
            gradient = da;
        }
        if (!gradient.equals(dZ)) {
            String arguments = gradient + ", " + layer.its("z") + ", " + layer.its("a");
            line(java, "double[][] " + dZ + " = " + layer.function() + "Back(" + arguments + ");");
        }
        line(java, "double[][] " + layer.its("dW") + " = gradient(" + plan.inputOf(layer) + ", " + dZ + ");");
        if (layer.bias()) {
            line(java, "double[] " + layer.its("db") + " = gradient(" + dZ + ");");
        }
    }

    private void update(StringBuilder java, Plan.LayerPlan layer) {
        update(java, "double[][] ", layer.its("W"), plan.rateOf(layer));
        if (layer.bias()) {
            update(java, "double[] ", layer.its("b"), plan.rateOf(layer));
        }
    }

    private void update(StringBuilder java, String type, String name, String rate) {
        String state = plan.update().stateNames(symbol -> symbol + name + ", ");
        String t = plan.update().counts() ? ", t" : "";
        line(java, type + "u" + name + " = update(d" + name + ", " + state + rate + t + ");");
        line(java, "subtract(" + name + ", u" + name + ");");
    }

    private static void tape(StringBuilder java, Plan.LayerPlan layer) {
        int l = layer.number();
        line(
                java,
                String.format(
                        Locale.ROOT,
                        "tape.Z(%1$d, z%1$d).A(%1$d, a%1$d).dZ(%1$d, dZ%1$d).dW(%1$d, dW%1$d).uW(%1$d, uW%1$d).W(%1$d, W%1$d);",
                        l));
        if (layer.bias()) {
            line(java, String.format(Locale.ROOT, "tape.db(%1$d, db%1$d).ub(%1$d, ub%1$d).b(%1$d, b%1$d);", l));
        }
    }

    private String outputs() {
        StringBuilder java = new StringBuilder();
        line(java, "double[][] a = x;");
        plan.layers().forEach(layer -> line(java, "a = " + layer.activated(layer.preActivation("a")) + ";"));
        line(java, "return a;");
        return method("@Override\npublic double[][] outputs(double[][] x)", java);
    }

    private static final String DOT = """
            /** x W, (n, units) from (n, inputs) and (inputs, units). */
            private static double[][] dot(double[][] x, double[][] w) {
                double[][] z = new double[x.length][w[0].length];
                for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < w.length; j++) {
                        for (int k = 0; k < w[j].length; k++) {
                            z[i][k] += x[i][j] * w[j][k];
                        }
                    }
                }
                return z;
            }
            """;

    private static final String PLUS = """
            /** z + b, the same b for every example. */
            private static double[][] plus(double[][] z, double[] b) {
                double[][] sum = new double[z.length][b.length];
                for (int i = 0; i < z.length; i++) {
                    for (int k = 0; k < b.length; k++) {
                        sum[i][k] = z[i][k] + b[k];
                    }
                }
                return sum;
            }
            """;

    private static final String BACK = """
            /** dZ times the transposed weights, (n, inputs) from (n, units) and (inputs, units). */
            private static double[][] back(double[][] dZ, double[][] w) {
                double[][] dX = new double[dZ.length][w.length];
                for (int i = 0; i < dZ.length; i++) {
                    for (int j = 0; j < w.length; j++) {
                        for (int k = 0; k < w[j].length; k++) {
                            dX[i][j] += dZ[i][k] * w[j][k];
                        }
                    }
                }
                return dX;
            }
            """;

    private static String forward(Plan.LayerPlan layer) {
        Optional<ActivationFormula> formulas = layer.activation();
        if (formulas.isEmpty()) {
            return """
                    private static double[][] softmax(double[][] z) {
                        double[][] a = new double[z.length][z[0].length];
                        for (int i = 0; i < z.length; i++) {
                            double largest = Double.NEGATIVE_INFINITY; // subtracted, so that exp cannot overflow
                            for (double each : z[i]) {
                                largest = Math.max(largest, each);
                            }
                            double sum = 0;
                            for (int k = 0; k < z[i].length; k++) {
                                a[i][k] = Math.exp(z[i][k] - largest);
                                sum += a[i][k];
                            }
                            for (int k = 0; k < z[i].length; k++) {
                                a[i][k] /= sum;
                            }
                        }
                        return a;
                    }
                    """;
        }
        return """
                private static double[][] %s(double[][] z) {
                    double[][] a = new double[z.length][z[0].length];
                    for (int i = 0; i < z.length; i++) {
                        for (int k = 0; k < z[i].length; k++) {
                            a[i][k] = %s;
                        }
                    }
                    return a;
                }
                """.formatted(
                formulas.get().name(), FormulaText.renamed(formulas.get().forward(), "z", "z[i][k]"));
    }

    private static String backward(Plan.LayerPlan layer) {
        Optional<ActivationFormula> formulas = layer.activation();
        if (formulas.isEmpty()) {
            return """
                    private static double[][] softmaxBack(double[][] dA, double[][] z, double[][] a) {
                        double[][] dZ = new double[z.length][z[0].length];
                        for (int i = 0; i < z.length; i++) {
                            double sum = 0;
                            for (int k = 0; k < z[i].length; k++) {
                                sum += dA[i][k] * a[i][k];
                            }
                            for (int k = 0; k < z[i].length; k++) {
                                dZ[i][k] = a[i][k] * (dA[i][k] - sum);
                            }
                        }
                        return dZ;
                    }
                    """;
        }
        return """
                private static double[][] %sBack(double[][] dA, double[][] z, double[][] a) {
                    double[][] dZ = new double[z.length][z[0].length];
                    for (int i = 0; i < z.length; i++) {
                        for (int k = 0; k < z[i].length; k++) {
                            dZ[i][k] = dA[i][k] * %s;
                        }
                    }
                    return dZ;
                }
                """.formatted(formulas.get().name(), formulas.get().slopeOf("z[i][k]", "a[i][k]"));
    }

    private String gradients() {
        String what = plan.mean() ? "the mean" : "the sum";
        String over = plan.mean() ? " / x.length" : "";
        String weights = """
                /** The gradient with respect to W: %s over the examples, (inputs, units) from (n, inputs) and (n, units). */
                private static double[][] gradient(double[][] x, double[][] dZ) {
                    double[][] dW = new double[x[0].length][dZ[0].length];
                    for (int i = 0; i < x.length; i++) {
                        for (int j = 0; j < dW.length; j++) {
                            for (int k = 0; k < dW[j].length; k++) {
                                dW[j][k] += x[i][j] * dZ[i][k]%s;
                            }
                        }
                    }
                    return dW;
                }
                """.formatted(what, over);
        String bias = """

                /** The gradient with respect to b: %s over the examples. */
                private static double[] gradient(double[][] dZ) {
                    double[] db = new double[dZ[0].length];
                    for (int i = 0; i < dZ.length; i++) {
                        for (int k = 0; k < db.length; k++) {
                            db[k] += dZ[i][k]%s;
                        }
                    }
                    return db;
                }
                """.formatted(what, over.replace("x.", "dZ."));
        return plan.hasBias() ? weights + bias : weights;
    }

    private List<String> updates() {
        String t = plan.update().counts() ? ", int t" : "";
        String rule = plan.update().lines().stream()
                .map(line -> line.startsWith("before") ? "double " + line : line)
                .map(line -> FormulaText.indexed(line, plan.update().symbols(), "k"))
                .map(line -> "        " + line + ";\n")
                .collect(Collectors.joining());
        return List.of(
                """
                /** The update that is subtracted: the rule of the optimizer. */
                private static double[] update(double[] g, %sdouble rate%s) {
                    double[] u = new double[g.length];
                    for (int k = 0; k < g.length; k++) {
                %s    }
                    return u;
                }

                private static double[][] update(double[][] g, %sdouble rate%s) {
                    double[][] u = new double[g.length][];
                    for (int j = 0; j < g.length; j++) {
                        u[j] = update(g[j], %srate%s);
                    }
                    return u;
                }
                """.formatted(
                                plan.update().stateNames(symbol -> "double[] " + symbol + ", "),
                                t,
                                rule,
                                plan.update().stateNames(symbol -> "double[][] " + symbol + ", "),
                                t,
                                plan.update().stateNames(symbol -> symbol + "[j], "),
                                t.replace("int ", "")),
                """
                private static void subtract(double[] w, double[] u) {
                    for (int k = 0; k < w.length; k++) {
                        w[k] -= u[k];
                    }
                }

                private static void subtract(double[][] w, double[][] u) {
                    for (int j = 0; j < w.length; j++) {
                        subtract(w[j], u[j]);
                    }
                }
                """);
    }
}
