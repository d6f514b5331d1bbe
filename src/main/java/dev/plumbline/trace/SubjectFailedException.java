package dev.plumbline.trace;

/**
 * The network under test does not exist, does not start or fails during the training. The message says, in sentences, what
 * is wrong with the network; Plumbline and its input file are fine.
 */
public final class SubjectFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String brief;

    /** With what is wrong. */
    public SubjectFailedException(String message) {
        super(message);
        this.brief = message;
    }

    /**
     * With what is wrong.
     *
     * @param printed what the network itself has printed of it, for who has not seen that
     */
    public SubjectFailedException(String message, String printed) {
        super(message + printed);
        this.brief = message;
    }

    /** With what is wrong, and what the network itself threw. */
    public SubjectFailedException(String message, Throwable cause) {
        super(message, cause);
        this.brief = message;
    }

    /** What is wrong, for who has seen what the network has printed. */
    public String brief() {
        return brief;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
