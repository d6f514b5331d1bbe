package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.metrics.ClassScores;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.metrics.InputImportance;
import dev.plumbline.metrics.RegressionMetrics;
import dev.plumbline.metrics.Scores;
import dev.plumbline.report.document.Columns;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Evaluation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The evaluation of a trained network on some examples: all metrics, and for classes also a table of their scores and
 * the confusion matrix.
 */
public final class EvaluationReport {
    private static final int NAME_WIDTH = 26;
    private static final int MOST_COLUMNS = 12; // the largest confusion matrix that fits into 80 columns

    private static final int MOST_IMPORTANT = 20;
    private static final int MOST_OF_NAME = 32; // in a line, beside the columns of scores
    private static final int FEWEST_OF_NAME = 8;

    private final NetworkSpec spec;
    private final String engine;
    private final String part;
    private final long examples;
    private final List<String> classes;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Optional<ClassificationMetrics> classification;
    private List<InputImportance> importance = List.of();

    /**
     * Creates the report of an evaluation.
     *
     * @param spec the network; if it scales its targets, the evaluation is in their unit
     * @param part a description of the examples: "the validation part", or a file
     * @param classes the names of the classes; empty if the targets are numbers
     */
    public EvaluationReport(NetworkSpec spec, String engine, String part, Evaluation evaluation, List<String> classes) {
        this(
                spec,
                engine,
                part,
                evaluation.loss(),
                Scores.of(evaluation.outputs(), evaluation.targets(), !classes.isEmpty()),
                classes);
    }

    /** Creates the report of metrics that are known already. */
    public EvaluationReport(
            NetworkSpec spec, String engine, String part, double loss, Scores scores, List<String> classes) {
        this.spec = spec;
        this.engine = engine;
        this.part = part;
        this.examples = scores.examples();
        this.classes = List.copyOf(classes);
        metrics.put("loss", loss);
        this.classification = scores.classes();
        classification.ifPresent(classMetrics -> {
            metrics.put("accuracy", classMetrics.accuracy());
            scores.topK().forEach((k, share) -> metrics.put("top_" + k + "_accuracy", share));
            metrics.put("precision_macro", classMetrics.macro(ClassScores::precision));
            metrics.put("recall_macro", classMetrics.macro(ClassScores::recall));
            metrics.put("f1_macro", classMetrics.macro(ClassScores::f1));
            metrics.put("f1_weighted", classMetrics.weighted(ClassScores::f1));
            metrics.put("auc", classMetrics.auc());
            metrics.put("log_loss", classMetrics.logLoss());
        });
        RegressionMetrics numbers = scores.numbers();
        metrics.put("mean_absolute_error", numbers.meanAbsoluteError());
        metrics.put("mean_squared_error", numbers.meanSquaredError());
        if (classes.isEmpty()) {
            metrics.put("root_mean_squared_error", numbers.rootMeanSquaredError());
            metrics.put("r_squared", numbers.rSquared());
        }
    }

    /** Adds the importance of the input columns. */
    public EvaluationReport with(List<InputImportance> ofColumns) {
        importance = List.copyOf(ofColumns);
        return this;
    }

    /** The most important number: the accuracy of classes, R² if the targets are scaled, otherwise the loss. */
    public String headline() {
        String name = classification.isPresent() ? "accuracy" : spec.scalesTargets() ? "r_squared" : "loss";
        return Wording.spaced(name) + " " + Numbers.significant(metrics.getOrDefault(name, Double.NaN), 4) + " on "
                + part;
    }

    /** The report as a JSON document; {@code src/docs/json.md} describes its keys. */
    public JsonObject json() {
        return Json.object(
                "ok",
                true,
                "network",
                spec.name(),
                "engine",
                engine,
                "part",
                part,
                "examples",
                examples,
                "metrics",
                metrics,
                "classes",
                classification.map(
                        classMetrics -> Json.array(Json.indices(classes.size()), i -> perClass(classMetrics, i))),
                "confusion",
                classification.map(ClassificationMetrics::counts),
                "importance",
                importance.isEmpty()
                        ? null
                        : Json.array(
                                importance,
                                each -> Json.object(
                                        "column", each.column(), "mean", each.mean(), "spread", each.spread())));
    }

    private JsonObject perClass(ClassificationMetrics classMetrics, int i) {
        ClassScores scores = classMetrics.classes().get(i);
        return Json.object(
                "name", classes.get(i),
                "precision", scores.precision(),
                "recall", scores.recall(),
                "f1", scores.f1(),
                "examples", scores.support());
    }

    /** The report as text, at most 80 columns wide. */
    public String text(Style style) {
        String what = ": " + Numbers.count(examples, "example") + " of " + part + ", on " + engine;
        StringBuilder text = new StringBuilder(style.strong(spec.name()) + what + "\n\n");
        metrics.forEach((name, value) -> text.append("  "
                + TextLayout.left(
                        name.equals("loss") ? Wording.of(Metric.LOSS, spec) : Wording.spaced(name), NAME_WIDTH)
                + Numbers.figure(value) + "\n"));
        classification.ifPresent(classMetrics -> {
            text.append('\n').append(scores(classMetrics, style));
            text.append('\n').append(confusion(classMetrics, style));
        });
        if (!importance.isEmpty()) {
            text.append('\n').append(importance(style));
        }
        return text.toString();
    }

