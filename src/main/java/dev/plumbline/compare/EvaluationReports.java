package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;

/** The evaluations of all examples during a check, and the lines of its report. */
final class EvaluationReports {
    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Check.Listener listener;
    private final List<Check.ReportLine> lines = new ArrayList<>();

    EvaluationReports(Experiment experiment, Check.Listener listener) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.listener = listener;
    }

    /** The evaluations of all examples by both sides, each with its own weights, in the unit of the targets. */
    record Pair(Evaluation engine, Evaluation reference) {}

    Pair pair(Evaluation engine, Evaluation reference) {
        return new Pair(experiment.inTargetUnit(engine), experiment.inTargetUnit(reference));
    }

    /** All examples as a batch before a step. */
    Batch all(long step, int epoch) {
        return all(experiment, step, epoch);
    }

    static Batch all(Experiment experiment, long step, int epoch) {
        return new Batch(
                step, epoch, false, experiment.inputs(), experiment.targets(), experiment.exampleWeights(), List.of());
    }

    /** The outputs and the loss of an evaluation as a record of a step. */
    StepTrace trace(long step, Evaluation evaluation) {
        int layers = spec.layers().size();
        return new StepTrace(step, layers)
                .record(Quantity.ACTIVATION, layers, evaluation.outputs())
                .record(Quantity.LOSS, layers, Matrix.full(1, 1, evaluation.loss()));
    }

    /** Adds a line to the report. */
    void report(int epoch, Pair both) {
        List<Metric> metrics = spec.report().metrics();
        Check.ReportLine line = new Check.ReportLine(
                epoch,
                both.engine().metrics(metrics),
                both.reference().metrics(metrics),
                both.engine().loss(),
                both.reference().loss());
        lines.add(line);
        listener.reported(line);
    }

    /** The lines so far. */
    List<Check.ReportLine> lines() {
        return lines;
    }
}
