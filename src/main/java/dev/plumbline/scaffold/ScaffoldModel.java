package dev.plumbline.scaffold;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The values of the templates of scaffolds: each method without parameters is one. */
final class ScaffoldModel {
    private final Language language;
    private final NetworkSpec spec;
    private final String check;
    private final String write;
    private final List<LayerModel> layers;
    private final LossFormula loss;
    private final UpdateLines update;
    private final TensorLines lines;

    /**
     * The values of a network that a scaffold supports completely.
     *
     * @param check the commands that check it, one per line
     * @param write the command that writes the experiment
     */
    ScaffoldModel(NetworkSpec spec, Language language, String check, String write) {
        this.language = language;
        this.spec = spec;
        this.check = check;
        this.write = write;
        this.loss = LossFormula.of(spec.loss(), language).orElseThrow();
        this.update = UpdateLines.of(spec.training().optimizer().in(spec.precision()), language);
        this.lines = TensorLines.of(spec, language, Notation.OWN);
        this.layers = IntStream.rangeClosed(1, spec.layers().size())
                .mapToObj(LayerModel::new)
                .toList();
    }

    // The network.

    String name() {
        return ScaffoldNames.of(spec.name(), language);
    }

    /** The name and the layers, safe in a comment. */
    String headline() {
        String words = spec.layers().stream()
                .map(layer -> " -> " + layer.units() + " " + Schema.wordOf(layer.activation()))
                .collect(Collectors.joining());
        return ScaffoldNames.plain(spec.name().replace('\n', ' ')) + ": " + spec.inputs() + words;
    }

    List<String> check() {
        return ScaffoldNames.plain(check).lines().toList();
    }

