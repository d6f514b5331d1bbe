package dev.plumbline.compare;

import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import java.util.List;

/**
 * Trains a network on an engine and on the reference side by side, and compares every tensor of every step.
 *
 * <p>The engine runs once, from its own weights. The reference runs twice: once from its own weights, and once step by
 * step from the weights that the engine had before each step. Memory use does not depend on the number of steps.
 *
 * <pre>{@code
 * CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(Experiment.of(spec));
 * }</pre>
 */
public final class Check {
    private final PerturbableEngine reference;
    private final Engine engine;

    /**
     * A check of an engine.
     *
     * @param reference the engine that is assumed to be correct
     * @param engine the engine under test
     */
    public Check(PerturbableEngine reference, Engine engine) {
        this.reference = reference;
        this.engine = engine;
    }

    /** Observes the progress of a check. All calls come one after the other, in causal order, but from any thread. */
    public interface Listener extends StepObserver {
        /** A line of the report is ready. */
        default void reported(ReportLine line) {}

        /** This number of steps is done. */
        default void stepped(long steps) {}

        /** Observes the steps, unless the other methods of an observer are overridden. */
        default StepObserver observer() {
            return NONE;
        }

        @Override
        default void compared(Difference difference) {
            observer().compared(difference);
        }

        @Override
        default void taken(ComparisonMode lane, StepTrace subject, StepTrace expected) {
            observer().taken(lane, subject, expected);
        }
    }

    /**
     * A line of the report, evaluated before the first step of an epoch or after the last step of the training.
     *
     * @param epoch counted from 0; the number of epochs for the last line
     * @param engine the engine's metrics, in the order of the network's report
     * @param reference the reference's metrics
     * @param engineLoss the engine's loss over all examples, whether or not the report asks for it
     * @param referenceLoss the reference's loss
     */
    public record ReportLine(
            int epoch, List<Double> engine, List<Double> reference, double engineLoss, double referenceLoss) {}

    /** Runs the whole training on both sides. */
    public CheckResult run(Experiment experiment) {
        return run(experiment, new Listener() {});
    }

    /** Runs the whole training on both sides and reports the progress. */
    public CheckResult run(Experiment experiment, Listener listener) {
        if (experiment.spec().training().distributed().isPresent()) {
            try (AveragingCheckRun run = new AveragingCheckRun(reference, engine, experiment, listener)) {
                return run.run();
            }
        }
        try (CheckRun run = new CheckRun(reference, engine, experiment, listener)) {
            return run.run();
        }
    }
}
