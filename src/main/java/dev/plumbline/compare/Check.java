package dev.plumbline.compare;

import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.PerturbableEngine;
import java.util.List;

/**
 * Trains a network on an engine and on the reference side by side, and compares every tensor of every step.
 *
 * <p>The engine runs once, freely. The reference runs twice: freely, and one step at a time from the weights that the
 * engine had before that step. Memory does not grow with the number of steps.
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
     * @param reference what is held to be right
     * @param engine what is checked
     */
    public Check(PerturbableEngine reference, Engine engine) {
        this.reference = reference;
        this.engine = engine;
    }

    /** Who wants to see how a check goes on. It is told in causal order, one thing after the other, in whatever thread. */
    public interface Listener extends StepObserver {
        /** A line of the report is ready. */
        default void reported(ReportLine line) {}

        /** So many of all steps are done. */
        default void stepped(long steps) {}
    }

    /**
     * A line of the report, taken before the first step of an epoch, or after the last of all.
     *
     * @param epoch counted from 0; the number of epochs for the last line
     * @param engine the engine's metrics, in the order of the network's report
     * @param reference the reference's
     * @param engineLoss the engine's loss over all examples, whatever the report asks for
     * @param referenceLoss the reference's
     */
    public record ReportLine(
            int epoch, List<Double> engine, List<Double> reference, double engineLoss, double referenceLoss) {}

    /** Runs the whole training on both sides. */
    public CheckResult run(Experiment experiment) {
        return run(experiment, new Listener() {});
    }

    /** The same, while somebody looks on. */
    public CheckResult run(Experiment experiment, Listener listener) {
        try (CheckRun run = new CheckRun(reference, engine, experiment, listener)) {
            return run.toTheEnd();
        }
    }
}
