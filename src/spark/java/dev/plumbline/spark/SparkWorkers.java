package dev.plumbline.spark;

import dev.plumbline.cluster.Workers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkStatusTracker;

/** Workers on a cluster. Each task is one of Spark's, which repeats it elsewhere if its machine is lost. */
final class SparkWorkers implements Workers {
    private final Session session;

    SparkWorkers(Session session) {
        this.session = session;
    }

    @Override
    public <R extends Serializable> List<R> all(List<? extends Task<R>> tasks, LongConsumer done) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        JavaFutureAction<List<R>> job = session.context()
                .parallelize(new ArrayList<Task<R>>(tasks), tasks.size())
                .map(Task::call)
                .collectAsync();
        List<R> results = session.await(job, () -> done.accept(finished(job)));
        done.accept(results.size());
        return results;
    }

    private long finished(JavaFutureAction<?> job) {
        JavaSparkStatusTracker tracker = session.context().statusTracker();
        return job.jobIds().stream()
                .map(tracker::getJobInfo)
                .filter(info -> info != null)
                .flatMapToInt(info -> Arrays.stream(info.stageIds()))
                .mapToObj(tracker::getStageInfo)
                .filter(info -> info != null)
                .mapToLong(SparkStageInfo::numCompletedTasks)
                .sum();
    }

    @Override
    public void close() {
        session.close();
    }
}
