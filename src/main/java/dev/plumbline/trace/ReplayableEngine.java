package dev.plumbline.trace;

/** An engine whose runs can be set to any weights. */
public interface ReplayableEngine extends Engine {
    @Override
    ReplayableRun start(Experiment experiment);
}
