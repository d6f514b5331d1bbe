package dev.plumbline.reference;

import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;

/** The engine that everything else is held against; always in f64. */
public final class ReferenceEngine implements PerturbableEngine {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public PerturbableRun start(Experiment experiment) {
        return new ReferenceRun(experiment);
    }
}
