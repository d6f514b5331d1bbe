package dev.plumbline.scaffold;

import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The values of the templates of scaffolds, from a network that scaffolds support completely. */
final class ScaffoldModel {
    private final NetworkSpec spec;
    private final Language language;
    private final LossFormula loss;
    private final UpdateLines update;
    private final ScaffoldRates rates;
    private final TensorLines lines;
    private final LoopCalls calls;
    private final int depth;

    ScaffoldModel(NetworkSpec spec, Language language) {
        this.spec = spec;
        this.language = language;
        this.update = UpdateLines.of(spec.training().optimizer().in(spec.precision()), language);
        this.rates = new ScaffoldRates(spec, language);
        this.lines = TensorLines.of(spec, language, Notation.OWN);
        this.loss = lines.lossFormula();
        this.calls = new LoopCalls(spec, language);
        this.depth = spec.layers().size();
    }

    /**
     * The values by their names in the templates.
     *
     * @param check the commands that check the scaffold, one per line
     * @param write the command that writes the experiment
     */
    Map<String, Object> values(String check, String write) {
        List<Map<String, Object>> layers =
                IntStream.rangeClosed(1, depth).mapToObj(this::layer).toList();
        List<Map<String, Object>> backwards = new ArrayList<>(layers);
        Collections.reverse(backwards);
        Map<String, Object> values = new HashMap<>();
        values.put("name", ScaffoldNames.of(spec.name(), language));
        values.put("headline", headline());
        values.put("check", ScaffoldNames.plain(check).lines().toList());
        values.put(
                "write", '"' + write.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"');
        values.put("layers", layers);
        values.put("backwards", backwards);
        values.put("depth", depth);
        values.put("outputs", layer(depth).get("units"));
        values.put("hasHidden", depth > 1);
        values.put("hasBias", spec.layers().stream().anyMatch(Layer::bias));
        values.put("rates", rates.values());
        values.put("hasOneRate", rates.isShared());
        values.put("hasRate", rates.name(depth).isPresent());
        values.putAll(ofBatch());
        values.put("functions", byName(layers, "isFunction"));
        values.put("slopes", byName(layers, "hasSlope"));
        values.put("mean", spec.reduction() == Reduction.MEAN);
        values.put("lossGradient", layer(depth).get("incoming"));
        values.putAll(ofLoss());
        values.put("state", update.state());
        values.put("counts", update.counts());
        values.put("rule", rule());
        values.put("recorded", recorded());
        values.putAll(calls.values());
        return values;
    }

    /** What a step needs besides inputs and targets. */
    private Map<String, Object> ofBatch() {
        List<Map<String, Object>> masks = IntStream.rangeClosed(1, depth)
                .filter(this::drops)
                .mapToObj(l -> Map.<String, Object>of(
                        "number", l,
                        "inputs", spec.inputsOf(l - 1),
                        "probability",
                                spec.layers().get(l - 1).dropout().orElseThrow().dropProbability()))
                .toList();
        boolean usesEpoch = rates.dependOn("epoch");
        boolean countsSteps = usesEpoch || rates.dependOn("step");
        boolean needsBatch = countsSteps || spec.isWeighted() || !masks.isEmpty();
        Map<String, Object> values = new HashMap<>();
        values.put("masks", masks);
        values.put("isWeighted", spec.isWeighted());
        values.put("usesStep", rates.dependOn("step"));
        values.put("usesEpoch", usesEpoch);
        values.put("batches", countsSteps ? "step, (x, y) in enumerate(given.batches())" : "x, y in given.batches()");
        values.put("needsBatch", needsBatch);
        boolean usesBatchSize = spec.reduction() == Reduction.MEAN || TensorLines.dividesPenalties(spec);
        values.put("usesBatchSize", usesBatchSize);
        values.put("dividesPenalties", TensorLines.dividesPenalties(spec));
        values.put("beginsWithValues", needsBatch || usesBatchSize);
        return values;
    }

    private boolean drops(int layer) {
        return spec.layers().get(layer - 1).dropout().isPresent();
    }

    private Map<String, Object> ofLoss() {
        String gradient = FormulaText.renamed(loss.gradient(), "y", "target");
        boolean isSum = spec.isWeighted() && gradient.equals("a - target");
        Map<Boolean, List<String>> lines = lines(depth, "loss").stream()
                .collect(Collectors.partitioningBy(line -> line.startsWith("loss = loss + ")));
        return Map.<String, Object>of(
                "clipped", loss.clipped().orElse(""),
                "isOfRows", spec.loss() instanceof Loss.Cosine,
                "overOutputs", loss.overOutputs(),
                "lossOfOutput", FormulaText.renamed(loss.forward(), "y", "target"),
                "gradientOfOutput", isSum ? "(" + gradient + ")" : gradient,
                "lossLines", Objects.requireNonNull(lines.get(false)),
                "penaltyLines", Objects.requireNonNull(lines.get(true)));
    }

    /** The name and the layers, safe in a comment. */
    private String headline() {
        String words = spec.layers().stream()
                .map(layer -> " -> " + layer.units() + " " + Schema.wordOf(layer.activation()))
                .collect(Collectors.joining());
        return ScaffoldNames.plain(spec.name().replace('\n', ' ')) + ": " + spec.inputs() + words;
    }

    /** The first of the layers with each activation function, of those with a property. */
    private static List<Map<String, Object>> byName(List<Map<String, Object>> layers, String property) {
        Map<Object, Map<String, Object>> byName = new LinkedHashMap<>();
        layers.stream()
                .filter(layer -> Boolean.TRUE.equals(layer.get(property)))
                .forEach(layer -> byName.putIfAbsent(layer.getOrDefault("function", ""), layer));
        return List.copyOf(byName.values());
    }

    /** The values of a layer, counted from 1. */
    private Map<String, Object> layer(int number) {
        Layer layer = spec.layers().get(number - 1);
        Optional<ActivationFormula> formula = ActivationFormula.of(layer.activation(), language);
        boolean isIdentity = formula.map(ActivationFormula::isIdentity).orElse(false);
        boolean hasSlope = !isIdentity && !(number == depth && loss.ofZ());
        String function = formula.map(ActivationFormula::name).orElse("softmax");
        String below = number == 1 ? "x" : "a" + (number - 1);
        String input = drops(number) ? "x" + number : below;
        String z = preActivation("a", number);
        Map<String, Object> values = new HashMap<>();
        values.put("number", number);
        values.put("index", number - 1);
        values.put("above", number == depth ? "" : String.valueOf(number + 1));
        values.put("inputs", spec.inputsOf(number - 1));
        values.put("units", layer.units());
        values.put("bias", layer.bias());
        values.put("learned", learned(number));
        values.put("norms", calls.norms(number));
        values.put("function", function);
        values.put("isFunction", !isIdentity);
        values.put("isSoftmax", formula.isEmpty());
        values.put("forward", formula.map(this::forward).orElse(""));
        values.put(
                "slope",
                formula.map(activation -> activation.slopeOf("z[i][k]", "a[i][k]"))
                        .orElse(""));
        values.put("hasSlope", hasSlope);
        values.put("incoming", (hasSlope ? "dA" : "dZ") + number);
        values.put("input", input);
        values.put("dropped", drops(number) ? calls.dropped(below, number) : "");
        values.put("propagated", number == depth ? "" : propagated(number + 1));
        values.put("preActivation", preActivation(input, number));
        values.put("inputLine", drops(number) ? lines(number, "Z").get(0) : "");
        values.put("activated", isIdentity ? "z" + number : function + "(z" + number + ")");
        values.put("prediction", isIdentity ? z : function + "(" + z + ")");
        values.put("backwardLines", layer.bias() ? lines(number, "dZ", "dW", "db") : lines(number, "dZ", "dW"));
        values.put("updateLines", layer.bias() ? lines(number, "W", "b") : lines(number, "W"));
        return values;
    }

    private String forward(ActivationFormula formula) {
        return language == Language.PYTHON ? formula.forward() : FormulaText.renamed(formula.forward(), "z", "z[i][k]");
    }

    /** x W + b; in a scaffold with loops, as calls of its functions. */
    private String preActivation(String x, int number) {
        boolean bias = spec.layers().get(number - 1).bias();
        if (language == Language.PYTHON) {
            return x + ".dot(W" + number + ")" + (bias ? " + b" + number : "");
        }
        String dot = "dot(" + x + ", W" + number + ")";
        return bias ? "plus(" + dot + ", b" + number + ")" : dot;
    }

    /** The derivative of the loss with respect to the outputs of the layer below. */
    private String propagated(int layer) {
        return calls.dropped("back(dZ" + layer + ", W" + layer + ")", layer);
    }

    /** The values of W and of b of a layer. */
    private List<Map<String, String>> learned(int layer) {
        Stream<String> symbols = spec.layers().get(layer - 1).bias() ? Stream.of("W", "b") : Stream.of("W");
        return symbols.map(symbol -> {
                    String name = symbol + layer;
                    String gradient = calls.gradient(layer, symbol.equals("b"));
                    boolean isChanged = !gradient.equals("d" + name);
                    Stream<String> state = update.state().stream().map(variable -> variable.symbol() + name);
                    Stream<String> counts = update.counts() ? Stream.of("t") : Stream.of();
                    String updated = Stream.of(
                                    Stream.of((isChanged ? "g" : "d") + name),
                                    state,
                                    rates.name(layer).stream(),
                                    counts)
                            .flatMap(arguments -> arguments)
                            .collect(Collectors.joining(", ", "update(", ")"));
                    return Map.of(
                            "name", name,
                            "type", symbol.equals("W") ? "double[][]" : "double[]",
                            "changed", isChanged ? gradient : "",
                            "constrained", symbol.equals("W") ? calls.constrained(layer) : "",
                            "update", symbol.equals("W") ? calls.decayed(updated, rates.name(layer), layer) : updated);
                })
                .toList();
    }

    /** The rule of the optimizer for the elements of a row. */
    private List<String> rule() {
        return update.lines().stream()
                .map(line -> line.startsWith("before") ? language.declared(line) : line)
                .map(line -> FormulaText.indexed(line, update.symbols(), "k"))
                .toList();
    }

    /** The lines of tensors in Python, without the values that lines above define. */
    private List<String> lines(int layer, String... tensors) {
        List<String> lines = new ArrayList<>();
        String norm = "";
        for (String tensor : tensors) {
            for (String line : this.lines.of(tensor, layer)) {
                boolean isDefined = line.startsWith("n = ")
                        || line.startsWith("p = ") && !tensor.equals("loss")
                        || line.startsWith("x") && tensor.equals("dW")
                        || line.startsWith("rate = ") && (!tensor.equals("W") || rates.isShared())
                        || line.equals(norm);
                norm = line.startsWith("norm = ") ? line : norm;
                if (!isDefined) {
                    lines.add(line.replace(language.comment() + RateFormulas.UNITS, "")); // the loop defines them
                }
            }
        }
        return lines;
    }

    /** The lists of the tensors of all layers that a scaffold in Python records. */
    private List<String> recorded() {
        boolean hasBias = spec.layers().stream().anyMatch(Layer::bias);
        Stream<String> ofBias = hasBias ? Stream.of("db", "ub", "b") : Stream.of();
        return Stream.concat(Stream.of("Z", "A", "dZ", "dW", "uW", "W"), ofBias)
                .map(symbol -> IntStream.rangeClosed(1, depth)
                        .mapToObj(l -> recorded(symbol, l))
                        .collect(Collectors.joining(", ", symbol + "=[", "]")))
                .toList();
    }

    private String recorded(String symbol, int layer) {
        if (symbol.endsWith("b") && !spec.layers().get(layer - 1).bias()) {
            return "None";
        }
        boolean isRenamed = symbol.equals("Z") || symbol.equals("A");
        return (isRenamed ? symbol.toLowerCase(Locale.ROOT) : symbol.replace('Z', 'z')) + layer;
    }
}
