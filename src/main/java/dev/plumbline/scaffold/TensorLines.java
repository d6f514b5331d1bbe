package dev.plumbline.scaffold;

import dev.plumbline.spec.NetworkSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of a scaffold that calculate one tensor, to show the correct calculation. */
public final class TensorLines {
    private final Plan plan;

    private TensorLines(Plan plan) {
        this.plan = plan;
    }

    /** The lines of a network; empty if scaffolds do not support it. */
    public static Optional<TensorLines> of(NetworkSpec spec, Language language) {
        return Scaffold.problems(spec).isEmpty()
                ? Optional.of(new TensorLines(Plan.of(spec, language)))
                : Optional.empty();
    }

    /**
     * The lines of a tensor: in Python, the lines of the scaffold; in the other languages, the innermost lines of its
     * loops, with i for the example, j for the input and k for the unit.
     *
     * @param tensor its name in a recording: {@code Z}, {@code A}, {@code loss}, {@code dZ}, {@code dW}, {@code db}, or
     *     {@code W} and {@code b} for their updates
     * @param layer counted from 1
     */
    public List<String> of(String tensor, int layer) {
        Plan.LayerPlan part = plan.layers().get(layer - 1);
        return plan.language() == Language.PYTHON ? python(tensor, part) : new LoopLines(plan).of(tensor, part);
    }

    private List<String> python(String tensor, Plan.LayerPlan layer) {
        PythonScaffold python = new PythonScaffold(plan, "", "");
        return switch (tensor) {
            case "Z" -> List.of(python.preActivation(layer));
            case "A" -> activation(layer);
            case "loss" -> python.loss();
            case "dZ" -> python.delta(layer);
            case "dW" -> List.of(python.gradient(layer));
            case "db" -> List.of(python.biasGradient(layer));
            case "W", "b" -> python.update(layer, layer.its(tensor));
            default -> throw new IllegalArgumentException("no line calculates " + tensor);
        };
    }

    /** With the body of the activation function. */
    private static List<String> activation(Plan.LayerPlan layer) {
        String a = layer.its("a") + " = ";
        String z = layer.its("z");
        return layer.activation()
                .map(formulas -> List.of(a + FormulaText.renamed(formulas.forward(), "z", z)))
                .orElseGet(() -> Stream.of(
                                "e = np.exp(z - z.max(axis=1, keepdims=True))", a + "e / e.sum(axis=1, keepdims=True)")
                        .map(line -> FormulaText.renamed(line, "z", z).replace("(z.max", "(" + z + ".max"))
                        .toList());
    }
}
