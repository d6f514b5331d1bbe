package dev.plumbline.trace;

/**
 * A network that was written elsewhere cannot be asked: it is not there, does not start, or fails on the way. Nothing is
 * wrong with Plumbline or with its input file; the message says, in sentences, what is wrong with the network.
 */
public final class SubjectFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public SubjectFailedException(String message) {
        super(message);
    }

    /** With what is wrong, and what the network itself threw. */
    public SubjectFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
