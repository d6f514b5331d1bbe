package dev.plumbline.diagnose;

import dev.plumbline.diagnose.findings.CodeLines;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.scaffold.Language;
import dev.plumbline.scaffold.TensorLines;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Word;
import dev.plumbline.trace.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the corrected lines for a layer: those of the scaffold, in its variable names, if it has them, otherwise those
 * of the mistake.
 */
final class CorrectedLines {
    private final NetworkSpec spec;
    private final int layer;

    CorrectedLines(NetworkSpec spec, int layer) {
        this.spec = spec;
        this.layer = layer;
    }

    /** The explanation of a mistake in this layer's weights. */
    Explanation of(Mistake mistake, String because) {
        return of(mistake, because, false);
    }

    /**
     * The explanation of a mistake in this layer.
     *
     * @param ofBias whether the mistake was found in the layer's bias and not in its weights
     */
    Explanation of(Mistake mistake, String because, boolean ofBias) {
        if (mistake == Mistake.OTHER_INITIAL_WEIGHTS && ofBias) {
            String java = "b" + layer + " = biases[" + (layer - 1) + "];";
            return new Explanation(
                    mistake,
                    because,
                    "b" + layer + " of the experiment",
                    new CodeLines("b" + layer + " = given.b[" + (layer - 1) + "]", java, kotlin(java)));
        }
        String tensor = tensor(mistake, ofBias);
        return new Explanation(
                mistake,
                because,
                formula(mistake, tensor),
                new CodeLines(
                        lines(tensor, Language.PYTHON)
                                .map(lines -> remarked(mistake, lines, "  # "))
                                .orElseGet(() -> numpy(mistake)),
                        lines(tensor, Language.JAVA)
                                .map(lines -> remarked(mistake, lines, " // "))
                                .orElseGet(() -> java(mistake)),
                        lines(tensor, Language.KOTLIN)
                                .map(lines -> remarked(mistake, lines, " // "))
                                .orElseGet(() -> kotlin(java(mistake)))));
    }

    /** The scaffold's lines for a tensor; empty if scaffolds do not support the network. */
    Optional<CodeLines> of(Quantity quantity) {
        String ofUpdate = quantity.isOfBias() ? "b" : "W";
        String tensor = quantity.isOfUpdate() ? ofUpdate : quantity.symbol();
        return lines(tensor, Language.PYTHON)
                .map(python -> new CodeLines(
                        String.join("\n", python),
                        String.join("\n", lines(tensor, Language.JAVA).orElseThrow()),
                        String.join("\n", lines(tensor, Language.KOTLIN).orElseThrow())));
    }

    private Optional<List<String>> lines(String tensor, Language language) {
        return tensor.isEmpty()
                ? Optional.empty()
                : TensorLines.of(spec, language).map(lines -> lines.of(tensor, layer));
    }

    private String remarked(Mistake mistake, List<String> lines, String comment) {
        String remark = switch (mistake) {
            case UPDATED_WEIGHTS -> comment + "before " + filled("W{m}", true) + " is updated";
            case ACCUMULATED, ACCUMULATED_OVER_EPOCH -> comment + "starts at 0 in every step";
            default -> "";
        };
        return String.join("\n", lines) + remark;
    }

