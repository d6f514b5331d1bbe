package dev.plumbline.diagnose.correction;

import dev.plumbline.diagnose.findings.CodeLines;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.scaffold.Language;
import dev.plumbline.scaffold.Notation;
import dev.plumbline.scaffold.TensorLines;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the correct formulas and lines into findings, in the network's notation. */
public final class CorrectedLines {
    private static final int MOST_TENSORS = 12;

    /** A table with more intervals is not written into a line. */
    private static final int MOST_RATES = 4;

    /** The formula of a table of rates, of which the latest interval comes first. */
    private static final Pattern TABLE = Pattern.compile("(rate = ).* (step|epoch) >= .*");

    private static final String IN_FILE = "the table of the network file";

    /** The tensors that have 32 bits if the arrays have that they are calculated from. */
    private static final Set<Quantity> OF_INPUTS =
            EnumSet.of(Quantity.PRE_ACTIVATION, Quantity.WEIGHTS, Quantity.BIAS, Quantity.LOSS);

    private final NetworkSpec spec;
    private final Notation notation;

    public CorrectedLines(NetworkSpec spec, Notation notation) {
        this.spec = withShortTables(spec);
        this.notation = notation;
    }

    /** A network whose tables of learning rates have only so many intervals that a line without them is told from others. */
    private static NetworkSpec withShortTables(NetworkSpec spec) {
        Optimizer optimizer = spec.training().optimizer();
        Optimizer shorter = optimizer
                .rate()
                .map(rate -> Schema.with(optimizer, Optimizer.RATE, shortened(rate)))
                .orElse(optimizer);
        List<?> layers = spec.layers().stream()
                .map(layer ->
                        Schema.with(layer, Optimizer.RATE, layer.learningRate().map(CorrectedLines::shortened)))
                .toList();
        return Schema.with(
                spec, Map.of("layers", layers, "training", Schema.with(spec.training(), "optimizer", shorter)));
    }

    private static LearningRate shortened(LearningRate rate) {
        if (!(rate instanceof LearningRate.Table table) || table.from().size() <= MOST_RATES) {
            return rate;
        }
        return new LearningRate.Table(
                table.initial(),
                table.from().subList(0, MOST_RATES + 1),
                table.rates().subList(0, MOST_RATES + 1),
                table.per());
    }

    /** A tensor, by its name in {@link TensorLines}. */
    private record Tensor(String name, int layer) {}

    /** The finding with the lines of what its mistakes get wrong, or of its tensor if no mistake is known. */
    public Finding in(Finding finding) {
        Key first = finding.first();
        if (finding.explanations().isEmpty()) {
            boolean computed = first.isInTraining();
            Set<Tensor> tensors = Set.of(tensor(first.quantity(), first));
            return computed ? finding.withLines(formula(tensors), Optional.of(lines(tensors, ""))) : finding;
        }
        return finding.explained(finding.explanations().stream()
                .map(explanation -> in(finding, explanation))
                .toList());
    }

    private Explanation in(Finding finding, Explanation explanation) {
        Mistake mistake = explanation.mistake();
        boolean ofItself = mistake.corrected().isEmpty() && mistake.formula().isEmpty();
        boolean isCalculated = mistake == Mistake.SINGLE_PRECISION
                && !OF_INPUTS.contains(finding.first().quantity());
        if (!ofItself && !isCalculated && mistake.corrected().isEmpty()) {
            return explanation.written(filled(mistake.formula(), explanation), ofMistake(finding, explanation));
        }
        Set<Tensor> tensors = new LinkedHashSet<>();
        Stream.concat(Stream.of(finding.first()), finding.also().stream())
                .filter(place -> !place.isAfterTraining())
                .map(place -> explanation.isOfOneLayer()
                        ? new Key(place.step(), place.quantity(), explanation.layer())
                        : place)
                .map(place -> tensor(mistake, place))
                .limit(MOST_TENSORS)
                .forEach(tensors::add);
        if (tensors.isEmpty()) {
            Key place = new Key(0, finding.first().quantity(), explanation.layer());
            tensors.add(tensor(mistake, place));
        }
        return explanation.written(
                formula(tensors),
                lines(
                        mistake.isOfDropout() ? dropped(tensors) : tensors,
                        remark(mistake, tensors.iterator().next())));
    }

