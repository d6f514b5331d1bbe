package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** The connection to a cluster, for the time of one training, or of many tasks. */
final class Session implements AutoCloseable {
    /** How long a cluster may have no executor before the training gives up; `spark.plumbline.patience` replaces it. */
    private static final int PATIENCE_SECONDS = 60;

    /** How many times as long it may take to start a container on Kubernetes, whose image has to come first. */
    private static final int STARTING = 10;

    /** How long the first executor waits for the others on Kubernetes. */
    private static final int OTHERS_MILLIS = 30_000;

    private static final int LOOK_EVERY_MILLIS = 200;

    /** How long Spark waits for the last step of a training that is told to end. */
    private static final int LAST_STEP_SECONDS = 10;

    /** The number of numbers of a partition of prepared rows, 16 MiB; `spark.plumbline.partitionNumbers` replaces it. */
    private static final int PARTITION = 1 << 21;

    /** Above Spark's own hooks. */
    private static final int FIRST_HOOK = 200;

    /** What each JVM of a worker gets, as the launcher gives it to this one. */
    private static final String WORKER_FLAGS = "-Dfile.encoding=UTF-8 -Dorg.nd4j.log.initialization=false"
            + " -Dorg.deeplearning4j.crash.reporting.enabled=false -Dplumbline.tuning=true";

    private final SparkMaster master;
    private final JavaSparkContext context;
    private final Duration patience;
    private final Optional<ExecutorPods> pods;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Session(SparkMaster master, JavaSparkContext context, Duration patience, Optional<ExecutorPods> pods) {
        this.master = master;
        this.context = context;
        this.patience = patience;
        this.pods = pods;
    }

    /**
     * Connects.
     *
     * @param name the name that the cluster shows
     * @param endsOrderly whether a signal lets the training end at the next step, so that Spark has to wait for it
     * @throws ClusterException if that is not possible
     */
    static Session connect(SparkMaster master, String name, boolean endsOrderly) {
        SparkConf conf = new SparkConf()
                .setAppName("plumbline " + name)
                .setMaster(master.url())
                // The last bits of large products depend on the number of threads.
                .set("spark.executorEnv.OMP_NUM_THREADS", threads());
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // results are used as they come, not kept
        conf.set(
                "spark.executor.extraJavaOptions",
                (conf.get("spark.executor.extraJavaOptions", "") + " " + WORKER_FLAGS).trim());
        DriverClasses.use(conf);
        MasterProbe.require(master, conf);
        ShippedJars.addTo(conf, master);
        try {
            Duration patience = Duration.ofSeconds(conf.getInt("spark.plumbline.patience", PATIENCE_SECONDS));
            Session session = start(conf, master, patience);
            session.context.setLogLevel("ERROR");
            if (session.pods.isPresent()) {
                session.awaitExecutors();
            }
            if (endsOrderly) {
                session.postponeShutdown();
            }
            return session;
        } catch (ClusterException e) {
            throw e;
        } catch (Exception e) { // Scala throws checked exceptions that it does not declare
            throw new ClusterException("Spark does not start on " + master.url() + ": " + firstLine(rootOf(e)), e);
        }
    }

    private static Session start(SparkConf conf, SparkMaster master, Duration patience) {
        if (master.isYarn()) {
            return new Session(master, onYarn(conf, master, patience), patience, Optional.empty());
        }
        return master.apiServer()
                .map(server -> onKubernetes(master, new KubernetesApi(conf, server), patience))
                .orElseGet(() -> new Session(master, new JavaSparkContext(conf), patience, Optional.empty()));
    }

    private static Session onKubernetes(SparkMaster master, KubernetesApi api, Duration patience) {
        JavaSparkContext context = api.connect();
        return new Session(master, context, patience, Optional.of(new ExecutorPods(api, context)));
    }

