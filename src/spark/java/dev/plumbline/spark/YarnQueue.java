package dev.plumbline.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.yarn.api.protocolrecords.GetApplicationsRequest;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationAttemptState;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.spark.SparkConf;

/** Takes an application out of a queue of YARN in which it waits too long for its first container. Spark waits for ever. */
final class YarnQueue implements AutoCloseable {
    private static final int LOOK_EVERY_MILLIS = 1000;
    private static final Set<YarnApplicationAttemptState> WAITING = Set.of(
            YarnApplicationAttemptState.NEW,
            YarnApplicationAttemptState.SUBMITTED,
            YarnApplicationAttemptState.SCHEDULED);

    private final String tag = "plumbline-" + UUID.randomUUID();
    private final Duration patience;
    private final YarnClient yarn = YarnClient.createYarnClient();
    private final Thread watch = new Thread(this::watch, "queue of YARN");
    private volatile boolean hasGivenUp;

    /** Watches the application that these settings start. */
    YarnQueue(SparkConf conf, Duration patience) {
        this.patience = patience;
        conf.set("spark.yarn.tags", tag);
        yarn.init(new YarnConfiguration());
        yarn.start();
        watch.setDaemon(true);
        watch.start();
    }

    private void watch() {
        GetApplicationsRequest own = GetApplicationsRequest.newInstance();
        own.setApplicationTags(Set.of(tag));
        try {
            for (long since = System.nanoTime(); !hasGivenUp; Thread.sleep(LOOK_EVERY_MILLIS)) {
                Optional<ApplicationReport> waiting = waiting(own);
                if (waiting.isEmpty()) {
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > patience.toNanos()) {
                    hasGivenUp = true;
                    yarn.killApplication(waiting.get().getApplicationId());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException | YarnException e) {
            // Spark asks the same, and reports it.
        }
    }

    private Optional<ApplicationReport> waiting(GetApplicationsRequest own) throws IOException, YarnException {
        for (ApplicationReport each : yarn.getApplications(own)) {
            ApplicationAttemptId attempt = each.getCurrentApplicationAttemptId();
            if (each.getYarnApplicationState() == YarnApplicationState.ACCEPTED
                    && WAITING.contains(
                            yarn.getApplicationAttemptReport(attempt).getYarnApplicationAttemptState())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether the application was taken out. */
    boolean hasGivenUp() {
        return hasGivenUp;
    }

    @Override
    public void close() {
        watch.interrupt();
        yarn.stop();
    }
}
