package dev.plumbline.trace;

/** An implementation that can train a network: DL4J, the reference, or your own. */
public interface Engine {

    /** Its name in reports. */
    String name();

    /** Starts an experiment from its initial weights. Order of use: start, all steps, close. */
    Run start(Experiment experiment);
}
