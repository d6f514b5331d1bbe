package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The connection to a cluster, for the time of one training. */
final class Session implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    /** What each JVM of a worker gets, as the launcher gives it to this one. */
    private static final String WORKER_FLAGS =
            "-Dfile.encoding=UTF-8 -Dorg.nd4j.log.initialization=false -Dorg.deeplearning4j.crash.reporting.enabled=false";

    private final JavaSparkContext context;

    private Session(JavaSparkContext context) {
        this.context = context;
    }

    /**
     * Connects.
     *
     * @param name the name that the cluster shows
     * @throws ClusterException if that is not possible
     */
    static Session connect(SparkMaster master, String name) {
        master.places().stream().map(Session::refusal).reduce(Session::both).ifPresent(refused -> refused.ifPresent(
                reason -> {
                    throw new ClusterException("no Spark master answers at " + master.url() + ": " + reason
                            + ". Start it (sbin/start-master.sh), or check host and port");
                }));
        SparkConf conf = new SparkConf()
                .setAppName("plumbline " + name)
                .setMaster(master.url())
                // The last bits of large products depend on the number of threads.
                .set("spark.executorEnv.OMP_NUM_THREADS", threads());
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.set("spark.executor.extraJavaOptions", (conf.get("spark.executor.extraJavaOptions", "") + " " + WORKER_FLAGS).trim());
        try {
            JavaSparkContext context = new JavaSparkContext(conf);
            context.setLogLevel("ERROR");
            return new Session(context);
        } catch (RuntimeException e) {
            throw new ClusterException("Spark does not start on " + master.url() + ": " + firstLine(e), e);
        }
    }

    /** Two masters of one cluster stand by for each other: it is enough that one answers. */
    private static Optional<String> both(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() ? one : Optional.empty();
    }

    private static Optional<String> refusal(SparkMaster.Place place) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port()), CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(firstLine(e));
        }
    }

    private static String threads() {
        return Optional.ofNullable(System.getenv("OMP_NUM_THREADS")).orElse("1");
    }

    static String firstLine(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElseGet(() -> failure.getClass().getSimpleName());
    }

    JavaSparkContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
