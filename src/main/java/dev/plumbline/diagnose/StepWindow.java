package dev.plumbline.diagnose;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.List;

/**
 * Some steps of a diagnosed network, among them the first that does not match.
 *
 * @param start the state before the first of them
 * @param batches the batch of each
 * @param shown what the network has at each
 */
record StepWindow(TrainingState start, List<Batch> batches, List<StepTrace> shown) {
    StepWindow {
        batches = List.copyOf(batches);
        shown = List.copyOf(shown);
    }

    /** The same without the steps after this one. */
    StepWindow upTo(long step) {
        int size = Math.toIntExact(step - batches.get(0).step()) + 1;
        return new StepWindow(start, batches.subList(0, size), shown.subList(0, size));
    }
}
