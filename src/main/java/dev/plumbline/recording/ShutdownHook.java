package dev.plumbline.recording;

/**
 * What is to be done if the process is told to end, as by Ctrl-C, unless it is cancelled before. If it is ending already, which
 * Java would answer with an exception, it is done at once.
 */
public final class ShutdownHook {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /**
     * Has something done if the process is told to end.
     *
     * @param name the name of the thread that does it
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

    /** Takes it back; returns whether that was in time. Otherwise it is done, or being done. */
    public boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException ending) {
            return false;
        }
    }
}
