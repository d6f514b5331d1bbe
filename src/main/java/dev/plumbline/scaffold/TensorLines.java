package dev.plumbline.scaffold;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The formula of each tensor of a step, and the lines that calculate it, in the notation of a network. Both are written
 * from the same terms: products of sums over an index, elementwise formulas and a {@link Scale}.
 *
 * <p>With {@code r(T)} for the factor of a recorded tensor and {@code T} for the correct one, the scale of a line
 * follows from those of its operands: dW = Xᵀ dZ / n is written {@code r(dW) / r(dZ) / n * X.T.dot(dZ)}.
 */
public final class TensorLines {
    private final NetworkSpec spec;
    private final Notation notation;
    private final LineWriter writer;
    private final boolean mean;

    private TensorLines(LineWriter writer) {
        this.spec = writer.spec;
        this.notation = writer.notation;
        this.writer = writer;
        this.mean = spec.reduction() == Reduction.MEAN;
    }

    /**
     * The lines of a network in a language: in Python, of whole arrays; in the other languages, the innermost lines of
     * the loops, with i for the example, j for the input and k for the unit.
     */
    public static TensorLines of(NetworkSpec spec, Language language, Notation notation) {
        return new TensorLines(new LineWriter(spec, notation, language, false));
    }

    /** The formulas of a network, in this project's notation, and each in one line. */
    public static TensorLines formulas(NetworkSpec spec) {
        Notation inOneLine = new Notation() {
            @Override
            public boolean namesUpdate() {
                return false;
            }
        };
        return new TensorLines(new LineWriter(spec, inOneLine, Language.PYTHON, true));
    }

    /**
     * The lines of a tensor; each name in them is an array of the step, or defined in a line before.
     *
     * @param tensor its name in a recording: {@code Z}, {@code A}, {@code loss}, {@code dZ}, {@code dW}, {@code db}, or
     *     {@code W} and {@code b} for their updates
     * @param layer counted from 1
     */
    public List<String> of(String tensor, int layer) {
        boolean inWeights = notation.biasRow() != Notation.BiasRow.NONE;
        List<String> lines = switch (tensor) {
            case "Z" -> preActivation(layer);
            case "A" -> activation(layer);
            case "loss" -> loss();
            case "dZ" -> delta(layer);
            case "dW" -> gradient(layer, false);
            case "db" -> gradient(layer, !inWeights);
            case "W" -> update(layer, false).lines();
            case "b" -> update(layer, !inWeights).lines();
            default -> throw new IllegalArgumentException("no line calculates " + tensor);
        };
        return lines.stream().map(writer::statement).toList();
    }

    /** How the state of a layer's optimizer begins; empty if it has none. */
    public String remark(int layer, boolean ofBias) {
        return update(layer, ofBias).remark();
    }

    private UpdateWriter update(int layer, boolean ofBias) {
        return new UpdateWriter(writer, layer, ofBias);
    }

    private List<String> preActivation(int l) {
        List<String> lines = new ArrayList<>(writer.lines("input", l, Map.of()));
        lines.addAll(writer.lines("Z", l, Map.of()));
        return lines;
    }

    private boolean isSoftmax(int l) {
        return writer.layer(l).activation() instanceof Activation.Softmax;
    }

    /** The formulas of an elementwise activation; calls of functions if the formulas are not known. */
    private ActivationFormula formulas(int l) {
        Activation activation = writer.layer(l).activation();
        String word = Schema.wordOf(activation);
        return ActivationFormula.of(activation, writer.language)
                .orElse(new ActivationFormula(word, word + "(z)", word + "_slope(z)", ""));
    }

    private List<String> activation(int l) {
        String a = writer.cell("A", l);
        boolean drops = notation.dropsActivation() && !writer.isLast(l);
        String dropped = drops ? writer.dropped(l + 1, "k") : "";
        List<String> lines = new ArrayList<>();
        if (isSoftmax(l)) {
            lines.addAll(writer.lines("softmax", l, Map.of("dropped", dropped)));
        } else {
            String value = writer.named(formulas(l).forward(), l);
            lines.add(a + " = " + (dropped.isEmpty() ? value : "(" + value + ")" + dropped));
        }
        if (!writer.isLast(l) && notation.hasOnes(l + 1)) {
            lines.addAll(writer.lines("ones", l, Map.of()));
        }
        return lines;
    }

    /** The formulas of the loss; of cosine, with the sums of a row. */
    LossFormula lossFormula() {
        return LossFormula.of(spec.loss(), writer.language)
                .orElseGet(() -> LossFormula.of(writer.values(Schema.wordOf(spec.loss())), writer.language));
    }

    private List<String> loss() {
        LossFormula loss = lossFormula();
        int last = spec.layers().size();
        List<String> lines = new ArrayList<>(mean || dividesPenalties(spec) ? writer.batchSize() : List.of());
        loss.clipped().ifPresent(p -> lines.add(writer.language.declared("p = " + writer.named(p, last))));
        String over = overOutputs(loss) + (mean ? writer.scaled(Scale.N.inverse(), "") : "");
        lines.add(writer.loss(writer.named(loss.forward(), last), over, weights()));
        for (int l = 1; l <= last; l++) {
            Regularization penalty = penalty(l);
            lines.addAll(penalty("W", l, penalty.l1(), penalty.l2()));
            if (writer.layer(l).bias()) {
                lines.addAll(penalty("b", l, penalty.l1Bias(), penalty.l2Bias()));
            }
        }
        return lines;
    }