    /** The most important columns first. */
    private String importance(Style style) {
        boolean ofAccuracy = classification.isPresent();
        List<InputImportance> ordered = importance.stream()
                .sorted(Comparator.comparingDouble(InputImportance::mean).reversed())
                .limit(MOST_IMPORTANT)
                .toList();
        int width =
                ordered.stream().mapToInt(each -> each.column().length()).max().orElse(0);
        List<List<String>> rows = ordered.stream()
                .map(each -> List.of(
                        each.column(),
                        ofAccuracy ? Numbers.share(each.mean()) : Numbers.significant(each.mean(), 4),
                        ofAccuracy ? Numbers.share(each.spread()) : Numbers.significant(each.spread(), 4)))
                .toList();
        String lost = ofAccuracy ? "accuracy lost" : "rise of the loss";
        int more = importance.size() - rows.size();
        return style.strong("Importance of the inputs") + ": the " + lost + " when a column is permuted, "
                + InputImportance.PERMUTATIONS + " times\n"
                + new Columns()
                        .text(Math.min(width, TextLayout.WIDTH - 28))
                        .numbers(2, 11)
                        .table(List.of("", "mean", "spread"), rows, style)
                + (more > 0
                        ? "  … and " + Numbers.count(more, "column") + " of less importance; --json has all\n"
                        : "");
    }

    private String scores(ClassificationMetrics classMetrics, Style style) {
        int width = width(classes, MOST_OF_NAME);
        Columns columns = new Columns().text(width).numbers(4, 9);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            ClassScores scores = classMetrics.classes().get(i);
            addRow(
                    rows,
                    classes.get(i),
                    width,
                    List.of(
                            Numbers.share(scores.precision()),
                            Numbers.share(scores.recall()),
                            Numbers.share(scores.f1()),
                            Numbers.whole(scores.support())));
        }
        return style.strong("Classes") + "\n"
                + columns.table(List.of("", "precision", "recall", "F1", "examples"), rows, style);
    }

    /** Adds a row; the parts of a name that is too long are rows above it. */
    private static void addRow(List<List<String>> rows, String name, int width, List<String> numbers) {
        String rest = name;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            List<String> part = new ArrayList<>(Collections.nCopies(numbers.size() + 1, ""));
            part.set(0, rest.substring(0, end));
            rows.add(part);
            rest = rest.substring(end).stripLeading();
        }
        rows.add(Stream.concat(Stream.of(rest), numbers.stream()).toList());
    }

    private String confusion(ClassificationMetrics classMetrics, Style style) {
        int count = classes.size();
        int digits = classMetrics.counts().stream()
                .flatMap(List::stream)
                .mapToInt(number -> Integer.toString(number).length())
                .max()
                .orElse(0);
        int longest = classes.stream().mapToInt(String::length).max().orElse(0);
        int spaceOfNames = TextLayout.WIDTH - 2 - count * (Math.max(2, digits) + 2);
        if (count > MOST_COLUMNS || spaceOfNames < FEWEST_OF_NAME) {
            return mostConfused(classMetrics, style);
        }
        boolean isNumbered = 2 + longest + count * (Math.max(longest, digits) + 2) > TextLayout.WIDTH;
        List<String> names = isNumbered
                ? IntStream.range(0, count)
                        .mapToObj(i -> (i + 1) + " " + classes.get(i))
                        .toList()
                : classes;
        int width = width(names, isNumbered ? Math.min(MOST_OF_NAME, spaceOfNames) : TextLayout.WIDTH);
        List<String> header = new ArrayList<>(List.of(""));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            header.add(isNumbered ? Integer.toString(i + 1) : classes.get(i));
            addRow(
                    rows,
                    names.get(i),
                    width,
                    classMetrics.counts().get(i).stream().map(String::valueOf).toList());
        }
        int usual = Math.min(8, (TextLayout.WIDTH - width - 4) / count) - 2;
        int column = Math.max(usual, Math.max(digits, isNumbered ? 2 : longest));
        return style.strong("Confusion matrix") + ": one row per class, one "
                + (isNumbered ? "numbered " : "") + "column per predicted class\n"
                + new Columns().text(width).numbers(count, column).table(header, rows, style);
    }

    /** The pairs of classes that are confused most often, if there are many classes. */
    private String mostConfused(ClassificationMetrics classMetrics, Style style) {
        record Pair(int actual, int predicted, int count) {}
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            for (int j = 0; j < classes.size(); j++) {
                if (i != j && classMetrics.counts().get(i).get(j) > 0) {
                    pairs.add(new Pair(i, j, classMetrics.counts().get(i).get(j)));
                }
            }
        }
        pairs.sort((a, b) -> b.count() - a.count());
        StringBuilder text = new StringBuilder(style.strong("Most often confused")).append('\n');
        pairs.stream()
                .limit(MOST_COLUMNS)
                .forEach(pair -> text.append("  " + classes.get(pair.actual()) + " as " + classes.get(pair.predicted())
                        + ": " + pair.count() + "\n"));
        return text.toString();
    }

    private static int width(List<String> names, int most) {
        return Math.min(most, names.stream().mapToInt(String::length).max().orElse(0));
    }
}
