package dev.plumbline.dl4j;

import dev.plumbline.dl4j.run.Dl4jAveragingRun;
import dev.plumbline.dl4j.run.Dl4jRun;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ReplayableEngine;
import dev.plumbline.trace.ReplayableRun;

/**
 * Training on Deeplearning4j with its own layers, losses and updaters, on the backend of the network. The first run of
 * a process fixes the backend for the process.
 */
public final class Dl4jEngine implements ReplayableEngine {

    @Override
    public String name() {
        return "DL4J";
    }

    @Override
    public ReplayableRun start(Experiment experiment) {
        return AveragingRounds.of(experiment)
                .<ReplayableRun>map(rounds -> new Dl4jAveragingRun(experiment, rounds))
                .orElseGet(() -> new Dl4jRun(experiment));
    }
}
