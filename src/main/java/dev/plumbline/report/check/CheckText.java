package dev.plumbline.report.check;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.report.document.MetricTable;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.OutputTable;
import dev.plumbline.report.document.OwnClasses;
import dev.plumbline.report.document.Style;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import java.util.List;
import java.util.Optional;

/** A check as text. Order of use: opening, the lines during the training, closing. */
public final class CheckText {
    private final Experiment experiment;
    private final List<String> engines;
    private final MetricTable table;
    private final Style style;

    /** Creates the text of one check. */
    public CheckText(Experiment experiment, String engine, Style style) {
        this.experiment = experiment;
        this.engines = List.of(engine, "reference");
        this.table = new MetricTable(experiment.spec(), engines);
        this.style = style;
    }

    /** The text before the training. */
    public String opening() {
        String headline =
                NetworkSummary.of(experiment.spec(), experiment.inputs().rows(), style);
        return headline + allEpochs(experiment.spec()) + "\n" + table.header(style);
    }

    /**
     * A line that says that a check takes every epoch, for a network whose training may end earlier; empty for others. All steps
     * of that training are among those of the check.
     */
    public static String allEpochs(NetworkSpec spec) {
        return spec.training().earlyStopping().isEmpty()
                ? ""
                : "  checked without `early_stopping`: all "
                        + Numbers.count(spec.training().epochs(), "epoch") + "; `train` may end earlier\n";
    }

    /** A line of the report. */
    public String line(Check.ReportLine line) {
        return table.lines(line.epoch(), List.of(line.engine(), line.reference())) + "\n";
    }

    /** The text after the training: outputs, verdict, time. */
    public String closing(CheckResult result) {
        return "\n" + outputs(result) + "\n" + VerdictText.text(result, style)
                + OwnClasses.text(experiment.spec(), style) + "\n" + times(result.seconds());
    }

    private String outputs(CheckResult result) {
        Optional<Evaluation> engine = result.lastEpoch();
        Optional<Evaluation> reference = result.referenceLastEpoch();
        return engine.isPresent() && reference.isPresent()
                ? table(OutputTable.lastEpochTitle(experiment.spec()), List.of(engine.get(), reference.get()))
                : table(
                        "Outputs after " + Numbers.count(result.takenSteps(), "step"),
                        List.of(result.afterTraining(), result.referenceAfterTraining()));
    }

    private String table(String title, List<Evaluation> evaluations) {
        return NetworkJson.classes(experiment.spec())
                .filter(classes ->
                        classes.size() == evaluations.get(0).targets().columns())
                .map(classes -> OutputTable.ofClasses(title, classes, engines, evaluations, style))
                .orElseGet(() -> OutputTable.of(title, engines, evaluations, style));
    }

    private String times(CheckResult.Seconds seconds) {
        return style.strong("Time") + ": " + engines.get(0) + " " + Numbers.seconds(seconds.engine())
                + " · in parallel: reference " + Numbers.seconds(seconds.reference())
                + ", comparison " + Numbers.seconds(seconds.comparing()) + "\n";
    }
}
