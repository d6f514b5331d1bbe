package dev.plumbline.trace;

/** Something that can train a network: DL4J, the reference, or a network of your own. */
public interface Engine {

    /** What reports call it. */
    String name();

    /** Begins an experiment, from its initial weights. Order of use: start, then step after step, then close. */
    Run start(Experiment experiment);
}
