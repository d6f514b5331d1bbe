package dev.plumbline.reference;

import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.SensitiveEngine;
import dev.plumbline.trace.SensitiveRun;

/** The engine that everything else is held against; always in f64. */
public final class ReferenceEngine implements SensitiveEngine {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public SensitiveRun start(Experiment experiment) {
        return new ReferenceRun(experiment);
    }
}
