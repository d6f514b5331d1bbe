package dev.plumbline.trace;

/**
 * The network under test does not exist, does not start or fails during the training. The message explains the failure
 * in sentences. Plumbline and its input file are not the cause.
 */
public final class SubjectFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String brief;

    /** An exception with a message. */
    public SubjectFailedException(String message) {
        super(message);
        this.brief = message;
    }

    /**
     * An exception with a message and the output of the network.
     *
     * @param message the cause of the failure
     * @param printed what the network printed about it; left out of {@link #brief}
     */
    public SubjectFailedException(String message, String printed) {
        super(message + printed);
        this.brief = message;
    }

    /** An exception with a message and the exception that the network threw. */
    public SubjectFailedException(String message, Throwable cause) {
        super(message, cause);
        this.brief = message;
    }

    /** The message without the output of the network, for a reader who has already seen that output. */
    public String brief() {
        return brief;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
