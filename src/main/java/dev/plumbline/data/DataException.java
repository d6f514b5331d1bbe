package dev.plumbline.data;

import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;

/**
 * A data file is invalid. The message has the name of the file and the value that was found; {@link #allowed()} is what
 * is allowed.
 */
public final class DataException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String allowed;

    /**
     * @param problem the place and the value that was found there
     * @param allowed the allowed values; empty if {@code problem} contains them
     */
    public DataException(String problem, String allowed) {
        super(Problem.sentence(problem, allowed));
        this.problem = problem;
        this.allowed = allowed;
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
