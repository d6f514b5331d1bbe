package dev.plumbline.data;

import java.io.IOException;

/**
 * A data file that is not what it should be. The message names the file and says what was found; {@link #allowed()} says
 * what would be right.
 */
public final class DataException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String allowed;

    /**
     * @param found the place and what was found there
     * @param allowed what would be right; empty where {@code found} says it
     */
    public DataException(String found, String allowed) {
        super(allowed.isEmpty() ? found : found + "; allowed: " + allowed);
        this.found = found;
        this.allowed = allowed;
    }

    /** The place, and what was found there. */
    public String found() {
        return found;
    }

    /** What would be right; empty where the message says it. */
    public String allowed() {
        return allowed;
    }
}
