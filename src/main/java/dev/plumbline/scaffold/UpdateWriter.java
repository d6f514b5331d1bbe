package dev.plumbline.scaffold;

import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Regularization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the lines from the gradient of W or b to its new value, in the notation of a network. */
final class UpdateWriter {
    private final Notation notation;
    private final LineWriter writer;
    private final int layer;
    private final boolean ofBias;
    private final String symbol;
    private final UpdateLines rules;
    private final List<String> lines = new ArrayList<>();

    UpdateWriter(LineWriter writer, int layer, boolean ofBias) {
        this.notation = writer.notation;
        this.writer = writer;
        this.layer = layer;
        this.ofBias = ofBias;
        this.symbol = ofBias ? "b" : "W";
        this.rules = UpdateLines.of(optimizer(), writer.language);
    }

    private Optimizer optimizer() {
        return writer.optimizer(layer);
    }

    private String cell(String name) {
        return writer.cell(name, layer);
    }

    /** How the optimizer state begins and how steps are counted; empty if there is neither. */
    String remark() {
        String state = rules.state().stream()
                .map(variable -> variable.symbol() + " starts at " + variable.start())
                .collect(Collectors.joining(", "));
        return state + (rules.counts() ? ", t counts the steps from 1" : "");
    }

    List<String> lines() {
        lines.addAll(writer.rate(layer));
        Scale scale = notation.gradient().inverse(); // of this project's gradient, from the network's
        boolean penalizes = notation.gradientContent() != Notation.Content.PENALIZED;
        if (scale.n() != 0 || penalizes && writer.isSlopePerBatch(layer, ofBias)) {
            lines.addAll(writer.batchSize());
        }
        String gradient = gradient(scale);
        if (gradient.equals("g")) {
            scale = Scale.ONE;
        } else if (!scale.equals(Scale.ONE) && !isLinear()) {
            lines.add(writer.language.declared("g = " + writer.scaled(scale, gradient)));
            gradient = "g";
            scale = Scale.ONE;
        }
        String update = "";
        for (String rule : rules.lines()) {
            String line = named(rule, gradient, scale);
            if (!rule.startsWith("u = ")) {
                lines.add(rule.startsWith("before = ") ? writer.language.declared(line) : line);
                continue;
            }
            update = valueOf(line);
            if (isNamed()) {
                lines.add(cell("u" + symbol) + " = " + written(scale, gradient, update));
            }
        }
        String decay = notation.decaysSeparately() ? "" : decay(notation.update());
        if (isReused() && !decay.isEmpty()) { // only after the optimizer has used u
            String u = cell("u" + symbol);
            lines.add(u + " = " + LineWriter.sum(u, decay));
        }
        subtract(update);
        return lines;
    }

    private static String valueOf(String assignment) {
        return assignment.substring(assignment.indexOf(" = ") + 3);
    }

    private boolean isNamed() {
        return notation.namesUpdate() || isReused();
    }

    /** Whether the optimizer state depends on the update. */
    private boolean isReused() {
        return rules.lines().stream().anyMatch(rule -> rule.matches("\\w+ = .*\\bu\\b.*"));
    }

    /** Whether the gradient only occurs multiplied by the learning rate. */
    private boolean isLinear() {
        return rules.lines().stream()
                .map(rule -> rule.replaceFirst("rate \\* g$", ""))
                .allMatch(rule -> FormulaText.renamed(rule, "g", "").equals(rule));
    }

    /** The name of the gradient that the optimizer takes: g if lines define it, otherwise the recorded one. */
    private String gradient(Scale scale) {
        String gradient = cell("d" + symbol);
        Notation.Content content = notation.gradientContent();
        Optional<GradientNormalization> normalization = writer.layer(layer).gradientNormalization();
        String slope = content == Notation.Content.PENALIZED ? "" : writer.penaltySlope(layer, ofBias);
        boolean normalizes = normalization.isPresent() && content == Notation.Content.PLAIN;
        if (!normalizes && slope.isEmpty()) {
            return gradient;
        }
        String scaled = writer.scaled(scale, gradient);
        if (!normalizes) {
            lines.add(writer.language.declared("g = " + LineWriter.sum(scaled, slope)));
            return "g";
        }
        lines.addAll(
                writer.normalized(writer.language.declared("g"), scaled, normalization.get(), layer, ofBias, scale));
        if (!slope.isEmpty()) {
            lines.add("g = g + " + slope);
        }
        return "g";
    }

    private String named(String rule, String gradient, Scale scale) {
        String named = rule;
        if (!scale.equals(Scale.ONE)) {
            String product = writer.scaled(Scale.RATE.times(scale), gradient);
            named = named.replace("rate * g", product).replace(" - -", " + ").replace(" + -", " - ");
        }
        for (String name : rules.symbols()) {
            named = FormulaText.renamed(named, name, cell(name + symbol));
        }
        return FormulaText.renamed(named, "g", gradient);
    }

    /** The update as the network writes it. */
    private String written(Scale scale, String gradient, String update) {
        Scale updateScale = notation.update();
        String value = update;
        if (optimizer() instanceof Optimizer.Sgd) {
            value = writer.scaled(Scale.RATE.times(scale).times(updateScale), gradient);
        } else if (!updateScale.equals(Scale.ONE)) {
            boolean reversed = updateScale.isNegative() && value.startsWith("-");
            Scale left = reversed ? updateScale.times(Scale.NEGATIVE) : updateScale;
            String term = reversed ? value.substring(1) : value;
            value = left.equals(Scale.ONE) ? term : writer.scaled(left, FormulaText.parenthesized(term));
        }
        String decay = notation.decaysSeparately() || isReused() ? "" : decay(updateScale);
        return decay.isEmpty() ? value : LineWriter.sum(value, decay);
    }

    private String decay(Scale scale) {
        Regularization penalty = writer.layer(layer).regularization().orElse(Regularization.NONE);
        if (ofBias || penalty.weightDecay() == 0) {
            return "";
        }
        Scale decayScale = optimizer().rate().isPresent() ? Scale.RATE.times(scale) : scale;
        return writer.scaled(decayScale, penalty.weightDecay() + " * " + cell("W"));
    }

    private void subtract(String update) {
        String term = update;
        if (isNamed()) {
            term = writer.scaled(notation.update().inverse(), cell("u" + symbol));
        } else {
            term = FormulaText.parenthesized(update);
        }
        boolean separate = notation.decaysSeparately() || !isNamed();
        lines.add(writer.subtracted(cell(symbol), term, separate ? decay(Scale.ONE) : ""));
        if (!ofBias) {
            writer.layer(layer).constraint().ifPresent(word -> lines.addAll(writer.constrained(word, layer)));
        }
    }
}
