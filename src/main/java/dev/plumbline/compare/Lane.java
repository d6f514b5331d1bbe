package dev.plumbline.compare;

/** From which weights the reference takes a step that is compared. */
public enum Lane {
    /**
     * Each step from the weights that the other side had before it. Errors do not accumulate, so the bound is as tight at
     * the last step as at the first, and a difference names the step that made it.
     */
    LOCAL("local"),
    /** Each step from the reference's own weights: the whole training, as it would have gone alone. */
    FREE_RUNNING("free-running");

    private final String description;

    Lane(String description) {
        this.description = description;
    }

    /** Its name in a sentence. */
    public String description() {
        return description;
    }
}
