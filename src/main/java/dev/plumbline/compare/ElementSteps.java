package dev.plumbline.compare;

import dev.plumbline.spec.Comparison;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;

/**
 * The steps in which each element is compared with its own bound. In small networks these are all steps. In larger networks
 * the scales of the elements take several times as long as a comparison by norms, so these are the first 100 steps, the steps
 * of the report, the last step, and one of 64 others.
 */
final class ElementSteps {
    /** Up to so many products in a step, a network is small. */
    private static final long SMALL = 1000;

    private static final int FIRST = 100;
    private static final int ONE_IN = 64;

    private final Experiment experiment;
    private final boolean all;

    ElementSteps(Experiment experiment) {
        this.experiment = experiment;
        Comparison asked = experiment.spec().compare();
        all = asked.everyElement() || experiment.workOfStep() <= SMALL;
    }

    /** Whether a step is one of so many that follow one another. Which one moves on, so that it is not always the same batch. */
    static boolean isOneOf(int many, long step) {
        return step % many == step / many % many;
    }

    /** Whether it is done in the step of a batch. */
    boolean contain(Batch batch) {
        long step = batch.step();
        return all
                || step < FIRST
                || isOneOf(ONE_IN, step)
                || batch.startsEpoch() && batch.epoch() % experiment.spec().reportEvery() == 0
                || step == experiment.steps() - 1;
    }
}
