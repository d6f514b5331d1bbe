package dev.plumbline.scaffold;

import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The calls of a scaffold in Java or Kotlin for the options of its layers. Each calls a function that applies an {@link
 * ElementFormula} to arrays.
 */
final class LoopCalls {
    private static final String NORMS_OF_UNITS = "normsOfUnits";

    private final NetworkSpec spec;
    private final Language language;
    private final LineWriter writer;
    private final String l1;
    private final String l2;
    private final Map<String, Map<String, Object>> functions = new LinkedHashMap<>();

    LoopCalls(NetworkSpec spec, Language language) {
        this.spec = spec;
        this.language = language;
        this.writer = new LineWriter(spec, Notation.OWN, language, false);
        this.l1 = spec.layers().stream().map(LoopCalls::penalty).anyMatch(p -> p.l1() + p.l1Bias() > 0) ? "l1" : "";
        this.l2 = spec.layers().stream().map(LoopCalls::penalty).anyMatch(p -> p.l2() + p.l2Bias() > 0) ? "l2" : "";
    }

    private Layer layer(int l) {
        return spec.layers().get(l - 1);
    }

    private static Regularization penalty(Layer layer) {
        return layer.regularization().orElse(Regularization.NONE);
    }

    /** The values for the templates: the penalties, and the functions that were called. */
    Map<String, Object> values() {
        List<Integer> layers =
                IntStream.rangeClosed(1, spec.layers().size()).boxed().toList();
        return Map.<String, Object>of(
                "elementFunctions",
                functions.values(),
                "penaltyFunction",
                penaltyFunction(),
                "penalties",
                layers.stream().flatMap(l -> penalties(l).stream()).toList(),
                "hasPenalties",
                !factorNames().isEmpty(),
                "hasNorms",
                layers.stream().anyMatch(l -> !norms(l).isEmpty()),
                "hasNormsOfUnits",
                layers.stream().anyMatch(l -> constrained(l).contains(NORMS_OF_UNITS)),
                "changesGradients",
                layers.stream().anyMatch(l -> !gradient(l, false).equals("dW" + l))
                        || !factorNames().isEmpty());
    }

    /** An array with the dropout of a layer's inputs. */
    String dropped(String array, int l) {
        return layer(l).dropout()
                .map(dropout -> call("dropped", array, "mask" + l, String.valueOf(dropout.keepProbability())))
                .orElse(array);
    }

    /** The parameters of the function of a penalty, its lines for an element, and the arguments for a row; or nothing. */
    private List<Map<String, Object>> penaltyFunction() {
        List<String> names = factorNames();
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> lines = writer.lines("penalty", 1, Map.of("element", "w[k]", "l1", l1, "l2", l2));
        return List.of(Map.<String, Object>of(
                "parameters",
                        names.stream().map(name -> language.parameter(name, 0)).collect(Collectors.joining(", ")),
                "lines", lines,
                "arguments", String.join(", ", names)));
    }

    private List<String> factorNames() {
        return Stream.of(l1, l2).filter(name -> !name.isEmpty()).toList();
    }

    /** The penalties of a layer that are added to the loss. */
    private List<String> penalties(int l) {
        List<String> penalties = new ArrayList<>();
        for (String symbol : List.of("W", "b")) {
            List<String> factors = factors(l, symbol.equals("b"));
            if (!factors.isEmpty()) {
                penalties.add("penalty(" + symbol + l + ", " + String.join(", ", factors) + ")");
            }
        }
        return penalties;
    }

    private List<String> factors(int l, boolean ofBias) {
        Regularization penalty = penalty(layer(l));
        double factor1 = ofBias ? penalty.l1Bias() : penalty.l1();
        double factor2 = ofBias ? penalty.l2Bias() : penalty.l2();
        if (factor1 == 0 && factor2 == 0) {
            return List.of();
        }
        return factorNames().stream()
                .map(name -> name.equals("l1") ? factor1 : factor2)
                .map(factor -> factor == 0 ? "0.0" : writer.coefficient(factor, l))
                .toList();
    }

    /** The norms that a layer's normalization needs first, as values with a name and the sum of squares. */
    List<Map<String, String>> norms(int l) {
        Optional<GradientNormalization> word = layer(l).gradientNormalization();
        if (word.isEmpty() || word.get() instanceof GradientNormalization.ClipValue) {
            return List.of();
        }
        if (word.get().isPer(NormScope.TENSOR)) {
            return symbols(l).map(symbol -> norm(symbol, l, Stream.of(symbol))).toList();
        }
        List<Integer> layers = Layer.withOneNorm(spec.layers(), l).boxed().toList();
        return layers.get(0) == l ? List.of(norm("", l, layers.stream().flatMap(this::symbols))) : List.of();
    }

