package dev.plumbline.cluster;

import dev.plumbline.spec.error.ErrorKind;

/** The cluster cannot be used, or gave up; the message says why and what to do. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    /** A failure with this message, in the words of Plumbline. */
    public ClusterException(ErrorKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The same with Spark's own failure, which {@code --debug} shows. */
    public ClusterException(ErrorKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The kind, whose code the message shows. */
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
