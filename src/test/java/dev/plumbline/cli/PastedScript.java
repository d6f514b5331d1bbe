package dev.plumbline.cli;

import dev.plumbline.scaffold.Language;
import dev.plumbline.scaffold.Notation;
import dev.plumbline.scaffold.Scale;
import dev.plumbline.scaffold.TensorLines;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network in Python, made of the lines of its tensors in some notation.
 *
 * @param blocks the lines of each tensor, by the name that the last of them assigns
 */
record PastedScript(String name, String yaml, Style style, Map<String, List<String>> blocks) {

    /** A notation, which is what the test plants and what the diagnosis has to find. */
    record Style(
            boolean examplesInColumns,
            boolean weightsTransposed,
            BiasRow biasRow,
            boolean ones,
            boolean overwritesZ,
            boolean dropsActivation,
            Scale delta,
            Scale gradient,
            Content gradientContent,
            Scale update,
            boolean decaysSeparately,
            boolean namesUpdate)
            implements Notation {
        @Override
        public boolean biasInColumn() {
            return examplesInColumns;
        }

        @Override
        public boolean hasOnes(int layer) {
            return ones && layer == 2;
        }
    }

    private static final Scale OVER_N = Scale.N.inverse();

    private static Style style(Scale delta, Scale gradient, Scale update, boolean namesUpdate) {
        return new Style(
                false,
                false,
                Notation.BiasRow.NONE,
                false,
                false,
                false,
                delta,
                gradient,
                Notation.Content.PLAIN,
                update,
                false,
                namesUpdate);
    }

    private static Style layout(
            boolean columns, boolean transposed, Notation.BiasRow bias, boolean ones, boolean inPlace) {
        return new Style(
                columns,
                transposed,
                bias,
                ones,
                inPlace,
                false,
                Scale.ONE,
                Scale.ONE,
                Notation.Content.PLAIN,
                Scale.ONE,
                false,
                false);
    }

    private static Style content(Notation.Content content, boolean dropsActivation, boolean decaysSeparately) {
        return new Style(
                false,
                false,
                Notation.BiasRow.NONE,
                false,
                false,
                dropsActivation,
                Scale.ONE,
                Scale.ONE,
                content,
                Scale.ONE,
                decaysSeparately,
                true);
    }

    private static final Map<String, Style> STYLES = new LinkedHashMap<>();

    static {
        Scale one = Scale.ONE;
        Scale minus = Scale.NEGATIVE;
        Notation.BiasRow none = Notation.BiasRow.NONE;
        STYLES.put("own", style(one, one, one, true));
        STYLES.put("no update recorded", style(one, one, one, false));
        STYLES.put("y - a", style(minus, minus, one, false));
        STYLES.put("y - a, mean in delta", style(minus.times(OVER_N), minus, one, false));
        STYLES.put("y - a in deltas alone", style(minus, one, one, false));
        STYLES.put("mean in delta", style(OVER_N, one, one, false));
        STYLES.put("rate in delta and gradient", style(Scale.RATE, Scale.RATE, one, false));
        STYLES.put("rate in gradient", style(one, Scale.RATE, one, false));
        STYLES.put("gradients negative", style(one, minus, one, false));
        STYLES.put("mean in update", style(one, Scale.N, one, false));
        STYLES.put("y - a, mean in update", style(minus, minus.times(Scale.N), one, false));
        STYLES.put("updates added", style(one, one, minus, true));
        STYLES.put("rate outside update", style(one, one, Scale.RATE.inverse(), true));
        STYLES.put("columns", layout(true, true, none, false, false));
        STYLES.put("columns, weights inputs x units", layout(true, false, none, false, false));
        STYLES.put("transposed", layout(false, true, none, false, false));
        STYLES.put("bias last", layout(false, false, Notation.BiasRow.LAST, false, false));
        STYLES.put("bias first, ones", layout(false, false, Notation.BiasRow.FIRST, true, false));
        STYLES.put("bias last, ones, transposed", layout(false, true, Notation.BiasRow.LAST, true, false));
        STYLES.put("in place", layout(false, false, none, false, true));
        STYLES.put("penalty in gradient", content(Notation.Content.PENALIZED, false, false));
        STYLES.put("clipped gradient", content(Notation.Content.NORMALIZED, false, false));
        STYLES.put("dropout in activation", content(Notation.Content.PLAIN, true, false));
        STYLES.put("decay outside", content(Notation.Content.PLAIN, false, true));
    }

