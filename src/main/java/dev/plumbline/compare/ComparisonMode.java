package dev.plumbline.compare;

/** The weights from which the reference takes a compared step. */
public enum ComparisonMode {
    /**
     * The weights that the other side had before the step. Errors do not accumulate, so the bound is as tight at the
     * last step as at the first, and a difference belongs to the step that made it.
     */
    LOCAL("local"),
    /** The reference's own weights: the whole training, independent of the other side. */
    FREE_RUNNING("free-running");

    private final String description;

    ComparisonMode(String description) {
        this.description = description;
    }

    /** Its name in a sentence. */
    public String description() {
        return description;
    }
}
