package dev.plumbline.reference;

import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ReplayableEngine;
import dev.plumbline.trace.ReplayableRun;

/** The engine that everything else is held against; always in f64. */
public final class ReferenceEngine implements ReplayableEngine {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public ReplayableRun start(Experiment experiment) {
        return new ReferenceRun(experiment);
    }
}
