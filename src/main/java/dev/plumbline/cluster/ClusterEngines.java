package dev.plumbline.cluster;

import dev.plumbline.trace.ReplayableEngine;
import java.util.Optional;
import java.util.ServiceLoader;

/** Creates engines that train on a cluster. Implementations are services of Java's {@link ServiceLoader}. */
public interface ClusterEngines {

    /**
     * An engine that trains networks with {@code distributed} on this cluster. It connects when a training starts, and
     * throws {@link ClusterException} where that or the training fails.
     *
     * @param endsOrderly whether a training that is told to end by a signal takes its last step and keeps its progress, so
     *     that the connection has to last until then
     */
    ReplayableEngine on(SparkMaster master, boolean endsOrderly);

    /**
     * Workers on this cluster for tasks that are independent of each other.
     *
     * @param name the name that the cluster shows
     * @throws ClusterException if the cluster cannot be used, now or later
     */
    Workers workers(SparkMaster master, String name);

    /** The implementation, if this build has it. */
    static Optional<ClusterEngines> here() {
        return ServiceLoader.load(ClusterEngines.class, ClusterEngines.class.getClassLoader())
                .findFirst();
    }
}