    private Stream<String> symbols(int l) {
        return layer(l).bias() ? Stream.of("W" + l, "b" + l) : Stream.of("W" + l);
    }

    private Map<String, String> norm(String symbol, int l, Stream<String> symbols) {
        String squares = symbols.map(of -> "sumOfSquares(d" + of + ")").collect(Collectors.joining(" + "));
        return Map.of("norm", normOf(symbol, l), "root", language.written("sqrt(" + squares + ")"));
    }

    private String normOf(String symbol, int l) {
        return layer(l).normalizesPer(NormScope.NETWORK)
                ? "norm"
                : layer(l).normalizesPer(NormScope.LAYER) ? "norm" + l : "norm" + symbol;
    }

    /** The gradient that the optimizer takes; {@code dW1} if it is the recorded one. */
    String gradient(int l, boolean ofBias) {
        String symbol = (ofBias ? "b" : "W") + l;
        String gradient = layer(l).gradientNormalization()
                .map(word -> normalized(word, symbol, l))
                .orElse("d" + symbol);
        List<String> factors = factors(l, ofBias);
        return factors.isEmpty() ? gradient : call("penalized", gradient, symbol, String.join(", ", factors));
    }

    private String normalized(GradientNormalization word, String symbol, int l) {
        String name = Schema.wordOf(word);
        String gradient = "d" + symbol;
        if (word instanceof GradientNormalization.ClipValue clip) {
            return call(name, gradient, String.valueOf(clip.threshold()));
        }
        String norm = normOf(symbol, l);
        return word instanceof GradientNormalization.ClipNorm clip
                ? call(name, gradient, LineWriter.plusEpsilon(norm, clip), String.valueOf(clip.threshold()))
                : call(name, gradient, norm);
    }

    /** The update of W with the layer's weight decay. */
    String decayed(String update, Optional<String> rate, int l) {
        double decay = penalty(layer(l)).weightDecay();
        String factor = rate.map(name -> name + " * ").orElse("") + decay;
        return decay == 0 ? update : call("decayed", update, "W" + l, factor);
    }

    /** W of a layer that satisfies its constraint; empty if it has none. */
    String constrained(int l) {
        return layer(l).constraint().map(word -> constrained(word, "W" + l)).orElse("");
    }

    private String constrained(Constraint word, String w) {
        String name = "constraint " + Schema.wordOf(word);
        if (word instanceof Constraint.NonNegative) {
            return call(name, w);
        }
        String norms = NORMS_OF_UNITS + "(" + w + ")";
        return word instanceof Constraint.MaxNorm norm
                ? call(name, w, norms, String.valueOf(norm.max()))
                : call(name, w, norms);
    }

    private String call(String formula, String... arguments) {
        String name =
                (String) functions.computeIfAbsent(formula, this::function).get("name");
        return name + "(" + String.join(", ", arguments) + ")";
    }

    private Map<String, Object> function(String formula) {
        ElementFormula element = ElementFormula.of(formula, l1, l2);
        List<String> arrays = element.arrays();
        String ofUnits = element.rows().isEmpty() ? "" : "OfUnits";
        Map<String, String> indexed = new HashMap<>();
        Stream.concat(arrays.stream(), element.rows().stream()).forEach(name -> indexed.put(name, name + "[k]"));
        String arguments = Stream.of(
                        arrays.stream().map(name -> name + "[j]"), element.rows().stream(), element.numbers().stream())
                .flatMap(names -> names)
                .collect(Collectors.joining(", "));
        return Map.<String, Object>of(
                "name", ScaffoldNames.camelCase(formula.replace("constraint ", "")) + ofUnits,
                "meaning", element.meaning(),
                "first", arrays.get(0),
                "parametersOfRow", parameters(element, 1),
                "parameters", parameters(element, 2),
                "argumentsOfRow", arguments,
                "value", element.written(language, indexed));
    }

    private String parameters(ElementFormula element, int rank) {
        return Stream.of(
                        element.arrays().stream().map(name -> language.parameter(name, rank)),
                        element.rows().stream().map(name -> language.parameter(name, 1)),
                        element.numbers().stream().map(name -> language.parameter(name, 0)))
                .flatMap(parameters -> parameters)
                .collect(Collectors.joining(", "));
    }
}
