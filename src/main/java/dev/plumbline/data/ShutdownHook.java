package dev.plumbline.data;

/**
 * An action that runs when the process is asked to end, for example by Ctrl-C, unless it is cancelled before. If the
 * process is already ending, which Java reports by an exception, the action runs at once.
 */
public final class ShutdownHook {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /**
     * Registers an action.
     *
     * @param name the name of the thread that runs it
     */
    public static ShutdownHook of(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException ending) {
            thread.start();
        }
        return new ShutdownHook(thread);
    }

    /** Cancels the action; returns false if it is too late and the action runs. */
    public boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException ending) {
            return false;
        }
    }
}
