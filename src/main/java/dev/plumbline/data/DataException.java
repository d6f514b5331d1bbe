package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;

/**
 * A data file is invalid. The message has the name of the file and the value that was found; {@link #allowed()} is what
 * is allowed.
 */
public final class DataException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String found;
    private final String allowed;

    /**
     * @param kind the kind, whose code the message shows
     * @param found the place and the value that was found there
     * @param allowed the allowed values; empty if {@code found} contains them
     */
    public DataException(ErrorKind kind, String found, String allowed) {
        super(Problem.sentence(found, allowed));
        this.kind = kind;
        this.found = found;
        this.allowed = allowed;
    }

    /** The kind, whose code the message shows. */
    public ErrorKind kind() {
        return kind;
    }

    /** The place and the value that was found there. */
    public String found() {
        return found;
    }

    /** The allowed values; empty if the message contains them. */
    public String allowed() {
        return allowed;
    }
}
