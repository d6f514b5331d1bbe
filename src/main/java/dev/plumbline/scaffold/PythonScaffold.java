package dev.plumbline.scaffold;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes a network in Python, in the form of the tutorial, for any number of layers. */
record PythonScaffold(Plan plan, String check, String write) {

    /** The whole file. */
    String source() {
        return opening() + weights() + functions() + prediction() + training();
    }

    private String opening() {
        return """
                # %s
                #
                # It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
                #
                #   %s

                from pathlib import Path

                import numpy as np
                from recorder import Recorder, experiment

                # The data, the initial weights and the batches, without further randomness: from `check`, or from a file.
                archive = Path(__file__).with_suffix(".npz")
                given = experiment(archive)
                if given is None:
                    command = %s
                    raise SystemExit(f"Started alone, this program reads {archive}. Write that file with:\\n  {command} {archive}")

                """.formatted(plan.headline(), check, literal(write));
    }

    /** The text as it is written in Python. */
    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private String weights() {
        StringBuilder python = new StringBuilder();
        if (plan.hasOneRate()) {
            python.append("rate = ").append(plan.last().rate()).append('\n');
        }
        for (Plan.LayerPlan layer : plan.layers()) {
            int index = layer.number() - 1;
            line(
                    python,
                    "",
                    layer.its("W") + " = given.W[" + index + "]  # (" + layer.inputs() + ", " + layer.units() + ")");
            if (layer.bias()) {
                line(python, "", layer.its("b") + " = given.b[" + index + "]  # (" + layer.units() + ",)");
            }
            for (UpdateLines.StateVariable variable : plan.update().state()) {
                learned(layer)
                        .forEach(name -> line(python, "", variable.symbol() + name + " = " + start(variable, name)));
            }
        }
        if (plan.update().counts()) {
            line(python, "", "t = 0  # steps");
        }
        return python.toString();
    }

    private static String start(UpdateLines.StateVariable variable, String name) {
        return variable.start() == 0
                ? "np.zeros_like(" + name + ")"
                : "np.full_like(" + name + ", " + variable.start() + ")";
    }

    /** W, and b if the layer has one. */
    private static List<String> learned(Plan.LayerPlan layer) {
        return layer.bias() ? List.of(layer.its("W"), layer.its("b")) : List.of(layer.its("W"));
    }

    private static void line(StringBuilder python, String indentation, String text) {
        python.append(indentation).append(text).append('\n');
    }

    private String functions() {
        return plan.differentActivations().stream().map(this::function).collect(Collectors.joining());
    }

    private String function(Plan.LayerPlan layer) {
        return layer.activation()
                .map(formulas -> """


                        def %s(z):
                            return %s
                        """.formatted(formulas.name(), formulas.forward()))
                .orElse("""


                        def softmax(z):
                            e = np.exp(z - z.max(axis=1, keepdims=True))  # at most 1, so that exp cannot overflow
                            return e / e.sum(axis=1, keepdims=True)
                        """);
    }

    private String prediction() {
        StringBuilder python = new StringBuilder("\n\ndef predict(a):\n");
        for (Plan.LayerPlan layer : plan.layers()) {
            line(python, "    ", "a = " + layer.activated(preActivation(layer, "a")));
        }
        return python.append("    return a\n").toString();
    }

    private static String preActivation(Plan.LayerPlan layer, String x) {
        return x + ".dot(" + layer.its("W") + ")" + (layer.bias() ? " + " + layer.its("b") : "");
    }

    private String training() {
        StringBuilder python = new StringBuilder("\n\nrec = Recorder()\nfor x, y in given.batches():\n");
        if (plan.mean()) {
            line(python, "    ", "n = len(x)\n");
        }
        forward(python);
        loss(python);
        backward(python);
        update(python);
        record(python);
        return python.append("""

                rec.save(outputs=predict(given.X))
                if given.alone:
                    print("Loss of the last step:", loss)
                    print("Recorded in", rec.file)
                """).toString();
    }

    private void forward(StringBuilder python) {
        line(python, "    ", "# Forward: feed the inputs through layer after layer.");
        for (Plan.LayerPlan layer : plan.layers()) {
            line(python, "    ", lines("Z", layer.number()).get(0) + "  # (n, " + layer.units() + ")");
            line(python, "    ", layer.its("a") + " = " + layer.activated(layer.its("z")));
        }
    }

    /** The lines of a tensor, without the values that lines above define. */
    private List<String> lines(String tensor, int layer) {
        return plan.lines().of(tensor, layer).stream()
                .filter(line -> !line.startsWith("n = "))
                .filter(line -> !line.startsWith("p = ") || tensor.equals("loss"))
                .filter(line -> !line.startsWith("rate = ") || tensor.equals("W") && !plan.hasOneRate())
                .toList();
    }

    private void loss(StringBuilder python) {
        python.append("\n    # How much did we miss?\n");
        lines("loss", plan.layers().size()).forEach(line -> line(python, "    ", line));
    }

    private void backward(StringBuilder python) {
        python.append("\n    # Backward: how much did each value contribute to that?\n");
        for (Plan.LayerPlan layer : plan.backwards()) {
            for (String tensor : layer.bias() ? List.of("dZ", "dW", "db") : List.of("dZ", "dW")) {
                lines(tensor, layer.number()).forEach(line -> line(python, "    ", line));
            }
        }
    }

    private void update(StringBuilder python) {
        python.append("\n    # Update.\n");
        if (plan.update().counts()) {
            line(python, "    ", "t += 1");
        }
        for (Plan.LayerPlan layer : plan.layers()) {
            for (String tensor : layer.bias() ? List.of("W", "b") : List.of("W")) {
                lines(tensor, layer.number()).forEach(line -> line(python, "    ", line));
            }
        }
    }

    private void record(StringBuilder python) {
        python.append("\n    # The values that Plumbline compares. Leave out the ones that you do not have.\n  "
                + "  rec.step(\n");
        line(python, "        ", "loss=loss,");
        List.of("Z", "A", "dZ", "dW", "uW", "W").forEach(name -> list(python, name, layer -> true));
        if (plan.hasBias()) {
            List.of("db", "ub", "b").forEach(name -> list(python, name, Plan.LayerPlan::bias));
        }
        python.append("    )\n");
    }

    private void list(StringBuilder python, String name, Predicate<Plan.LayerPlan> has) {
        String own = name.equals("Z") || name.equals("A") ? name.toLowerCase(Locale.ROOT) : name.replace('Z', 'z');
        Function<Plan.LayerPlan, String> each = layer -> has.test(layer) ? layer.its(own) : "None";
        String all = plan.layers().stream().map(each).collect(Collectors.joining(", "));
        line(python, "        ", name + "=[" + all + "],");
    }
}
