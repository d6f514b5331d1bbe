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
    private final String problem;
    private final String allowed;

    /**
     * @param kind the kind, whose code the message shows
     * @param problem the place and the value that was found there
     * @param allowed the allowed values; empty if {@code problem} contains them
     */
    public DataException(ErrorKind kind, String problem, String allowed) {
        super(Problem.sentence(problem, allowed));
        this.kind = kind;
        this.problem = problem;
        this.allowed = allowed;
    }

    /** The kind, whose code the message shows. */
    public ErrorKind kind() {
        return kind;
    }

    /** The place and the value that was found there. */
    public String found() {
        return problem;
    }

    /** The allowed values; empty if the message contains them. */
    public String allowed() {
        return allowed;
    }
}
