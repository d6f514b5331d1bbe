package dev.plumbline.trace;

import dev.plumbline.spec.error.ErrorKind;

/**
 * The network under test does not exist, does not start or fails during the training. The message explains the failure
 * in sentences. Plumbline and its input file are not the cause.
 */
public final class SubjectFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String brief;

    /** An exception with a message. */
    public SubjectFailedException(ErrorKind kind, String message) {
        super(message);
        this.kind = kind;
        this.brief = message;
    }

    /**
     * An exception with a message and the output of the network.
     *
     * @param kind the kind, whose code the message shows
     * @param message the cause of the failure
     * @param printed what the network printed about it; left out of {@link #brief}
     */
    public SubjectFailedException(ErrorKind kind, String message, String printed) {
        super(message + printed);
        this.kind = kind;
        this.brief = message;
    }

    /** An exception with a message and the exception that the network threw. */
    public SubjectFailedException(ErrorKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.brief = message;
    }

    /** The kind, whose code the message shows. */
    public ErrorKind kind() {
        return kind;
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
