package dev.plumbline.recording;

import dev.plumbline.spec.Layer;
import dev.plumbline.trace.Experiment;

/** The maximum size of an array of a recording. */
public final class RecordedSize {
    /** The allowance for other layouts; a larger array belongs to another experiment, or was made to exhaust the memory. */
    private static final long SLACK = 2;

    private RecordedSize() {}

    /**
     * The maximum number of elements of any array.
     *
     * @param isOnce whether it is recorded once instead of in every step
     */
    public static long most(Experiment experiment, boolean isOnce) {
        long width = experiment.inputs().columns();
        for (Layer layer : experiment.spec().layers()) {
            width = Math.max(width, layer.units());
        }
        long withBias = width + 1;
        // A batch has at most all examples.
        long once = Math.max(experiment.inputs().rows(), withBias) * withBias * SLACK;
        long steps = isOnce ? 1 : Math.max(1, experiment.steps());
        return once > Long.MAX_VALUE / steps ? Long.MAX_VALUE : once * steps;
    }
}