    /** The tensor whose scaffold lines are the correction; empty if the mistake's own lines say more. */
    private String tensor(Mistake mistake, boolean ofBias) {
        return switch (mistake) {
            case BIAS_FORGOTTEN, WEIGHTS_TRANSPOSED, INPUT_NOT_ACTIVATED -> "Z";
            case ACTIVATION_FORGOTTEN, ACTIVATION_TWICE, EXPONENT_SIGN, OTHER_ACTIVATION, SOFTMAX_WRONG_AXIS, SOFTMAX_OVER_BATCH -> "A";
            case EXPONENT_OVERFLOW -> activation() instanceof Activation.Softmax ? "" : "A";
            case LOSS_SCALED, LOSS_NOT_CLIPPED, OTHER_LOSS -> "loss";
            case SIGN_FLIPPED,
                    TWO_MISPLACED,
                    OUTPUTS_NOT_DIVIDED,
                    OUTPUTS_DIVIDED,
                    ERROR_SQUARED,
                    OTHER_LOSS_SLOPE,
                    SLOPE_EXTRA,
                    SOFTMAX_DIAGONAL,
                    SLOPE_FORGOTTEN,
                    SLOPE_OF_PREACTIVATION,
                    SLOPE_OF_ACTIVATED,
                    ACTIVATION_FOR_SLOPE,
                    SLOPE_PLUS,
                    SLOPE_FACTOR_FORGOTTEN,
                    UPSTREAM_OVERWRITTEN,
                    SLOPE_NOT_SQUARED,
                    SLOPE_AFTER_UPDATE,
                    ACTIVATION_IN_LOSS_TOO,
                    OTHER_SLOPE,
                    KINK_SLOPE_ONE,
                    KINK_AT_ZERO,
                    RAW_ERROR_PROPAGATED,
                    UPDATED_WEIGHTS,
                    NOT_TRANSPOSED_BACKWARD -> "dZ";
            case SUMMED,
                    AVERAGED,
                    AVERAGED_TWICE,
                    FULL_BATCH_DIVISOR,
                    OTHER_DIVISOR,
                    INTEGER_DIVISION,
                    ONE_EXAMPLE_IN_GRADIENT,
                    RAW_ERROR_IN_GRADIENT,
                    ACCUMULATED,
                    ACCUMULATED_OVER_EPOCH -> ofBias ? "db" : "dW";
            case GRADIENT_FROM_PREACTIVATION, GRADIENT_TRANSPOSED, STALE_ACTIVATIONS -> "dW";
            case SCALAR_BIAS_GRADIENT -> "db";
            case ASCENT,
                    RATE_TWICE,
                    RATE_FORGOTTEN,
                    CLASSICAL_FOR_NESTEROV,
                    NESTEROV_FOR_CLASSICAL,
                    VELOCITY_REVERSED,
                    VELOCITY_DAMPED,
                    VELOCITY_NOT_DECAYED,
                    MOMENTUM_FORGOTTEN,
                    EPSILON_PLACE,
                    MOMENTS_NOT_CORRECTED,
                    MOMENTS_POWER_FORGOTTEN,
                    MOMENTS_MULTIPLIED,
                    OTHER_PARAMETER,
                    OTHER_OPTIMIZER -> ofBias ? "b" : "W";
            case BIAS_NOT_UPDATED -> "b";
            case WEIGHTS_NOT_UPDATED -> "W";
            default -> "";
        };
    }

    private String formula(Mistake mistake, String tensor) {
        return switch (tensor) {
            case "A" ->
                mistake == Mistake.SOFTMAX_WRONG_AXIS
                                || mistake == Mistake.SOFTMAX_OVER_BATCH
                        ? ofMistake(mistake)
                        : filled("A{l} = f(Z{l}), ", false) + wordFormula(activation());
            case "loss" ->
                mistake == Mistake.LOSS_NOT_CLIPPED
                        ? ofMistake(mistake)
                        : filled("L = {loss}, ", false) + wordFormula(spec.loss());
            case "W", "b" -> {
                String w = tensor + layer;
                yield "g = d" + w + "; " + wordFormula(optimizer()) + "; " + w + " = " + w + " - u";
            }
            case "db" -> ofMistake(Mistake.SCALAR_BIAS_GRADIENT);
            default -> ofMistake(mistake);
        };
    }

    private String ofMistake(Mistake mistake) {
        return filled(mistake.formula(), false);
    }

    private Activation activation() {
        return spec.layers().get(layer - 1).activation();
    }

    private Optimizer optimizer() {
        return spec.optimizerOf(layer - 1);
    }

    private static String wordFormula(Object word) {
        return Objects.requireNonNull(word.getClass().getAnnotation(Word.class)).formula();
    }

