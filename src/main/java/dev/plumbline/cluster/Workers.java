package dev.plumbline.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;

/** Does independent tasks, on the processors of this machine or on a cluster. Their results do not depend on which. */
public interface Workers extends AutoCloseable {
    /**
     * What is done with each item. It may be sent to another machine once for many items, and depends on nothing but
     * its own fields.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     */
    @FunctionalInterface
    interface Work<T extends Serializable, R extends Serializable> extends Serializable {
        /** Does the work for one item. An exception ends the work as a whole. */
        R on(T item) throws Exception;
    }

    /**
     * A task that is an item itself.
     *
     * @param <R> the type of the result
     */
    @FunctionalInterface
    interface Task<R extends Serializable> extends Serializable {
        /** Does the task. An exception ends the work as a whole. */
        R call() throws Exception;
    }

    /**
     * Receives results as they come, one at a time.
     *
     * @param <R> the type of the results
     */
    @FunctionalInterface
    interface Results<R> {
        /** The result of the item with this index. */
        void add(int index, R result);
    }

    /** Does the work for each item, in any order. */
    <T extends Serializable, R extends Serializable> void each(Work<T, R> work, List<T> items, Results<R> results);

    /**
     * Does tasks, in any order.
     *
     * @param done receives the number of finished tasks
     * @return the results, in the order of the tasks
     */
    default <R extends Serializable> List<R> all(List<? extends Task<R>> tasks, LongConsumer done) {
        List<R> inOrder = new ArrayList<>(Collections.nCopies(tasks.size(), null));
        long[] finished = {0};
        each(Task::call, new ArrayList<Task<R>>(tasks), (index, result) -> {
            inOrder.set(index, result);
            finished[0]++;
            done.accept(finished[0]);
        });
        return inOrder;
    }

    @Override
    void close();
}
