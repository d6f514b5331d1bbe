package dev.plumbline.trace;

/** An engine whose steps can be disturbed, such as the reference. */
public interface SensitiveEngine extends ReplayableEngine {
    @Override
    SensitiveRun start(Experiment experiment);
}