    /** Whether the penalties of any layer are divided by the number of examples. */
    static boolean dividesPenalties(NetworkSpec spec) {
        return spec.layers().stream().anyMatch(Layer::isPenalizedPerBatch);
    }

    private String overOutputs(LossFormula loss) {
        return loss.overOutputs() ? writer.term("over outputs", spec.layers().size()) : "";
    }

    /** Multiplied by the weights of the examples, if they have any. */
    private String weights() {
        return spec.isWeighted()
                ? writer.term("weights of examples", spec.layers().size())
                : "";
    }

    private Regularization penalty(int l) {
        return writer.layer(l).regularization().orElse(Regularization.NONE);
    }

    private List<String> penalty(String symbol, int l, double l1, double l2) {
        return writer.lines(
                "penalty",
                l,
                Map.of(
                        "element", writer.penalized(symbol, l),
                        "l1", writer.coefficient(l1, l),
                        "l2", writer.coefficient(l2, l)));
    }

    private List<String> delta(int l) {
        List<String> lines = new ArrayList<>();
        boolean last = writer.isLast(l);
        LossFormula loss = lossFormula();
        Scale scale = last ? notation.delta() : Scale.ONE; // the layer above has the factor already
        List<String> factors = new ArrayList<>();
        if (last) {
            loss.clipped()
                    .filter(p -> !loss.ofZ())
                    .ifPresent(p -> lines.add(writer.language.declared("p = " + writer.named(p, l))));
            String gradient = loss.gradient();
            String reversed = reversed(gradient);
            if (scale.isNegative() && !reversed.equals(gradient)) {
                scale = scale.times(Scale.NEGATIVE);
                gradient = reversed;
            }
            String da = writer.named(gradient, l);
            boolean isDifference = da.matches("\\w+(\\[\\w+])* - \\w+(\\[\\w+])*");
            factors.add((isDifference ? "(" + da + ")" : da) + overOutputs(loss));
        } else {
            factors.add(writer.backward(l));
        }
        if (scale.n() != 0) {
            lines.addAll(0, writer.batchSize());
        }
        if (scale.rate() != 0) {
            lines.addAll(0, writer.rate(l));
        }
        String weights = last ? weights() : "";
        boolean linear = last && loss.ofZ() || writer.layer(l).activation() instanceof Activation.Identity;
        if (isSoftmax(l) && !linear) {
            String da = writer.scaled(scale, factors.get(0)) + weights;
            lines.addAll(writer.lines("softmax delta", l, Map.of("da", da)));
            return lines;
        }
        if (!linear) {
            ActivationFormula formulas = formulas(l);
            boolean ofA = notation.overwritesZ() && !formulas.slopeOfA().isEmpty();
            if (notation.overwritesZ() && !ofA) {
                lines.addAll(preActivation(l)); // z does not follow from a
            }
            factors.add(writer.slope(ofA ? formulas.slopeOfA() : formulas.slope(), l));
        }
        lines.addAll(writer.delta(l, scale, factors, weights));
        return lines;
    }

    /** A gradient of the loss with the opposite sign, if it is the difference of two names; otherwise the same. */
    private static String reversed(String gradient) {
        return gradient.replaceFirst("\\b([ap]) - y\\b", "y - $1");
    }

    private List<String> gradient(int l, boolean ofBias) {
        Scale scale = notation.gradient().times(notation.delta().inverse());
        if (mean) {
            scale = scale.times(Scale.N.inverse());
        }
        List<String> lines = new ArrayList<>();
        if (scale.rate() != 0) {
            lines.addAll(writer.rate(l));
        }
        Notation.Content content = notation.gradientContent();
        if (scale.n() != 0 || content == Notation.Content.PENALIZED && writer.isSlopePerBatch(l, ofBias)) {
            lines.addAll(writer.batchSize());
        }
        if (!ofBias) {
            lines.addAll(writer.lines("input", l, Map.of()));
        }
        lines.addAll(writer.gradient(l, ofBias, scale));
        String name = writer.cell(ofBias ? "db" : "dW", l);
        Optional<GradientNormalization> normalization = writer.layer(l).gradientNormalization();
        if (content != Notation.Content.PLAIN && normalization.isPresent()) {
            lines.addAll(writer.normalized(name, name, normalization.get(), l, ofBias, Scale.ONE));
        }
        String slope = content == Notation.Content.PENALIZED ? writer.penaltySlope(l, ofBias) : "";
        if (!slope.isEmpty()) {
            String penalty = notation.gradient().equals(Scale.ONE) ? slope : "(" + slope + ")";
            lines.add(name + " = " + LineWriter.sum(name, writer.scaled(notation.gradient(), penalty)));
        }
        return lines;
    }
}
