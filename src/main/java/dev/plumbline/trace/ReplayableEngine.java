package dev.plumbline.trace;

/** An engine whose runs can be set to any state. */
public interface ReplayableEngine extends Engine {
    @Override
    ReplayableRun start(Experiment experiment);
}
