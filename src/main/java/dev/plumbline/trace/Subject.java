package dev.plumbline.trace;

/**
 * A hand-written network under test. It trains itself, from the experiment's weights and on its batches, and records
 * all tensors of every step, some of them, or only its final outputs.
 */
public interface Subject {

    /** Its name in reports. */
    String name();

    /** Whether a start only reads what is recorded, so that two starts give the same. Otherwise it trains the network. */
    default boolean isRecorded() {
        return false;
    }

    /**
     * Starts a training from the first step. A caller may start several trainings, one after the other.
     *
     * @throws SubjectFailedException here or in any method of the run, if the network itself fails
     */
    SubjectRun start(Experiment experiment);
}
