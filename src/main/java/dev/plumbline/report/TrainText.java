package dev.plumbline.report;

import dev.plumbline.trace.Experiment;
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
    public String line(Trainer.Line line) {
        return table.lines(line.epoch(), List.of(line.metrics())) + "\n";
    }

    /** What is known afterwards: outputs and time. */
    public String closing(Trainer.Result result) {
        String title = OutputTable.lastEpochTitle(experiment.spec());
        return "\n" + OutputTable.of(title, engines, List.of(result.lastEpoch()), style) + "\n" + style.strong("Time")
                + ": " + result.engine() + " " + Numbers.seconds(result.seconds()) + "\n";
    }
}
