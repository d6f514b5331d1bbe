package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterEngines;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.cluster.Workers;
import dev.plumbline.trace.ReplayableEngine;

/** The service that {@code --spark} uses. */
public final class SparkEngines implements ClusterEngines {

    @Override
    public ReplayableEngine on(SparkMaster master, boolean endsOrderly) {
        return new SparkEngine(master, endsOrderly);
    }

    @Override
    public Workers workers(SparkMaster master, String name) {
        return new SparkWorkers(Session.connect(master, name, false));
    }
}