    /** In the scaffold's variable names. */
    private String numpy(Mistake mistake) {
        return filled(mistake.numpy(), false)
                .replaceAll("\\b(d?)([ZAX])(?=\\d|\\b)", "$1\u0000$2")
                .replace("\u0000Z", "z")
                .replace("\u0000A", "a")
                .replace("\u0000X", "x")
                .replaceAll("/ n\\b", "/ len(x)");
    }

    /** In the scaffold's variable names: i is the example, j the input, k the unit. */
    private String java(Mistake mistake) {
        return filled(mistake.loop(), true)
                .replaceAll("\\bd([zaw])(?=\\d)", "d\u0000$1")
                .replace("\u0000z", "Z")
                .replace("\u0000a", "A")
                .replace("\u0000w", "W")
                .replaceAll("\\bw(?=\\d)", "W")
                .replace("[j]", "[k]")
                .replace("[i]", "[j]")
                .replace("[s]", "[i]")
                .replaceAll("/ n\\b", "/ x.length");
    }

    private static String kotlin(String java) {
        return java.replace("new double[inputs][units]", "Array(inputs) { DoubleArray(units) }")
                .replaceAll("^double rate", "val rate")
                .replaceAll("double\\[\\]\\[\\] (\\w+)", "val $1: Array<DoubleArray>")
                .replaceAll(" (\\S+ > 0|training) \\? (\\S+(?: \\* \\S+ / \\S+)?) : ", " if ($1) $2 else ")
                .replaceAll("; //", " //")
                .replaceAll(";$", "")
                .replace("x.length", "x.size");
    }

    private String filled(String line, boolean loop) {
        String below = layer == 1 ? (loop ? "x" : "X") : (loop ? "a" : "A") + (layer - 1);
        String filled = line.replace("{slope}", slope(loop))
                .replace("{error}", error(loop))
                .replace("{loss}", loss())
                .replace("{rate}", rate())
                .replace(loop ? "a{k}" : "A{k}", below)
                .replace("{l}", String.valueOf(layer))
                .replace("{k}", String.valueOf(layer - 1))
                .replace("{m}", String.valueOf(layer + 1));
        return spec.reduction() == Reduction.SUM ? filled.replaceAll(" / n\\b", "") : filled;
    }

    private String slope(boolean loop) {
        Activation f =
                spec.layers().get(Math.min(layer, spec.layers().size()) - 1).activation();
        String a = loop ? "a{l}[s][j]" : "A{l}";
        String z = loop ? "z{l}[s][j]" : "Z{l}";
        if (f instanceof Activation.Sigmoid) {
            return a + " * (1 - " + a + ")";
        }
        if (f instanceof Activation.Tanh) {
            return "(1 - " + a + " * " + a + ")";
        }
        if (f instanceof Activation.Identity) {
            return "1";
        }
        if (f instanceof Activation.Relu) {
            return loop ? "(" + z + " > 0 ? 1 : 0)" : "(" + z + " > 0)";
        }
        return "slope(" + z + ")";
    }

    private String error(boolean loop) {
        String a = loop ? "a{l}[s][j]" : "A{l}";
        String y = loop ? "y[s][j]" : "y";
        String difference = "(" + a + " - " + y + ")";
        if (spec.loss() instanceof Loss.HalfSquaredError) {
            return difference;
        }
        if (spec.loss() instanceof Loss.SquaredError) {
            return "2 * " + difference;
        }
        if (spec.loss() instanceof Loss.MeanSquaredError) {
            return "2 * " + difference + " / outputs";
        }
        if (spec.loss() instanceof Loss.BinaryCrossEntropy) {
            return difference + " / (" + a + " * (1 - " + a + "))";
        }
        return "slope_of_loss(" + a + ", " + y + ")";
    }

    private String rate() {
        return optimizer()
                .rate()
                .filter(rate -> rate instanceof LearningRate.Constant)
                .map(rate -> String.valueOf(((LearningRate.Constant) rate).value()))
                .orElse("schedule(t)");
    }

    private String loss() {
        String reduced = spec.reduction().name().toLowerCase(Locale.ROOT);
        return reduced + "(" + Schema.wordOf(spec.loss()) + ")";
    }
}
