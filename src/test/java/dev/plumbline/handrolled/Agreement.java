package dev.plumbline.handrolled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Compares a subject with the reference over a training that is too short for errors to grow. */
public final class Agreement {
    /** Rounding errors of about twenty steps, with another order of summation. */
    private static final double TOLERANCE = 1e-11;

    private Agreement() {}

    /** A network in a source file, which runs in this process: a process of its own takes a second to start. */
    public static Subject inThisProcess(Path source) {
        return Networks.code(source.toString(), List.of());
    }

    /**
     * Requires agreement of every tensor that the subject records.
     *
     * @param tensors the required number of tensors of each step
     */
    public static void requireOf(Subject subject, Experiment experiment, int tensors) {
        try (SubjectRun run = subject.start(experiment);
                ReplayableRun reference = new ReferenceEngine().start(experiment)) {
            assertTrue(run.ownInitialWeights().isEmpty());
            for (Batch batch : experiment.batches()) {
                StepTrace right = reference.step(batch);
                StepTrace shown = run.step(batch).orElseThrow();
                assertEquals(tensors, shown.size(), () -> "of step " + batch.step() + ": " + shown.keys());
                shown.keys().forEach(key -> requireSame(key, right, shown));
            }
            run.outputs()
                    .ifPresent(outputs -> requireSame(
                            "outputs",
                            reference
                                    .evaluate(experiment.inputs(), experiment.targets(), Optional.empty())
                                    .outputs(),
                            outputs));
        }
    }

    private static void requireSame(Key key, StepTrace right, StepTrace shown) {
        requireSame(key.toString(), right.get(key).orElseThrow(), shown.get(key).orElseThrow());
    }

    private static void requireSame(String what, Matrix right, Matrix shown) {
        assertEquals(right.shape(), shown.shape(), what);
        double scale = Math.max(right.norm(), 1e-3); // a gradient that vanishes consists only of rounding errors
        double difference = shown.normOfDifference(right) / scale;
        assertTrue(difference <= TOLERANCE, () -> what + " differs by " + difference + "\n" + right + "\n" + shown);
    }
}
