package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cluster.LocalWorkers;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.cluster.Workers;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of the verbs whose work consists of many independent tasks. */
public final class WorkersOption {
    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Spread the networks over Apache Spark, with the same results: local[2], yarn, k8s://… or"
                    + " spark://host:7077.")
    private Optional<SparkMaster> master = Optional.empty();

    public boolean isGiven() {
        return master.isPresent();
    }

    /**
     * The workers: the cluster if the option is given, or threads of this process.
     *
     * @param name the name that the cluster shows
     * @param endsOrderly whether a signal lets the tasks end that are running
     * @throws RefusedException if this build has no Spark
     */
    Workers workers(String name, boolean endsOrderly) {
        return workers(name, endsOrderly, Integer.MAX_VALUE);
    }

    /**
     * The workers.
     *
     * @param most the largest number of tasks at a time on this machine
     */
    public Workers workers(String name, boolean endsOrderly, int most) {
        return master.<Workers>map(where -> SparkOption.engines().workers(where, name, endsOrderly))
                .orElseGet(() -> new LocalWorkers(most));
    }
}
