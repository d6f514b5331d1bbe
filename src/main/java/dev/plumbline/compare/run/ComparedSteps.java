package dev.plumbline.compare.run;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;

/** The steps of a training that a check compares: one of every few, and always the first and the last. */
public final class ComparedSteps {
    private final int every;
    private final long last; // -1 without steps

    public ComparedSteps(Experiment experiment) {
        every = experiment.spec().compare().every();
        last = experiment.steps() - 1;
    }

    /** Whether every step is compared, so that there is a free run. */
    public boolean areAll() {
        return every == 1;
    }

    public boolean contain(Batch batch) {
        return batch.step() % every == 0 || batch.step() == last;
    }

    /** The number of these steps. */
    public long count() {
        return last < 0 ? 0 : last / every + 1 + (last % every == 0 ? 0 : 1);
    }
}
