package dev.plumbline.cluster;

/** The cluster cannot be used, or gave up; the message says why and what to do. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with this message, in the words of Plumbline. */
    public ClusterException(String message) {
        super(message);
    }

    /** The same with Spark's own failure, which {@code --debug} shows. */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
