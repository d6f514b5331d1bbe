package dev.plumbline.trace;

/** An engine whose steps can be disturbed; the side of a comparison that is held to be right must be one. */
public interface SensitiveEngine extends ReplayableEngine {
    @Override
    SensitiveRun start(Experiment experiment);
}
