package dev.plumbline.trace.perturbation;

import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ReplayableEngine;

/** An engine whose runs can perturb the tensors of a step, such as the reference. */
public interface PerturbableEngine extends ReplayableEngine {
    @Override
    PerturbableRun start(Experiment experiment);
}
