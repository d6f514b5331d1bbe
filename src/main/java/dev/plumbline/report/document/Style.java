package dev.plumbline.report.document;

/** The emphasis of text: in colour on a terminal, otherwise none. */
public enum Style {
    /** Plain text. */
    PLAIN,
    /** With the escape sequences of terminals for colours. */
    COLOURED;

    private String in(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** Emphasized text. */
    public String strong(String text) {
        return in("1", text);
    }

    /** A good result. */
    public String good(String text) {
        return in("1;32", text);
    }

    /** A bad result. */
    public String bad(String text) {
        return in("1;31", text);
    }

    /** A warning. */
    public String warning(String text) {
        return in("1;33", text);
    }

    /** Less important text. */
    public String faint(String text) {
        return in("2", text);
    }
}
