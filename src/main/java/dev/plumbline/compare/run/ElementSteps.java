package dev.plumbline.compare.run;

import dev.plumbline.spec.Comparison;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;

/**
 * The steps in which each element is compared with its own bound. In small networks these are all steps. In larger
 * networks the error scales of the elements take several times as long as a comparison of norms. There these are the
 * first 100 steps, the steps of the report, the last step, and every 64th of the other steps.
 */
public final class ElementSteps {
    /** A network is small if a step has at most this many products. */
    private static final long SMALL = 1000;

    private static final int FIRST = 100;
    private static final int ONE_IN = 64;

    private final Experiment experiment;
    private final boolean everyStep;

    public ElementSteps(Experiment experiment) {
        this.experiment = experiment;
        Comparison comparison = experiment.spec().compare();
        everyStep = comparison.everyElement() || experiment.workOfStep() <= SMALL;
    }

    /**
     * Whether a step is the one chosen of its group of consecutive steps. The position moves from group to group, so
     * that it is not always the same batch.
     */
    public static boolean isOneOf(int group, long step) {
        return step % group == step / group % group;
    }

    /** Whether the step of this batch is one of them. */
    public boolean contain(Batch batch) {
        long step = batch.step();
        return everyStep
                || step < FIRST
                || isOneOf(ONE_IN, step)
                || batch.startsEpoch() && batch.epoch() % experiment.spec().reportEvery() == 0
                || step == experiment.steps() - 1;
    }
}
