package dev.plumbline.selftest;

/** How much a planted network shows. */
public enum Shows {
    EVERYTHING("full trace"),
    WEIGHTS("weights only"),
    OUTPUTS("outputs only");

    private final String description;

    Shows(String description) {
        this.description = description;
    }

    /** Its name in a table. */
    public String description() {
        return description;
    }
}
