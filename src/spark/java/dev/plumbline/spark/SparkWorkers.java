package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.Workers;
import dev.plumbline.spec.error.ErrorKind;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.rdd.RDD;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.runtime.BoxedUnit;

/** Workers on a cluster. Each item is a task of Spark's, which repeats it elsewhere if its machine is lost. */
final class SparkWorkers implements Workers {
    private final Session session;

    SparkWorkers(Session session) {
        this.session = session;
    }

    private record Result<R>(int index, R value) {}

    @Override
    public <T extends Serializable, R extends Serializable> void each(
            Work<T, R> work, List<T> items, Results<R> results) {
        if (items.isEmpty()) {
            return;
        }
        BlockingQueue<Result<R>> finished = new LinkedBlockingQueue<>(); // results come on a thread of Spark's
        RDD<T> tasks = session.context().parallelize(items, items.size()).rdd();
        Function1<Iterator<T>, R> ofPart = (Function1<Iterator<T>, R> & Serializable) part -> done(work, part.next());
        Function2<Object, R, BoxedUnit> whenDone = (index, value) -> {
            finished.add(new Result<>((Integer) index, value));
            return BoxedUnit.UNIT;
        };
        Function0<BoxedUnit> whenAllDone = () -> BoxedUnit.UNIT;
        List<Object> all =
                IntStream.range(0, items.size()).<Object>mapToObj(i -> i).toList();
        SimpleFutureAction<BoxedUnit> job = session.context()
                .sc()
                .submitJob(tasks, ofPart, JavaConverters.asScalaBuffer(all).toSeq(), whenDone, whenAllDone);
        SparkExecutors.Patience patience = session.patience();
        for (int received = 0; received < items.size(); ) {
            Optional<Result<R>> next = next(finished, job);
            if (next.isPresent()) {
                results.add(next.get().index(), next.get().value());
                received++;
            } else if (job.isCompleted() && finished.isEmpty()) {
                throw JobFailure.of(job.value().get().failed().get());
            } else {
                patience.check(job::cancel);
            }
        }
    }

    private static <R> Optional<Result<R>> next(BlockingQueue<Result<R>> finished, SimpleFutureAction<?> job) {
        try {
            return Optional.ofNullable(finished.poll(SparkExecutors.LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            job.cancel();
            throw new ClusterException(ErrorKind.CLUSTER_FAILED, "the work was interrupted", e);
        }
    }

    /** Scala's functions declare no exceptions. */
    private static <T extends Serializable, R extends Serializable> R done(Work<T, R> work, T item) {
        try {
            return work.on(item);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