    /** The tensors, with the activation in place of the pre-activation whose input it is, where it is what is dropped. */
    private Set<Tensor> dropped(Set<Tensor> tensors) {
        return tensors.stream()
                .map(tensor -> notation.dropsActivation()
                                && tensor.layer() > 1
                                && tensor.name().equals("Z")
                        ? new Tensor("A", tensor.layer() - 1)
                        : tensor)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The tensor whose line corrects the mistake that a place shows. */
    private Tensor tensor(Mistake mistake, Key place) {
        int l = place.layer();
        // Dropout is in two lines: of a layer's input, and of the delta of the layer below.
        boolean ofDelta = mistake.isOfDropout() && (place.quantity() == Quantity.DELTA || !drops(l) && drops(l + 1));
        return tensor(ofDelta ? Quantity.DELTA : mistake.corrected().orElse(place.quantity()), place);
    }

    private boolean drops(int l) {
        return l <= spec.layers().size() && spec.layers().get(l - 1).dropout().isPresent();
    }

    /** The tensor that calculates a quantity: of the bias if the place is of the bias. */
    private Tensor tensor(Quantity quantity, Key place) {
        boolean ofBias = quantity.isOfBias() || place.quantity().isOfBias();
        String name = switch (quantity) {
            case WEIGHT_GRADIENT, BIAS_GRADIENT -> ofBias ? "db" : "dW";
            case PRE_ACTIVATION, ACTIVATION, LOSS, DELTA -> quantity.symbol();
            default -> ofBias ? "b" : "W";
        };
        boolean hasBias = spec.layers().get(place.layer() - 1).bias();
        return new Tensor(hasBias || !ofBias ? name : name.replace('b', 'W'), place.layer());
    }

    private String formula(Set<Tensor> tensors) {
        Tensor first = tensors.iterator().next();
        return String.join("; ", TensorLines.formulas(spec).of(first.name(), first.layer()));
    }

    private CodeLines lines(Set<Tensor> tensors, String remark) {
        return new CodeLines(
                lines(tensors, Language.PYTHON, remark),
                lines(tensors, Language.JAVA, remark),
                lines(tensors, Language.KOTLIN, remark));
    }

    private String lines(Set<Tensor> tensors, Language language, String remark) {
        TensorLines lines = TensorLines.of(spec, language, notation);
        Set<String> texts = new LinkedHashSet<>();
        tensors.forEach(tensor -> lines.of(tensor.name(), tensor.layer()).stream()
                .map(line -> withoutTable(line, language))
                .forEach(texts::add));
        return String.join("\n", texts) + (remark.isEmpty() ? "" : language.comment() + remark);
    }

    /** A line without a long table of learning rates, whatever mistake is to be seen in the line below it. */
    private static String withoutTable(String line, Language language) {
        boolean isLong = line.split(" >= ").length - 1 > MOST_RATES;
        String end = (language == Language.JAVA ? ";" : "") + language.comment();
        return isLong ? TABLE.matcher(line).replaceFirst("$1rates[$2]" + end + IN_FILE) : line;
    }

    private String remark(Mistake mistake, Tensor tensor) {
        boolean updates = tensor.name().equals("W") || tensor.name().equals("b");
        return switch (mistake) {
            case UPDATED_WEIGHTS -> "before any W is updated";
            case SINGLE_PRECISION -> "in 64 bits, without float32";
            case ACCUMULATED, ACCUMULATED_OVER_EPOCH -> "starts at 0 in every step";
            case UPDATED_PER_EXAMPLE -> "after the loop over the batch";
            default ->
                updates
                        ? TensorLines.of(spec, Language.PYTHON, notation)
                                .remark(tensor.layer(), tensor.name().equals("b"))
                        : "";
        };
    }

    private CodeLines ofMistake(Finding finding, Explanation explanation) {
        int layer = explanation.layer();
        boolean ofBias = finding.first().quantity().isOfBias()
                && explanation.mistake().numpy().contains("given.W");
        String numpy = filled(explanation.mistake().numpy(), explanation);
        String java = filled(explanation.mistake().loop(), explanation);
        if (ofBias) {
            numpy = "b" + layer + " = given.b[" + (layer - 1) + "]";
            java = "b" + layer + " = biases[" + (layer - 1) + "];";
        }
        if (explanation.mistake() == Mistake.OWN_MASKS && notation.examplesInColumns()) {
            numpy += ".T"; // given with examples in rows
        }
        return new CodeLines(numpy, java, java.replaceAll(";(?= //|$)", ""));
    }

    private String filled(String line, Explanation explanation) {
        int layer = explanation.layer();
        return line.replace("a{k}", layer == 1 ? "x" : "a" + (layer - 1))
                .replace("A{k}", layer == 1 ? "X" : "A" + (layer - 1))
                .replace("{l}", String.valueOf(layer))
                .replace("{k}", String.valueOf(layer - 1))
                .replace("{inputs}", String.valueOf(spec.inputsOf(layer - 1)))
                .replace("{units}", String.valueOf(spec.layers().get(layer - 1).units()));
    }
}
