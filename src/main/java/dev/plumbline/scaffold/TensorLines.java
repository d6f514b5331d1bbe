package dev.plumbline.scaffold;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import java.util.ArrayList;
import java.util.List;
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

    private TensorLines(NetworkSpec spec, Notation notation, LineWriter writer) {
        this.spec = spec;
        this.notation = notation;
        this.writer = writer;
    }

    /**
     * The lines of a network in a language: in Python, of whole arrays; in the other languages, the innermost lines of
     * the loops, with i for the example, j for the input and k for the unit.
     */
    public static TensorLines of(NetworkSpec spec, Language language, Notation notation) {
        return new TensorLines(
                spec,
                notation,
                language == Language.PYTHON
                        ? new ArrayLines(spec, notation, false)
                        : new LoopLines(spec, notation, language));
    }

    /** The formulas of a network, in this project's notation, and each in one line. */
    public static TensorLines formulas(NetworkSpec spec) {
        Notation inOneLine = new Notation() {
            @Override
            public boolean namesUpdate() {
                return false;
            }
        };
        return new TensorLines(spec, inOneLine, new ArrayLines(spec, inOneLine, true));
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
        return new UpdateWriter(spec, notation, writer, layer, ofBias);
    }

    private Layer layer(int l) {
        return spec.layers().get(l - 1);
    }

    private boolean isLast(int l) {
        return l == spec.layers().size();
    }

    private List<String> preActivation(int l) {
        List<String> lines = new ArrayList<>(writer.input(l));
        lines.addAll(writer.preActivation(l));
        return lines;
    }

    private List<String> activation(int l) {
        String a = writer.cell("A", l);
        boolean drops = notation.dropsActivation() && !isLast(l);
        String dropped = drops ? writer.dropped(l + 1) : "";
        List<String> lines = new ArrayList<>();
        Optional<ActivationFormula> formulas = ActivationFormulas.of(layer(l).activation(), writer.language());
        if (formulas.isPresent()) {
            String value = writer.named(formulas.get().forward(), l);
            lines.add(a + " = " + (dropped.isEmpty() ? value : "(" + value + ")" + dropped));
        } else {
            lines.addAll(writer.softmax(l, dropped));
        }
        if (!isLast(l) && notation.hasOnes(l + 1)) {
            lines.addAll(writer.withOnes(a, a));
        }
        return lines;
    }

    private LossFormulas.Formula lossFormula() {
        return LossFormulas.of(spec.loss(), writer.language())
                .orElseGet(() -> new LossFormulas.Formula(
                        Optional.empty(), writer.cosine(true), writer.cosine(false), false, false));
    }

    private List<String> loss() {
        LossFormulas.Formula loss = lossFormula();
        int last = spec.layers().size();
        List<String> lines = new ArrayList<>(mean() ? writer.batchSize() : List.of());
        loss.clipped().ifPresent(p -> lines.add(writer.declared("p", writer.named(p, last))));
        String over = (loss.overOutputs() ? writer.overOutputs() : "") + (mean() ? " / " + writer.n() : "");
        lines.add(writer.loss(writer.named(loss.forward(), last), over));
        for (int l = 1; l <= last; l++) {
            Regularization penalty = layer(l).regularization().orElse(Regularization.NONE);
            lines.addAll(writer.penalty("W", l, penalty.l1(), penalty.l2()));
            if (layer(l).bias()) {
                lines.addAll(writer.penalty("b", l, penalty.l1Bias(), penalty.l2Bias()));
            }
        }
        return lines;
    }

    private boolean mean() {
        return spec.reduction() == Reduction.MEAN;
    }

    private List<String> delta(int l) {
        List<String> lines = new ArrayList<>();
        boolean last = isLast(l);
        LossFormulas.Formula loss = lossFormula();
        Scale scale = last ? notation.delta() : Scale.ONE; // the layer above has the factor already
        List<String> factors = new ArrayList<>();
        if (last) {
            loss.clipped().filter(p -> !loss.ofZ()).ifPresent(p -> lines.add(writer.declared("p", writer.named(p, l))));
            String gradient = loss.gradient();
            String reversed = reversed(gradient);
            if (scale.isNegative() && !reversed.equals(gradient)) {
                scale = scale.times(Scale.NEGATIVE);
                gradient = reversed;
            }
            String da = writer.named(gradient, l);
            factors.add((da.matches("\\w+(\\[\\w+])* - \\w+(\\[\\w+])*") ? "(" + da + ")" : da)
                    + (loss.overOutputs() ? writer.overOutputs() : ""));
        } else {
            factors.add(writer.backward(l) + writer.dropped(l + 1));
        }
        boolean linear = last && loss.ofZ() || layer(l).activation() instanceof Activation.Identity;
        if (scale.n() != 0) {
            lines.addAll(0, writer.batchSize());
        }
        if (scale.rate() != 0) {
            lines.addAll(0, writer.rate(l));
        }
        Optional<ActivationFormula> formulas = ActivationFormulas.of(layer(l).activation(), writer.language());
        if (!linear && formulas.isPresent()) {
            String slope = formulas.get().slope();
            if (notation.overwritesZ() && !formulas.get().slopeOfA().isEmpty()) {
                slope = formulas.get().slopeOfA();
            } else if (notation.overwritesZ()) {
                lines.addAll(preActivation(l)); // z does not follow from a
            }
            factors.add(writer.slope(slope, l));
        }
        String weights = last && spec.data().isWeighted() ? writer.exampleWeights() : "";
        if (linear || formulas.isPresent()) {
            lines.addAll(writer.delta(l, scale, factors, weights));
        } else {
            lines.addAll(writer.softmaxDelta(l, writer.scaled(scale, factors.get(0)) + weights));
        }
        return lines;
    }

    /** A gradient of the loss with the opposite sign, if it is the difference of two names; otherwise the same. */
    private static String reversed(String gradient) {
        return gradient.replaceFirst("\\b([ap]) - y\\b", "y - $1");
    }

    private List<String> gradient(int l, boolean ofBias) {
        Scale scale = notation.gradient().times(notation.delta().inverse());
        if (mean()) {
            scale = scale.times(Scale.N.inverse());
        }
        String name = ofBias ? "db" : "dW";
        List<String> lines = new ArrayList<>();
        if (scale.rate() != 0) {
            lines.addAll(writer.rate(l));
        }
        if (scale.n() != 0) {
            lines.addAll(writer.batchSize());
        }
        if (!ofBias) {
            lines.addAll(writer.input(l));
        }
        lines.addAll(writer.gradient(l, ofBias, scale));
        Notation.Content content = notation.gradientContent();
        Optional<GradientNormalization> normalization = layer(l).gradientNormalization();
        if (content != Notation.Content.PLAIN && normalization.isPresent()) {
            lines.addAll(writer.normalizedInPlace(normalization.get(), l, ofBias));
        }
        if (content == Notation.Content.PENALIZED) {
            Regularization penalty = layer(l).regularization().orElse(Regularization.NONE);
            String slope = ofBias
                    ? writer.penaltySlope("b", l, penalty.l1Bias(), penalty.l2Bias())
                    : writer.penaltySlope("W", l, penalty.l1(), penalty.l2());
            if (!slope.isEmpty()) {
                String term = writer.scaled(
                        notation.gradient(), notation.gradient().equals(Scale.ONE) ? slope : "(" + slope + ")");
                lines.add(writer.cell(name, l) + " = " + LineWriter.sum(writer.cell(name, l), term));
            }
        }
        return lines;
    }
}