    private static String yaml(String hidden, String options, String last, String loss, String optimizer) {
        return """
                inputs: 3
                layers:
                  - dense: { units: 4, activation: %s, bias_init: 0.1%s }
                  - dense: { units: 2, activation: %s, bias_init: 0.2%s }
                init: { uniform: { low: -1, high: 1 } }
                loss: %s
                reduction: mean
                training: { optimizer: { %s }, batch_size: 3, epochs: 3 }
                data:
                  inputs: [[0, 0.3, 1], [0.1, 1, -1], [1, 0.2, 0.7], [1, 1.1, 0.3], [0.5, 0.6, -0.2]]
                  targets: [[0.1, 0.9], [0.2, 0.8], [0.9, 0.1], [0, 1], [0.4, 0.6]]
                """.formatted(hidden, options.replace("dropout", "none"), last, options, loss, optimizer)
                .replace(", none: { drop_probability: 0.25 }", "");
    }

    /** Each notation in a network in which it shows. */
    static Stream<PastedScript> everyNotation() {
        return STYLES.entrySet().stream().flatMap(style -> {
            String options = switch (style.getKey()) {
                case "penalty in gradient" -> ", regularization: { l2: 0.3, l1: 0.01 }";
                case "clipped gradient" -> ", gradient_normalization: { clip_value: { threshold: 0.06 } }";
                case "dropout in activation" -> ", dropout: { drop_probability: 0.25 }";
                case "decay outside" -> ", regularization: { weight_decay: 0.2 }";
                default -> "";
            };
            String sgd = "sgd: { learning_rate: 0.4 }";
            String momentum = "momentum: { learning_rate: 0.4, momentum: 0.8 }";
            String adam = "adam: { learning_rate: 0.05 }";
            return Stream.of(
                            of(
                                    style.getKey() + ", sgd",
                                    yaml("tanh", options, "sigmoid", "half_squared_error", sgd),
                                    style.getValue()),
                            of(
                                    style.getKey() + ", momentum",
                                    yaml("relu", options, "softmax", "categorical_cross_entropy", momentum),
                                    style.getValue()),
                            of(
                                    style.getKey() + ", adam",
                                    yaml("sigmoid", options, "sigmoid", "binary_cross_entropy", adam),
                                    style.getValue()))
                    .filter(script -> !(script.name().contains("rate outside")
                            && !script.name().endsWith("sgd")));
        });
    }

    static PastedScript of(String name, String yaml, Style style) {
        NetworkSpec spec = YamlReader.read(yaml, "net.yaml").spec();
        TensorLines lines = TensorLines.of(spec, Language.PYTHON, style);
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        blocks.put("z1", lines.of("Z", 1));
        blocks.put("a1", lines.of("A", 1));
        blocks.put("z2", lines.of("Z", 2));
        blocks.put("a2", lines.of("A", 2));
        blocks.put("loss", lines.of("loss", 2));
        boolean separate = style.biasRow() == Notation.BiasRow.NONE;
        for (int l = 2; l >= 1; l--) {
            blocks.put("dz" + l, lines.of("dZ", l));
            blocks.put("dW" + l, lines.of("dW", l));
            if (separate) {
                blocks.put("db" + l, lines.of("db", l));
            }
        }
        for (int l = 1; l <= 2; l++) {
            blocks.put("W" + l, lines.of("W", l));
            if (separate) {
                blocks.put("b" + l, lines.of("b", l));
            }
        }
        return new PastedScript(name, yaml, style, blocks);
    }

