package dev.plumbline.trace;

/**
 * A network that somebody else trains, and that shows what it has: every tensor of every step, some of them, or in the end
 * only its outputs. It starts from the experiment's weights and takes its batches.
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
