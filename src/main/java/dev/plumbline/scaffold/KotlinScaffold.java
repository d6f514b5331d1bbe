package dev.plumbline.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a network in Kotlin, with plain loops. */
record KotlinScaffold(Plan plan, String check) {

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
        return opening() + "class " + plan.name() + " : HandRolledNetwork {\n" + body + "}\n";
    }

    private String opening() {
        return """
                // %s
                //
                // It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
                //
                //   %s

                import dev.plumbline.handrolled.HandRolledNetwork
                import dev.plumbline.handrolled.Tape
                import kotlin.math.*

                """.formatted(plan.headline(), check.replace("\n", "\n//   "));
    }

    private static void line(StringBuilder kotlin, String text) {
        kotlin.append(text).append('\n');
    }

    private String fields() {
        StringBuilder kotlin = new StringBuilder();
        if (plan.hasOneRate()) {
            line(kotlin, "private val rate = " + plan.last().rate());
        }
        for (Plan.LayerPlan layer : plan.layers()) {
            if (!plan.hasOneRate()) {
                line(kotlin, "private val " + layer.its("rate") + " = " + layer.rate());
            }
            line(kotlin, "private lateinit var " + layer.its("W") + ": Array<DoubleArray> // " + layer.shape());
            if (layer.bias()) {
                line(kotlin, "private lateinit var " + layer.its("b") + ": DoubleArray // " + layer.units());
            }
            for (UpdateLines.StateVariable variable : plan.update().state()) {
                String symbol = variable.symbol();
                line(
                        kotlin,
                        "private lateinit var " + symbol + layer.its("W")
                                + ": Array<DoubleArray> // optimizer state of W");
                if (layer.bias()) {
                    line(kotlin, "private lateinit var " + symbol + layer.its("b") + ": DoubleArray");
                }
            }
        }
        if (plan.update().counts()) {
            line(kotlin, "private var t = 0 // steps");
        }
        return kotlin.toString();
    }

    private String start() {
        StringBuilder kotlin = new StringBuilder();
        for (Plan.LayerPlan layer : plan.layers()) {
            int index = layer.number() - 1;
            String w = layer.its("W");
            line(kotlin, w + " = weights[" + index + "]");
            if (layer.bias()) {
                line(kotlin, layer.its("b") + " = biases[" + index + "]");
            }
            for (UpdateLines.StateVariable variable : plan.update().state()) {
                String symbol = variable.symbol();
                String start = variable.start() == 0 ? "" : " { " + variable.start() + " }";
                String row = "DoubleArray(" + layer.units() + ")" + start;
                line(kotlin, symbol + w + " = Array(" + w + ".size) { " + row + " }");
                if (layer.bias()) {
                    line(kotlin, symbol + layer.its("b") + " = " + row);
                }
            }
        }
        return method("override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>)", kotlin);
    }

    private static String method(String head, CharSequence body) {
        return head + " {\n" + body.toString().indent(4).replaceAll("(?m)^ +$", "") + "}\n";
    }

    private String step() {
        StringBuilder kotlin = new StringBuilder();
        line(kotlin, "// Forward: feed the inputs through layer after layer.");
        for (Plan.LayerPlan layer : plan.layers()) {
            line(kotlin, "val " + layer.its("z") + " = " + layer.preActivation(plan.inputOf(layer)));
            line(kotlin, "val " + layer.its("a") + " = " + layer.activated(layer.its("z")));
        }
        kotlin.append('\n').append(loss());
        line(kotlin, "\n// Backward: how much did each value contribute to that?");
        plan.backwards().forEach(layer -> backward(kotlin, layer));
        line(kotlin, "\n// Update.");
        if (plan.update().counts()) {
            line(kotlin, "t++");
        }
        plan.layers().forEach(layer -> update(kotlin, layer));
        line(kotlin, "\n// The values that Plumbline compares. Leave out the ones that you do not have.");
        line(kotlin, "tape.loss(loss)");
        plan.layers().forEach(layer -> tape(kotlin, layer));
        return method("override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape)", kotlin);
    }

    private static String ofTarget(String formula) {
        return FormulaText.renamed(formula, "y", "target");
    }

    private String loss() {
        String clipped = plan.loss()
                .clipped()
                .map(formula -> "        val p = " + formula + "\n")
                .orElse("");
        String overOutputs = plan.loss().overOutputs() ? " / y[i].size" : "";
        return """
                // How much did we miss?
                var loss = 0.0
                val %s = Array(x.size) { DoubleArray(%s) }
                for (i in x.indices) {
                    for (k in y[i].indices) {
                        val a = %s[i][k]
                        val target = y[i][k]
                %s        loss += %s%s
                        %s[i][k] = %s%s
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
                        plan.mean() ? "loss /= x.size\n" : "");
    }

    private void backward(StringBuilder kotlin, Plan.LayerPlan layer) {
        boolean isLast = layer.number() == plan.layers().size();
        String dZ = layer.its("dZ");
        String gradient = plan.lossGradient();
        if (!isLast) {
            int above = layer.number() + 1;
            gradient = layer.isIdentity() ? dZ : layer.its("dA");
            line(kotlin, "val " + gradient + " = back(dZ" + above + ", W" + above + ")");
        }
        if (!gradient.equals(dZ)) {
            String arguments = gradient + ", " + layer.its("z") + ", " + layer.its("a");
            line(kotlin, "val " + dZ + " = " + layer.function() + "Back(" + arguments + ")");
        }
        line(kotlin, "val " + layer.its("dW") + " = gradient(" + plan.inputOf(layer) + ", " + dZ + ")");
        if (layer.bias()) {
            line(kotlin, "val " + layer.its("db") + " = gradient(" + dZ + ")");
        }
    }

    private void update(StringBuilder kotlin, Plan.LayerPlan layer) {
        List<String> learned = layer.bias() ? List.of(layer.its("W"), layer.its("b")) : List.of(layer.its("W"));
        for (String name : learned) {
            String state = plan.update().stateNames(symbol -> symbol + name + ", ");
            line(kotlin, "val u" + name + " = update(d" + name + ", " + state + plan.rateOf(layer) + ")");
            line(kotlin, "subtract(" + name + ", u" + name + ")");
        }
    }

    private static void tape(StringBuilder kotlin, Plan.LayerPlan layer) {
        int l = layer.number();
        line(
                kotlin,
                String.format(
                        Locale.ROOT,
                        "tape.Z(%1$d, z%1$d).A(%1$d, a%1$d).dZ(%1$d, dZ%1$d).dW(%1$d, dW%1$d).uW(%1$d, uW%1$d).W(%1$d, W%1$d)",
                        l));
        if (layer.bias()) {
            line(kotlin, String.format(Locale.ROOT, "tape.db(%1$d, db%1$d).ub(%1$d, ub%1$d).b(%1$d, b%1$d)", l));
        }
    }

    private String outputs() {
        StringBuilder kotlin = new StringBuilder();
        line(kotlin, "var a = x");
        plan.layers().forEach(layer -> line(kotlin, "a = " + layer.activated(layer.preActivation("a"))));
        line(kotlin, "return a");
        return method("override fun outputs(x: Array<DoubleArray>): Array<DoubleArray>", kotlin);
    }

    private static final String DOT = """
            /** x W, (n, units) from (n, inputs) and (inputs, units). */
            private fun dot(x: Array<DoubleArray>, w: Array<DoubleArray>): Array<DoubleArray> {
                val z = Array(x.size) { DoubleArray(w[0].size) }
                for (i in x.indices) {
                    for (j in w.indices) {
                        for (k in w[j].indices) {
                            z[i][k] += x[i][j] * w[j][k]
                        }
                    }
                }
                return z
            }
            """;

    private static final String PLUS = """
            /** z + b, the same b for every example. */
            private fun plus(z: Array<DoubleArray>, b: DoubleArray): Array<DoubleArray> =
                Array(z.size) { i -> DoubleArray(b.size) { k -> z[i][k] + b[k] } }
            """;

    private static final String BACK = """
            /** dZ times the transposed weights, (n, inputs) from (n, units) and (inputs, units). */
            private fun back(dZ: Array<DoubleArray>, w: Array<DoubleArray>): Array<DoubleArray> {
                val dX = Array(dZ.size) { DoubleArray(w.size) }
                for (i in dZ.indices) {
                    for (j in w.indices) {
                        for (k in w[j].indices) {
                            dX[i][j] += dZ[i][k] * w[j][k]
                        }
                    }
                }
                return dX
            }
            """;

    private static String forward(Plan.LayerPlan layer) {
        Optional<ActivationFormula> formulas = layer.activation();
        if (formulas.isEmpty()) {
            return """
                    private fun softmax(z: Array<DoubleArray>): Array<DoubleArray> = Array(z.size) { i ->
                        val largest = z[i].max() // subtracted, so that exp cannot overflow
                        val e = DoubleArray(z[i].size) { k -> exp(z[i][k] - largest) }
                        val sum = e.sum()
                        DoubleArray(e.size) { k -> e[k] / sum }
                    }
                    """;
        }
        return """
                private fun %s(z: Array<DoubleArray>): Array<DoubleArray> =
                    Array(z.size) { i -> DoubleArray(z[i].size) { k -> %s } }
                """.formatted(
                formulas.get().name(), FormulaText.renamed(formulas.get().forward(), "z", "z[i][k]"));
    }

    private static String backward(Plan.LayerPlan layer) {
        Optional<ActivationFormula> formulas = layer.activation();
        if (formulas.isEmpty()) {
            return """
                    @Suppress("UNUSED_PARAMETER")
                    private fun softmaxBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> = Array(a.size) { i ->
                        val sum = a[i].indices.sumOf { k -> dA[i][k] * a[i][k] }
                        DoubleArray(a[i].size) { k -> a[i][k] * (dA[i][k] - sum) }
                    }
                    """;
        }
        return """
                @Suppress("UNUSED_PARAMETER")
                private fun %sBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
                    Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * %s } }
                """.formatted(formulas.get().name(), formulas.get().slopeOf("z[i][k]", "a[i][k]"));
    }

    private String gradients() {
        String what = plan.mean() ? "the mean" : "the sum";
        String weights = """
                /** The gradient with respect to W: %s over the examples, (inputs, units) from (n, inputs) and (n, units). */
                private fun gradient(x: Array<DoubleArray>, dZ: Array<DoubleArray>): Array<DoubleArray> {
                    val dW = Array(x[0].size) { DoubleArray(dZ[0].size) }
                    for (i in x.indices) {
                        for (j in dW.indices) {
                            for (k in dW[j].indices) {
                                dW[j][k] += x[i][j] * dZ[i][k]%s
                            }
                        }
                    }
                    return dW
                }
                """.formatted(what, plan.mean() ? " / x.size" : "");
        String bias = """

                /** The gradient with respect to b: %s over the examples. */
                private fun gradient(dZ: Array<DoubleArray>): DoubleArray {
                    val db = DoubleArray(dZ[0].size)
                    for (i in dZ.indices) {
                        for (k in db.indices) {
                            db[k] += dZ[i][k]%s
                        }
                    }
                    return db
                }
                """.formatted(what, plan.mean() ? " / dZ.size" : "");
        return plan.hasBias() ? weights + bias : weights;
    }

    private List<String> updates() {
        String rule = plan.update().lines().stream()
                .map(line -> line.startsWith("before") ? "val " + line : line)
                .map(line ->
                        "        " + FormulaText.indexed(line, plan.update().symbols(), "k") + "\n")
                .collect(Collectors.joining());
        return List.of(
                """
                /** The update that is subtracted: the rule of the optimizer. */
                private fun update(g: DoubleArray, %srate: Double): DoubleArray {
                    val u = DoubleArray(g.size)
                    for (k in g.indices) {
                %s    }
                    return u
                }

                private fun update(g: Array<DoubleArray>, %srate: Double): Array<DoubleArray> =
                    Array(g.size) { j -> update(g[j], %srate) }
                """.formatted(
                                plan.update().stateNames(symbol -> symbol + ": DoubleArray, "),
                                rule,
                                plan.update().stateNames(symbol -> symbol + ": Array<DoubleArray>, "),
                                plan.update().stateNames(symbol -> symbol + "[j], ")),
                """
                private fun subtract(w: DoubleArray, u: DoubleArray) {
                    for (k in w.indices) {
                        w[k] -= u[k]
                    }
                }

                private fun subtract(w: Array<DoubleArray>, u: Array<DoubleArray>) {
                    for (j in w.indices) {
                        subtract(w[j], u[j])
                    }
                }
                """);
    }
}
