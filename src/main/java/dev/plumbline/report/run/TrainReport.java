package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.math.Matrix;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.MetricTable;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.OutputTable;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Trainer;
import java.util.List;

/**
 * A training on one engine, as text or as a JSON document. Order of use for text: opening, the lines during the training,
 * closing.
 */
public final class TrainReport {
    private final Experiment experiment;
    private final List<String> engines;
    private final List<String> classes;
    private final MetricTable table;
    private final Style style;

    /**
     * Creates the report of one training.
     *
     * @param classes the names of the classes; empty if the targets are numbers
     */
    public TrainReport(Experiment experiment, String engine, boolean validated, List<String> classes, Style style) {
        this.experiment = experiment;
        this.classes = List.copyOf(classes);
        this.engines = List.of(engine);
        this.table = new MetricTable(experiment.spec(), validated ? List.of("training", "validation") : engines);
        this.style = style;
    }

    /** The text before the training. */
    public String opening() {
        String headline =
                NetworkSummary.of(experiment.spec(), experiment.inputs().rows(), style);
        return headline + "\n" + table.header(style);
    }

    /** A line of the report. */
    public String line(Trainer.EpochMetrics line) {
        return table.lines(
                        line.epoch(),
                        line.validation().isEmpty()
                                ? List.of(line.metrics())
                                : List.of(line.metrics(), line.validation()))
                + "\n";
    }

    /** The text after the training: the outputs, or the place of the failure, and the time. */
    public String closing(Trainer.Result result) {
        String time = style.strong("Time") + ": " + result.engine() + " " + Numbers.seconds(result.seconds()) + "\n";
        String outputs = result.lastEpoch()
                .map(last -> {
                    String title = OutputTable.lastEpochTitle(experiment.spec());
                    return (classes.isEmpty()
                                    ? OutputTable.of(title, engines, List.of(last), style)
                                    : OutputTable.ofClasses(title, classes, List.of("output"), List.of(last), style))
                            + "\n";
                })
                .orElse("");
        return "\n" + outputs
                + result.failure().map(first -> failure(result, first) + "\n").orElse("")
                + ending(result)
                + time;
    }

    /** The reason why the training ended before its last epoch, and the origin of its weights. */
    private String ending(Trainer.Result result) {
        int epoch = (int) (result.steps() / experiment.stepsPerEpoch());
        String done = Numbers.count(epoch, "epoch") + " of "
                + Numbers.whole(experiment.spec().training().epochs());
        String why = switch (result.end()) {
            case COMPLETE, NOT_FINITE -> "";
            case NO_IMPROVEMENT -> style.strong("Stopped early") + ": no improvement, " + done + "\n";
            case TARGET -> style.strong("Stopped early") + ": target reached, " + done + "\n";
            case STOPPED ->
                style.strong("Stopped") + ": on request, "
                        + Numbers.count(result.steps(), "step") + " of " + Numbers.whole(result.plannedSteps())
                        + "\n";
        };
        return why
                + result.bestEpoch()
                        .map(best -> style.strong("Weights") + ": of epoch " + Numbers.whole(best) + ", the best one\n")
                        .orElse("");
    }

    private String failure(Trainer.Result result, NotFinite first) {
        boolean trained = first.key().step() == result.plannedSteps();
        int width = Math.max("reference".length(), result.engine().length());
        return style.bad("FAILED") + ": " + result.engine() + " becomes NaN or infinite at " + Wording.of(first.key())
                + (trained ? ", when all examples are evaluated after training\n" : "\n")
                + TextLayout.entry(
                        "element", width, Wording.element(first.row(), first.column()) + ", " + Wording.COUNTED)
                + TextLayout.entry(result.engine(), width, Numbers.exact(first.value()))
                + TextLayout.entry(
                        "steps", width, Numbers.whole(result.steps()) + " of " + Numbers.whole(result.plannedSteps()));
    }

    /** The JSON document; {@code src/docs/json.md} describes its keys. */
    public JsonObject json(Trainer.Result result) {
        return Json.object(
                "ok", result.failure().isEmpty(),
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()),
                "engine", result.engine(),
                "steps", result.steps(),
                "end", result.end(),
                "best_epoch", result.bestEpoch(),
                "failure", result.failure().map(TrainReport::place),
                "report",
                        Json.array(
                                result.lines(),
                                line -> Json.object(
                                        "epoch", line.epoch(),
                                        "engine", NetworkJson.metrics(experiment, line.metrics()),
                                        "validation",
                                                line.validation().isEmpty()
                                                        ? null
                                                        : NetworkJson.metrics(experiment, line.validation()))),
                "outputs",
                        Json.object(
                                "classes", NetworkJson.classes(experiment.spec()),
                                "targets", result.afterTraining().targets(),
                                "before_last_epoch", result.lastEpoch().map(Evaluation::outputs),
                                "after_training", result.afterTraining().outputs()),
                "weights",
                        Json.array(
                                result.weights(),
                                layer -> Json.object(
                                        "W", layer.weights(),
                                        "b", layer.bias().map(Matrix::toRowMajor))),
                "seconds", result.seconds());
    }

    private static JsonObject place(NotFinite first) {
        return Json.object(
                "step", first.key().step(),
                "layer", first.key().layer(),
                "quantity", first.key().quantity(),
                "row", first.row(),
                "column", first.column(),
                "value", first.value());
    }
}
