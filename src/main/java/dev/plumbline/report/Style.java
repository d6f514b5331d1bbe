package dev.plumbline.report;

/** How a stretch of text is set off: in colour on a terminal, and not at all elsewhere. */
public enum Style {
    /** Plain text. */
    PLAIN,
    /** With the escape sequences that terminals turn into colours. */
    COLOURED;

    private String in(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** What stands out. */
    public String strong(String text) {
        return in("1", text);
    }

    /** Good news. */
    public String good(String text) {
        return in("1;32", text);
    }

    /** Bad news. */
    public String bad(String text) {
        return in("1;31", text);
    }

    /** Worth a look. */
    public String warning(String text) {
        return in("1;33", text);
    }

    /** What may be passed over. */
    public String faint(String text) {
        return in("2", text);
    }
}
