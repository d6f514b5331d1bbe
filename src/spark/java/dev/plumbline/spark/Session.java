package dev.plumbline.spark;

import dev.plumbline.backend.Kernel;
import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.spec.error.ErrorKind;
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
    /** How long Spark waits for the last step of a training that is told to end. */
    private static final int LAST_STEP_SECONDS = 10;

    /** The number of numbers of a partition of prepared rows, 16 MiB; `spark.plumbline.partitionNumbers` replaces it. */
    private static final int PARTITION = 1 << 21;

    /** Above Spark's own hooks. */
    private static final int FIRST_HOOK = 200;

    /** What each JVM of a worker gets, as the launcher gives it to this one. */
    private static final String WORKER_FLAGS = "-Dfile.encoding=UTF-8 -Dorg.nd4j.log.initialization=false"
            + " -Dorg.deeplearning4j.crash.reporting.enabled=false -Dplumbline.tuning=true";

    private final JavaSparkContext context;
    private final SparkExecutors executors;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Session(JavaSparkContext context, SparkExecutors executors) {
        this.context = context;
        this.executors = executors;
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
                // The last bits of large products depend on the number of threads and on OpenBLAS's kernel.
                .set("spark.executorEnv.OMP_NUM_THREADS", threads());
        Dl4j.kernel().ifPresent(kernel -> conf.set("spark.executorEnv." + Kernel.VARIABLE, kernel));
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // results are used as they come, not kept
        conf.set(
                "spark.executor.extraJavaOptions",
                (conf.get("spark.executor.extraJavaOptions", "") + " " + WORKER_FLAGS).trim());
        DriverClasses.use(conf);
        try {
            MasterProbe.require(master, conf);
            Session session;
            ShippedJars jars = ShippedJars.addTo(conf, master);
            try (jars) {
                session = start(conf, master);
            }
            session.context.setLogLevel("ERROR");
            session.executors.awaitStart(session::close);
            if (endsOrderly) {
                session.postponeShutdown();
            }
            return session;
        } catch (ClusterException e) {
            throw e;
        } catch (Exception e) { // Scala throws checked exceptions that it does not declare
            throw new ClusterException(
                    ErrorKind.CLUSTER_UNREACHABLE,
                    "Spark does not start on " + master.url() + ": " + firstLine(rootOf(e)),
                    e);
        }
    }

    private static Session start(SparkConf conf, SparkMaster master) {
        if (master.isYarn()) {
            JavaSparkContext context = onYarn(conf, master);
            return new Session(context, new SparkExecutors(master, context));
        }
        return master.apiServer()
                .map(server -> onKubernetes(master, new KubernetesApi(conf, server)))
                .orElseGet(() -> {
                    JavaSparkContext context = new JavaSparkContext(conf);
                    return new Session(context, new SparkExecutors(master, context));
                });
    }

    private static Session onKubernetes(SparkMaster master, KubernetesApi api) {
        JavaSparkContext context = api.connect();
        return new Session(context, new SparkExecutors(master, context, new ExecutorPods(api, context)));
    }

    private static JavaSparkContext onYarn(SparkConf conf, SparkMaster master) {
        Duration patience = SparkExecutors.patience(conf);
        try (YarnQueue queue = new YarnQueue(conf, patience)) {
            try {
                return new JavaSparkContext(conf);
            } catch (Exception e) {
                if (queue.hasGivenUp()) {
                    throw new ClusterException(ErrorKind.CLUSTER_UNREACHABLE, SparkExecutors.none(master, patience), e);
                }
                throw e;
            }
        }
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
            throw new ClusterException(ErrorKind.CLUSTER_FAILED, JobFailure.stopped());
        }
        return context;
    }

    /** How long the work may wait for an executor from now on. */
    SparkExecutors.Patience patience() {
        return executors.patience();
    }

    /**
     * Waits for the results of a job.
     *
     * @throws ClusterException if the job fails, or if the cluster has no executor for too long
     */
    <T> List<T> await(JavaFutureAction<List<T>> job) {
        SparkExecutors.Patience left = patience();
        while (true) {
            try {
                return job.get(SparkExecutors.LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                left.check(() -> job.cancel(true));
            } catch (ExecutionException e) {
                throw JobFailure.of(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                job.cancel(true);
                throw new ClusterException(ErrorKind.CLUSTER_FAILED, "the work was interrupted", e);
            }
        }
    }

    /** The number of rows of a partition of this width; a power of two, at most {@value #PARTITION} numbers. */
    int rowsTogether(int width) {
        int most = context.getConf().getInt("spark.plumbline.partitionNumbers", PARTITION);
        return Math.max(1, Integer.highestOneBit(Math.max(1, most / width)));
    }

    @Override
    public void close() {
        executors.close();
        context.close();
        closed.countDown();
    }
}
