package dev.plumbline.cli.terminal;

import dev.plumbline.data.ShutdownHook;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether a signal, such as Ctrl-C, asked the process to end during work that has a partial result. Delays the end of
 * the process until this object is closed.
 */
public final class Interruption implements AutoCloseable {
    /** The longest delay, because a user who ends a process does not want to wait. */
    private static final int PATIENCE_IN_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final ShutdownHook hook;
    private volatile boolean wanted;

    public Interruption() {
        hook = ShutdownHook.of("interruption", this::hold);
    }

    /** Whether the work should end. */
    public boolean isWanted() {
        return wanted;
    }

    private void hold() {
        wanted = true;
        try {
            closed.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!hook.cancel()) {
            wanted = true;
        }
    }
}
