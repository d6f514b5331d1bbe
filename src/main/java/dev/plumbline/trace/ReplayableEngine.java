package dev.plumbline.trace;

/** An engine whose runs can be set to any state; the side of a comparison that is held to be right must be one. */
public interface ReplayableEngine extends Engine {
    @Override
    ReplayableRun start(Experiment experiment);
}
