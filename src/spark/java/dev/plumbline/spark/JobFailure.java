package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.spec.error.ErrorKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.util.ShutdownHookManager;

/** The message of a job that failed: Spark's own is a page. */
final class JobFailure {
    /** "… most recent failure: Lost task 0.3 in stage 1.0 (TID 7) (10.0.0.1 executor 2): java.lang.X: what". */
    private static final Pattern TASK = Pattern.compile(
            "failed (\\d+) times?, most recent failure: Lost task [^(]*\\(TID \\d+\\) \\(([^)]*)\\): (.*)");

    private static final Pattern TYPE = Pattern.compile("^([a-z]+\\.)+([A-Z]\\w*): ");

    private static final String CAUSE = "Caused by: ";

    private JobFailure() {}

    /** The failure in the words of Plumbline. */
    static ClusterException of(Throwable failure) {
        String message = Session.firstLine(failure);
        Matcher task = TASK.matcher(message);
        if (task.find()) {
            return new ClusterException(
                    ErrorKind.CLUSTER_FAILED,
                    "a worker failed " + times(task.group(1)) + " on the cluster, last on " + task.group(2) + ": "
                            + reason(withoutType(task.group(3)), failure),
                    failure);
        }
        return isOfStopped(failure)
                ? new ClusterException(ErrorKind.CLUSTER_FAILED, stopped(), failure)
                : new ClusterException(ErrorKind.CLUSTER_FAILED, "the cluster failed: " + message, failure);
    }

    /** Whether Spark refuses a call because it has stopped, which the cluster may cause between any two calls. */
    static boolean isOfStopped(Throwable failure) {
        String message = Session.firstLine(failure);
        return message.contains("SparkContext was shut down") || message.contains("stopped SparkContext");
    }

    /** Why Spark has stopped. */
    static String stopped() {
        boolean isTold = ShutdownHookManager.get().isShutdownInProgress(); // a signal; Spark stops first
        return isTold
                ? "the work was interrupted"
                : "the cluster ended the work: its master is gone, somebody stopped the application there, or"
                        + " its executors do not start (a worker's log says why)";
    }

    private static String withoutType(String line) {
        return TYPE.matcher(line).replaceFirst("");
    }

    /** An error class of Spark's, such as [TASK_WRITE_FAILED], says only what was done, not why it failed. */
    private static String reason(String line, Throwable failure) {
        Optional<String> cause = String.valueOf(failure.getMessage())
                .lines()
                .filter(each -> each.startsWith(CAUSE))
                .reduce((first, last) -> last)
                .map(each -> withoutType(each.substring(CAUSE.length())));
        return line.startsWith("[") && cause.isPresent() ? line + " " + cause.get() : line;
    }

    private static String times(String number) {
        return number.equals("1") ? "once" : number + " times";
    }
}
