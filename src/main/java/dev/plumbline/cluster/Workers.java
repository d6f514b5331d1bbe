package dev.plumbline.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.function.LongConsumer;

/** Does independent tasks, on the processors of this machine or on a cluster. Their results do not depend on which. */
public interface Workers extends AutoCloseable {
    /**
     * A task, which may be sent to another machine, and so may its result. It depends on nothing but its own fields.
     *
     * @param <R> the type of the result
     */
    @FunctionalInterface
    interface Task<R extends Serializable> extends Serializable {
        /** Does the task. An exception ends the work as a whole. */
        R call() throws Exception;
    }

    /**
     * Does tasks, in any order.
     *
     * @param done receives the number of finished tasks, now and then
     * @return the results, in the order of the tasks
     */
    <R extends Serializable> List<R> all(List<? extends Task<R>> tasks, LongConsumer done);

    @Override
    void close();
}