    /** Lines after the block of a tensor that make it wrong, by the tensor. */
    Map<String, List<String>> mistakes() {
        Map<String, List<String>> mistakes = new LinkedHashMap<>();
        mistakes.put("z2", List.of("z2 = z2 + 0.1 * z2 ** 2"));
        mistakes.put("a1", List.of("a1 = a1 + 0.1 * a1 ** 2"));
        mistakes.put("dz2", List.of("dz2 = -dz2", "dz2 = 2 * dz2", "dz2 = dz2 + 0.1 * dz2 ** 2"));
        mistakes.put("dz1", List.of("dz1 = -dz1", "dz1 = dz1 + dz1 ** 2"));
        mistakes.put("dW2", List.of("dW2 = dW2 * 3", "dW2 = dW2 / 3", "dW2 = dW2 + dW2 ** 2"));
        mistakes.put(
                "W1",
                List.of("W1 = 2 * old - W1", "W1 = old", "W1 = old + 0.9 * (W1 - old)", "W1 = W1 - 0.01 * W1 ** 2"));
        if (blocks.containsKey("db1")) {
            mistakes.put("db2", List.of("db2 = db2 * 0 + db2.sum()", "db2 = db2 * 1.3"));
            mistakes.put("b2", List.of("b2 = old"));
        }
        return mistakes;
    }

    PastedScript with(String place, String mistake) {
        List<String> lines = new ArrayList<>();
        lines.add("old = " + (mistake.contains("old") ? place + ".copy()" : "0"));
        lines.addAll(blocks.get(place));
        lines.add(mistake);
        return withBlock(place, lines);
    }

    private PastedScript withBlock(String place, List<String> lines) {
        Map<String, List<String>> changed = new LinkedHashMap<>(blocks);
        changed.put(place, lines);
        return new PastedScript(name, yaml, style, changed);
    }

    /** The script with the blocks replaced that these lines calculate, in their order. */
    PastedScript pasted(List<String> lines) {
        PastedScript pasted = this;
        List<String> block = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.get(i).replaceAll(" = .*", "");
            block.add(lines.get(i));
            String next = i + 1 < lines.size() ? lines.get(i + 1).replaceAll(" = .*", "") : "";
            if (blocks.containsKey(name) && !next.equals(name)) {
                block.addAll(0, definitions);
                pasted = pasted.withBlock(name, block);
                definitions.addAll(block.stream()
                        .filter(line -> line.matches("(n|rate|p) = .*"))
                        .toList());
                block = new ArrayList<>();
            }
        }
        return pasted;
    }

    String source() {
        boolean adam = yaml.contains("adam");
        List<String> python = new ArrayList<>(List.of(
                "import numpy as np",
                "from recorder import Recorder, experiment",
                "given = experiment()",
                "rec = Recorder()"));
        for (int l = 1; l <= 2; l++) {
            String w = "given.W[" + (l - 1) + "]";
            String b = "given.b[" + (l - 1) + "]";
            if (style.biasRow() != Notation.BiasRow.NONE) {
                w = "np.vstack([" + (style.biasRow() == Notation.BiasRow.FIRST ? b + ", " + w : w + ", " + b) + "])";
            }
            python.add("W" + l + " = " + w + (style.weightsTransposed() ? ".T" : ""));
            python.add("b" + l + " = " + b + (style.biasInColumn() ? ".reshape(-1, 1)" : ""));
            for (String state : List.of("v", "m")) {
                python.add(state + "W" + l + " = np.zeros_like(W" + l + ")");
                python.add(state + "b" + l + " = np.zeros_like(b" + l + ")");
            }
        }
        python.add("t = 0");
        python.add("for x, y in given.batches():");
        List<String> step = new ArrayList<>();
        if (style.examplesInColumns()) {
            step.add("x, y = x.T, y.T");
        }
        if (yaml.contains("dropout")) {
            step.add("mask2 = given.masks[2]");
        }
        step.add("t = t + 1");
        blocks.forEach((tensor, lines) -> {
            step.addAll(lines);
            if (style.overwritesZ() && tensor.startsWith("a")) {
                step.add("z" + tensor.substring(1) + " = " + tensor);
            }
        });
        boolean separate = style.biasRow() == Notation.BiasRow.NONE;
        step.add("rec.step(loss=loss, Z=[z1, z2], A=[a1, a2], dZ=[dz1, dz2], dW=[dW1, dW2], W=[W1, W2]"
                + (separate ? ", db=[db1, db2], b=[b1, b2]" : "")
                + (style.namesUpdate() ? ", uW=[uW1, uW2], ub=[ub1, ub2]" : "") + ")");
        step.forEach(line -> python.add("    " + line));
        python.add("rec.save()");
        return python.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public String toString() {
        return name;
    }
}
