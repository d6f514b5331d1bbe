package dev.plumbline.trace;

/** An implementation that can train a network: DL4J, the reference, or your own. */
public interface Engine {

    /** Its name in reports. */
    String name();

    /** Begins an experiment, from its initial weights. Order of use: start, then step after step, then close. */
    Run start(Experiment experiment);
}
