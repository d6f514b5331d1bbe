package dev.plumbline.selftest;

/** How much a planted network shows. */
public enum TraceLevel {
    EVERYTHING("full trace"),
    WEIGHTS("weights only"),
    OUTPUTS("outputs only");

    private final String description;

    TraceLevel(String description) {
        this.description = description;
    }

    /** Its name in a table. */
    public String description() {
        return description;
    }
}
