package dev.plumbline.trace;

/**
 * A hand-written network under test. It trains itself, from the experiment's weights and on its batches, and shows every
 * tensor of every step, some of them, or only its final outputs.
 */
public interface Subject {

    /** What reports call it. */
    String name();

    /**
     * Begins a training, from the first step; a subject may be asked for more than one.
     *
     * @throws SubjectFailedException here or in any method of the run, if the network itself fails
     */
    SubjectRun start(Experiment experiment);
}
