package dev.plumbline.cli;

import dev.plumbline.recording.ShutdownHook;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the process has been told to end, as by Ctrl-C, while something was going on that has a result so far. Its end
 * is held up until that is closed.
 */
final class Interruption implements AutoCloseable {
    /** Whoever wants to end a process does not want to wait long. */
    private static final int PATIENCE_IN_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final ShutdownHook hook;
    private volatile boolean wanted;

    Interruption() {
        hook = ShutdownHook.of("interruption", this::hold);
    }

    /** Whether to come to an end. */
    boolean isWanted() {
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
