package dev.plumbline.cluster;

import dev.plumbline.model.Model;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.ReplayableEngine;
import java.io.IOException;
import java.nio.file.Path;
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
     * @param endsOrderly whether a signal lets the tasks end that are running
     * @throws ClusterException if the cluster cannot be used, now or later
     */
    Workers workers(SparkMaster master, String name, boolean endsOrderly);

    /**
     * Reads the table of a network on the machines of the cluster, which keep its rows.
     *
     * @param spec a network whose data are a table
     * @param directory the directory that a relative path of the table starts from
     * @throws dev.plumbline.spec.vocabulary.InvalidSpecException with the problems of the table
     * @throws ClusterException if the cluster fails
     */
    ClusterExamples read(SparkMaster master, NetworkSpec spec, Path directory, boolean endsOrderly);

    /**
     * Evaluates a trained network on another table of the same columns.
     *
     * @param file its path
     * @throws dev.plumbline.spec.vocabulary.InvalidSpecException with the problems of the table
     */
    ClusterEvaluation evaluate(SparkMaster master, Model model, String file);

    /**
     * Predicts the rows of a table, on the machines of the cluster, which also write the results.
     *
     * @param output the directory to write, which must not exist; Parquet if its name ends in {@code .parquet}, otherwise CSV
     * @param probabilities whether to write the probabilities of the classes too
     * @return the number of rows
     * @throws dev.plumbline.data.DataException if the table or the output is refused
     */
    long predict(SparkMaster master, Model model, String file, String output, boolean probabilities) throws IOException;

    /**
     * What a failure means that the cluster's library threw, whatever was being done: the cluster may end the connection at any
     * moment. Empty if it is no failure of the cluster.
     */
    Optional<ClusterException> failure(Throwable thrown);

    /** The implementation, if this build has it. */
    static Optional<ClusterEngines> here() {
        return ServiceLoader.load(ClusterEngines.class, ClusterEngines.class.getClassLoader())
                .findFirst();
    }
}
