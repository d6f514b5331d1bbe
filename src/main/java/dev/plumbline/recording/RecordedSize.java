package dev.plumbline.recording;

import dev.plumbline.spec.Layer;
import dev.plumbline.trace.Experiment;

/** How many numbers an array of a recording can have. */
final class RecordedSize {
    /** However it is laid out; what has more is another experiment's, or an archive that was made to fill the memory. */
    private static final long SLACK = 2;

    private RecordedSize() {}

    /**
     * The most that any array can have.
     *
     * @param isOnce whether it is recorded once, not in every step
     */
    static long most(Experiment experiment, boolean isOnce) {
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