    /** Waits for an executor on Kubernetes, and a while for the others, so that each gets a part of the data. */
    private void awaitExecutors() {
        int all = context.getConf().getInt("spark.executor.instances", 2);
        Patience untilFirst = patience();
        for (int waited = 0;
                executors() < all && waited < OTHERS_MILLIS && !context.sc().isStopped(); ) {
            untilFirst.check(this::close);
            waited += executors() > 0 ? LOOK_EVERY_MILLIS : 0;
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterException("the work was interrupted", e);
            }
        }
    }

    private static JavaSparkContext onYarn(SparkConf conf, SparkMaster master, Duration patience) {
        try (YarnQueue queue = new YarnQueue(conf, patience)) {
            try {
                return new JavaSparkContext(conf);
            } catch (Exception e) {
                if (queue.hasGivenUp()) {
                    throw new ClusterException(noExecutor(master, patience), e);
                }
                throw e;
            }
        }
    }

    private String noExecutor() {
        return pods.map(each -> "no executor of " + master.url() + " took the work for " + patience.toSeconds() + " s: "
                        + each.explanation())
                .orElseGet(() -> noExecutor(master, patience));
    }

    private static String noExecutor(SparkMaster master, Duration patience) {
        return "no executor of " + master.url() + " took the work for " + patience.toSeconds() + " s. "
                + (master.isStandalone() ? "Start a worker (sbin/start-worker.sh), free" : "Make room for")
                + " one, or ask for less than it has: PLUMBLINE_JAVA_OPTS=-Dspark.executor.memory=1g";
    }

    /** Lets a training that is told to end take its last step and write its checkpoint before Spark stops. */
    private void postponeShutdown() {
        ShutdownHookManager.get().addShutdownHook(this::awaitClosed, FIRST_HOOK, LAST_STEP_SECONDS, TimeUnit.SECONDS);
    }

    private void awaitClosed() {
        try {
            closed.await(LAST_STEP_SECONDS, TimeUnit.SECONDS); // else Spark stops, and the step fails
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String threads() {
        return Optional.ofNullable(System.getenv("OMP_NUM_THREADS")).orElse("1");
    }

    /** The cause of a failure that has no further cause. */
    static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The first line of a failure's message, or its type. */
    static String firstLine(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElseGet(() -> failure.getClass().getSimpleName());
    }

    /**
     * Spark's context.
     *
     * @throws ClusterException if it has stopped, which the cluster may cause at any time
     */
    JavaSparkContext context() {
        if (context.sc().isStopped()) {
            throw new ClusterException(JobFailure.stopped());
        }
        return context;
    }

    /** How long the work may wait for an executor from now on. */
    Patience patience() {
        return new Patience();
    }

    /** Gives up where the cluster has no executor for too long. Spark alone waits for ever. */
    final class Patience {
        private long seen = System.nanoTime();

        /**
         * Called now and then while a job runs.
         *
         * @throws ClusterException if there was no executor for too long
         */
        void check(Runnable cancel) {
            if (hasExecutors()) {
                seen = System.nanoTime();
            } else if (System.nanoTime() - seen
                    > (pods.isPresent() && pods.get().areStarting() ? STARTING : 1) * patience.toNanos()) {
                cancel.run();
                throw new ClusterException(noExecutor());
            }
        }
    }

    /**
     * Waits for the results of a job.
     *
     * @throws ClusterException if the job fails, or if the cluster has no executor for too long
     */
    <T> List<T> await(JavaFutureAction<List<T>> job) {
        Patience left = patience();
        while (true) {
            try {
                return job.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                left.check(() -> job.cancel(true));
            } catch (ExecutionException e) {
                throw JobFailure.of(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                job.cancel(true);
                throw new ClusterException("the work was interrupted", e);
            }
        }
    }

    /** The number of rows of a partition of this width; a power of two, at most {@value #PARTITION} numbers. */
    int rowsTogether(int width) {
        int most = context.getConf().getInt("spark.plumbline.partitionNumbers", PARTITION);
        return Math.max(1, Integer.highestOneBit(Math.max(1, most / width)));
    }

    private boolean hasExecutors() {
        return master.isLocal() || context.sc().isStopped() || executors() > 0;
    }

    /** The number of executors without the driver, which Spark counts too. */
    private int executors() {
        return context.sc().statusTracker().getExecutorInfos().length - 1;
    }

    @Override
    public void close() {
        pods.ifPresent(ExecutorPods::close);
        context.close();
        closed.countDown();
    }
}
