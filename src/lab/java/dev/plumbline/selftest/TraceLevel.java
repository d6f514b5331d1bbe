package dev.plumbline.selftest;

/** The tensors that a network records. */
public enum TraceLevel {
    EVERYTHING("full trace"),
    WEIGHTS("weights only"),
    OUTPUTS("outputs only");

    private final String description;

    TraceLevel(String description) {
        this.description = description;
    }

    /** The name in a table. */
    public String description() {
        return description;
    }
}