    /** A command, as a string of Python. */
    String write() {
        return '"' + write.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    List<LayerModel> layers() {
        return layers;
    }

    /** From the last layer to the first. */
    List<LayerModel> backwards() {
        return IntStream.rangeClosed(1, depth())
                .mapToObj(i -> layers.get(depth() - i))
                .toList();
    }

    int depth() {
        return layers.size();
    }

    private LayerModel last() {
        return layers.get(depth() - 1);
    }

    int outputs() {
        return last().units();
    }

    boolean hasHidden() {
        return depth() > 1;
    }

    boolean hasBias() {
        return layers.stream().anyMatch(LayerModel::bias);
    }

    /** Whether the learning rate is the same in all layers. */
    boolean hasOneRate() {
        return layers.stream().map(LayerModel::rate).distinct().count() == 1;
    }

    double rate() {
        return last().rate();
    }

    /** One layer for each activation function except identity. */
    List<LayerModel> functions() {
        return List.copyOf(layers.stream()
                .filter(layer -> !layer.isIdentity())
                .collect(Collectors.toMap(
                        LayerModel::name, layer -> layer, (first, second) -> first, LinkedHashMap::new))
                .values());
    }

    /** Those of the functions whose slope a layer needs. */
    List<LayerModel> slopes() {
        return functions().stream()
                .filter(function ->
                        layers.stream().anyMatch(layer -> layer.name().equals(function.name()) && layer.hasSlope()))
                .toList();
    }

    // The loss.

    boolean mean() {
        return spec.reduction() == Reduction.MEAN;
    }

    /** The name of ∂l/∂a in a scaffold with loops, or of ∂l/∂z if the loss provides that. */
    String lossGradient() {
        return (last().hasSlope() ? "dA" : "dZ") + depth();
    }

    /** The definition of p, if there is one. */
    List<String> clipped() {
        return loss.clipped().stream().toList();
    }

    boolean overOutputs() {
        return loss.overOutputs();
    }

    String lossOfOutput() {
        return FormulaText.renamed(loss.forward(), "y", "target");
    }

    String gradientOfOutput() {
        return FormulaText.renamed(loss.gradient(), "y", "target");
    }

    List<String> lossLines() {
        return lines("loss", depth());
    }

    // The update.

    List<UpdateLines.StateVariable> state() {
        return update.state();
    }

    boolean counts() {
        return update.counts();
    }

    /** The rule of the optimizer for the elements of a row. */
    List<String> rule() {
        return update.lines().stream()
                .map(line -> line.startsWith("before") ? (language == Language.JAVA ? "double " : "val ") + line : line)
                .map(line -> FormulaText.indexed(line, update.symbols(), "k"))
                .toList();
    }

    /** The lines of a tensor in Python, without the values that lines above define. */
    private List<String> lines(String tensor, int layer) {
        return lines.of(tensor, layer).stream()
                .filter(line -> !line.startsWith("n = "))
                .filter(line -> !line.startsWith("p = ") || tensor.equals("loss"))
                .filter(line -> !line.startsWith("rate = ") || tensor.equals("W") && !hasOneRate())
                .toList();
    }

    /** The lists of the tensors of all layers that a scaffold in Python records. */
    List<String> recorded() {
        List<String> lists = new ArrayList<>();
        Stream.of("Z", "A", "dZ", "dW", "uW", "W").forEach(symbol -> lists.add(recorded(symbol, layer -> true)));
        if (hasBias()) {
            Stream.of("db", "ub", "b").forEach(symbol -> lists.add(recorded(symbol, LayerModel::bias)));
        }
        return lists;
    }

    private String recorded(String symbol, Predicate<LayerModel> has) {
        String name = symbol.length() == 1 && !symbol.equals("W")
                ? symbol.toLowerCase(Locale.ROOT)
                : symbol.replace('Z', 'z');
        return layers.stream()
                .map(layer -> has.test(layer) ? name + layer.number() : "None")
                .collect(Collectors.joining(", ", symbol + "=[", "]"));
    }

    /** The values of a layer, counted from 1. */
    final class LayerModel {
        private final int number;
        private final Optional<ActivationFormula> activation;

        LayerModel(int number) {
            this.number = number;
            this.activation = ActivationFormula.of(spec.layers().get(number - 1).activation(), language);
        }

        int number() {
            return number;
        }

        int index() {
            return number - 1;
        }

        int inputs() {
            return spec.inputsOf(index());
        }

        int units() {
            return spec.layers().get(index()).units();
        }

        boolean bias() {
            return spec.layers().get(index()).bias();
        }

        double rate() {
            LearningRate rate = spec.optimizerOf(index()).rate().orElseThrow();
            return ((LearningRate.Constant) rate).value();
        }

        String rateName() {
            return hasOneRate() ? "rate" : "rate" + number;
        }

        /** The names of W and b, if it has one. */
        List<String> learned() {
            return bias() ? List.of("W" + number, "b" + number) : List.of("W" + number);
        }

        /** The name of its activation function. */
        String name() {
            return activation.map(ActivationFormula::name).orElse("softmax");
        }

        boolean isSoftmax() {
            return activation.isEmpty();
        }

        boolean isIdentity() {
            return activation.map(ActivationFormula::isIdentity).orElse(false);
        }

        /** The activation of an element in Python, or of one in a loop. */
        String forward() {
            String formula = activation.orElseThrow().forward();
            return language == Language.PYTHON ? formula : FormulaText.renamed(formula, "z", "z[i][k]");
        }

        String slope() {
            return activation.orElseThrow().slopeOf("z[i][k]", "a[i][k]");
        }

        /** Whether ∂l/∂z is calculated from ∂l/∂a. */
        boolean hasSlope() {
            return !isIdentity() && !(isLast() && loss.ofZ());
        }

        private boolean isLast() {
            return number == spec.layers().size();
        }

        /** The number of the layer above, if there is one. */
        List<Integer> above() {
            return isLast() ? List.of() : List.of(number + 1);
        }

        /** The name of ∂l/∂a, or of ∂l/∂z if both are the same. */
        String incoming() {
            return (hasSlope() ? "dA" : "dZ") + number;
        }

        String input() {
            return number == 1 ? "x" : "a" + index();
        }

        String preActivation() {
            return preActivation(input());
        }

        /** x W + b, as calls of the functions in a scaffold with loops. */
        private String preActivation(String x) {
            if (language == Language.PYTHON) {
                return x + ".dot(W" + number + ")" + (bias() ? " + b" + number : "");
            }
            String dot = "dot(" + x + ", W" + number + ")";
            return bias() ? "plus(" + dot + ", b" + number + ")" : dot;
        }

        String activated() {
            return activated("z" + number);
        }

        private String activated(String z) {
            return isIdentity() ? z : name() + "(" + z + ")";
        }

        /** The output of the layer whose input is a. */
        String prediction() {
            return activated(preActivation("a"));
        }

        List<String> backwardLines() {
            return (bias() ? Stream.of("dZ", "dW", "db") : Stream.of("dZ", "dW"))
                    .flatMap(tensor -> lines(tensor, number).stream())
                    .toList();
        }

        List<String> updateLines() {
            return (bias() ? Stream.of("W", "b") : Stream.of("W"))
                    .flatMap(tensor -> lines(tensor, number).stream())
                    .toList();
        }
    }
}
