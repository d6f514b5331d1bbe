package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.spec.error.ErrorKind;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The executors of a connection, and how long the work waits for one. */
final class SparkExecutors implements AutoCloseable {
    /** How often it is looked whether something has happened. */
    static final int LOOK_EVERY_MILLIS = 200;

    /** How long a cluster may have no executor before the training gives up; `spark.plumbline.patience` replaces it. */
    private static final int PATIENCE_SECONDS = 60;

    /** How many times as long it may take to start a container on Kubernetes, whose image has to come first. */
    private static final int STARTING = 10;

    /** How long the first executor waits for the others on Kubernetes. */
    private static final int OTHERS_MILLIS = 30_000;

    private final SparkMaster master;
    private final JavaSparkContext context;
    private final Duration patience;
    private final Optional<ExecutorPods> pods;

    SparkExecutors(SparkMaster master, JavaSparkContext context) {
        this(master, context, Optional.empty());
    }

    /** Those on Kubernetes. */
    SparkExecutors(SparkMaster master, JavaSparkContext context, ExecutorPods pods) {
        this(master, context, Optional.of(pods));
    }

    private SparkExecutors(SparkMaster master, JavaSparkContext context, Optional<ExecutorPods> pods) {
        this.master = master;
        this.context = context;
        this.patience = patience(context.getConf());
        this.pods = pods;
    }

    /** How long the work waits, according to these settings. */
    static Duration patience(SparkConf conf) {
        return Duration.ofSeconds(conf.getInt("spark.plumbline.patience", PATIENCE_SECONDS));
    }

    /** The message that there was none for too long. */
    static String none(SparkMaster master, Duration time) {
        return withoutAdvice(master, time) + ". "
                + (master.isStandalone() ? "Start a worker (sbin/start-worker.sh), free" : "Make room for")
                + " one, or ask for less than it has: PLUMBLINE_JAVA_OPTS=-Dspark.executor.memory=1g";
    }

    private static String withoutAdvice(SparkMaster master, Duration time) {
        return "no executor of " + master.url() + " took the work for " + time.toSeconds() + " s";
    }

    private String none(Duration time) {
        return pods.map(each -> withoutAdvice(master, time) + ": " + each.explanation())
                .orElseGet(() -> none(master, time));
    }

    /**
     * Waits for the first one on Kubernetes, and a while for the others, so that each gets a part of the data.
     *
     * @throws ClusterException if there was none for too long, after {@code cancel}
     */
    void awaitStart(Runnable cancel) {
        boolean isFixed = pods.isPresent() && !context.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
        int all = isFixed ? context.getConf().getInt("spark.executor.instances", 2) : 0;
        Patience untilFirst = patience();
        for (int waited = 0;
                running() < all && waited < OTHERS_MILLIS && !context.sc().isStopped(); ) {
            untilFirst.check(cancel);
            waited += running() > 0 ? LOOK_EVERY_MILLIS : 0;
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancel.run();
                throw new ClusterException(ErrorKind.CLUSTER_FAILED, "the work was interrupted", e);
            }
        }
    }

    /** How long the work may wait for one from now on. */
    Patience patience() {
        return new Patience();
    }

    /** Gives up where the cluster has no executor for too long. Spark alone waits for ever. */
    final class Patience {
        private long seen = System.nanoTime();

        /**
         * Called now and then while a job runs.
         *
         * @throws ClusterException if there was no executor for too long, after {@code cancel}
         */
        void check(Runnable cancel) {
            boolean areStarting = pods.isPresent() && pods.get().areStarting();
            Duration limit = areStarting ? patience.multipliedBy(STARTING) : patience;
            if (isThereOne()) {
                seen = System.nanoTime();
            } else if (System.nanoTime() - seen > limit.toNanos()) {
                cancel.run();
                throw new ClusterException(ErrorKind.CLUSTER_UNREACHABLE, none(limit));
            }
        }
    }

    private boolean isThereOne() {
        return master.isLocal() || context.sc().isStopped() || running() > 0;
    }

    /** The number of those that have reached the driver, which Spark counts too. */
    private int running() {
        return context.sc().statusTracker().getExecutorInfos().length - 1;
    }

    @Override
    public void close() {
        pods.ifPresent(ExecutorPods::close);
    }
}
