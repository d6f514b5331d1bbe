package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.metrics.ClassScores;
import dev.plumbline.metrics.ClassificationMetrics;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluation of a trained network on some examples: all metrics, and for classes also a table of their scores and
 * the confusion matrix.
 */
public final class EvaluationReport {
    private static final int NAME_WIDTH = 26;
    private static final int MOST_COLUMNS = 12; // the largest confusion matrix that fits into 80 columns

    private final NetworkSpec spec;
    private final String engine;
    private final String part;
    private final long examples;
    private final List<String> classes;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Optional<ClassificationMetrics> classification;

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
                classification.map(ClassificationMetrics::counts));
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
        return text.toString();
    }

    private String scores(ClassificationMetrics classMetrics, Style style) {
        int width = width();
        Columns columns = new Columns().text(width).numbers(4, 9);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            ClassScores scores = classMetrics.classes().get(i);
            rows.add(List.of(
                    shortened(classes.get(i), width),
                    Numbers.share(scores.precision()),
                    Numbers.share(scores.recall()),
                    Numbers.share(scores.f1()),
                    Numbers.whole(scores.support())));
        }
        return style.strong("Classes") + "\n"
                + columns.table(List.of("", "precision", "recall", "F1", "examples"), rows, style);
    }

    private String confusion(ClassificationMetrics classMetrics, Style style) {
        if (classes.size() > MOST_COLUMNS) {
            return mostConfused(classMetrics, style);
        }
        int width = width();
        StringBuilder text = new StringBuilder(style.strong("Confusion matrix"))
                .append(": one row per class, one column per predicted class\n");
        int column = Math.max(4, Math.min(8, (TextLayout.WIDTH - width - 4) / classes.size()));
        StringBuilder header = new StringBuilder("  " + TextLayout.left("", width) + "  ");
        for (int j = 0; j < classes.size(); j++) {
            header.append(TextLayout.right(shortened(classes.get(j), column - 1), column));
        }
        text.append(style.faint(header.toString())).append('\n');
        for (int i = 0; i < classes.size(); i++) {
            text.append("  ").append(name(i, width)).append("  ");
            for (int count : classMetrics.counts().get(i)) {
                text.append(TextLayout.right(Integer.toString(count), column));
            }
            text.append('\n');
        }
        return text.toString();
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

    private int width() {
        return Math.min(20, classes.stream().mapToInt(String::length).max().orElse(0));
    }

    private String name(int i, int width) {
        return TextLayout.left(shortened(classes.get(i), width), width);
    }

    private static String shortened(String name, int width) {
        return name.length() <= width ? name : name.substring(0, Math.max(1, width - 1)) + "…";
    }
}
