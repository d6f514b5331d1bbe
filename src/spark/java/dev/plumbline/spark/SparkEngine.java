package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ReplayableEngine;
import dev.plumbline.trace.ReplayableRun;

/** Training on a Spark cluster. */
final class SparkEngine implements ReplayableEngine {
    static final String NAME = "DL4J on Spark";

    private final SparkMaster master;
    private final boolean endsOrderly;

    SparkEngine(SparkMaster master, boolean endsOrderly) {
        this.master = master;
        this.endsOrderly = endsOrderly;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ReplayableRun start(Experiment experiment) {
        AveragingRounds rounds = AveragingRounds.of(experiment)
                .orElseThrow(() -> new ClusterException(ErrorKind.MISSING_KEY, "the network has no `distributed`"));
        Session session = Session.connect(master, experiment.spec().name(), endsOrderly);
        return new SparkRun(experiment, rounds, session, session::close);
    }
}
