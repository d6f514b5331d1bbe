package dev.plumbline.report;

import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Trainer;
import java.util.List;

/** A training on one engine as text. Order of use: opening, line after line while it runs, then closing. */
public final class TrainText {
    private final Experiment experiment;
    private final List<String> engines;
    private final MetricTable table;
    private final Style style;

    /** The text of one training, on the engine of this name. */
    public TrainText(Experiment experiment, String engine, Style style) {
        this.experiment = experiment;
        this.engines = List.of(engine);
        this.table = new MetricTable(experiment.spec(), engines);
        this.style = style;
    }

    /** What is known before the training. */
    public String opening() {
        String headline = Headline.of(experiment.spec(), experiment.inputs().rows(), style);
        return headline + "\n" + table.header(style);
    }

    /** A line of the report. */
    public String line(Trainer.EpochMetrics line) {
        return table.lines(line.epoch(), List.of(line.metrics())) + "\n";
    }

    /** What is known afterwards: outputs, or where it failed, and time. */
    public String closing(Trainer.Result result) {
        String time = style.strong("Time") + ": " + result.engine() + " " + Numbers.seconds(result.seconds()) + "\n";
        String outputs = result.lastEpoch()
                .map(last ->
                        OutputTable.of(OutputTable.lastEpochTitle(experiment.spec()), engines, List.of(last), style)
                                + "\n")
                .orElse("");
        return "\n" + outputs
                + result.failure().map(first -> failure(result, first) + "\n").orElse("")
                + time;
    }

    private String failure(Trainer.Result result, NotFinite first) {
        boolean trained = first.key().step() == result.plannedSteps();
        int width = Math.max("reference".length(), result.engine().length());
        return style.bad("FAILED") + ": " + result.engine() + " becomes NaN or infinite at " + Phrases.of(first.key())
                + (trained ? ", when all examples are evaluated after training\n" : "\n")
                + Lines.entry("element", width, Phrases.element(first.row(), first.column()) + ", " + Phrases.COUNTED)
                + Lines.entry(result.engine(), width, Numbers.exact(first.value()))
                + Lines.entry(
                        "steps", width, Numbers.whole(result.steps()) + " of " + Numbers.whole(result.plannedSteps()));
    }
}
