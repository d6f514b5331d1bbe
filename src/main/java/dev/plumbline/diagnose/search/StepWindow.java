package dev.plumbline.diagnose.search;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.List;

/**
 * Consecutive steps of a diagnosed network around the first mismatch.
 *
 * @param start the state before the first step
 * @param batches the batch of each step
 * @param recorded the recorded tensors of each step
 */
record StepWindow(TrainingState start, List<Batch> batches, List<StepTrace> recorded) {
    StepWindow {
        batches = List.copyOf(batches);
        recorded = List.copyOf(recorded);
    }

    /** A copy without the steps after this one. */
    StepWindow upTo(long step) {
        int size = Math.toIntExact(step - batches.get(0).step()) + 1;
        return new StepWindow(start, batches.subList(0, size), recorded.subList(0, size));
    }
}
