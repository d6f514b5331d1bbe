package dev.plumbline.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * XML or HTML as it is written. Every text and every attribute is escaped here and nowhere else, so a name that holds a tag, a
 * quotation mark or a control character is shown and never obeyed.
 */
final class Markup {
    private static final Set<String> VOID = Set.of("meta", "br", "hr", "link", "wbr", "col");

    private final StringBuilder text;
    private final boolean isXml;
    private final Deque<String> open = new ArrayDeque<>();

    private Markup(boolean isXml, String beginning) {
        this.isXml = isXml;
        this.text = new StringBuilder(beginning);
    }

    /** An empty XML document. */
    static Markup xml() {
        return new Markup(true, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /** An empty HTML document. */
    static Markup html() {
        return new Markup(false, "<!DOCTYPE html>\n");
    }

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn; one without a name is left out
     */
    Markup open(String tag, String... attributes) {
        start(tag, attributes).append('>');
        if (isXml || !VOID.contains(tag)) {
            open.push(tag);
        }
        return this;
    }

    /** Ends the innermost element. */
    Markup close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that holds a text and nothing else. */
    Markup leaf(String tag, String content, String... attributes) {
        return open(tag, attributes).text(content).close();
    }

    /** An element that holds nothing. */
    Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        if (isXml) {
            text.append("/>");
        } else if (VOID.contains(tag)) {
            text.append('>');
        } else {
            text.append("></").append(tag).append('>');
        }
        return this;
    }

    private StringBuilder start(String tag, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("an attribute of " + tag + " has no value");
        }
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i].isEmpty()) {
                text.append(' ')
                        .append(attributes[i])
                        .append("=\"")
                        .append(escaped(attributes[i + 1], true))
                        .append('"');
            }
        }
        return text;
    }

    /** A text. */
    Markup text(String content) {
        text.append(escaped(content, false));
        return this;
    }

    /** A line break in the document's source. */
    Markup line() {
        text.append('\n');
        return this;
    }

    /** A style sheet or a script of our own, as it is. */
    Markup own(String tag, String resource) {
        text.append('<')
                .append(tag)
                .append(">\n")
                .append(resource)
                .append("</")
                .append(tag)
                .append(">\n");
        return this;
    }

    /** The document. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException(open.peek() + " was not ended");
        }
        return text.toString();
    }

    private static String escaped(String content, boolean isAttribute) {
        StringBuilder escaped = new StringBuilder(content.length() + 16);
        content.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> {
                    if (isAttribute) {
                        escaped.append("&#").append(character).append(';');
                    } else {
                        escaped.append((char) character);
                    }
                }
                default -> {
                    if (isAllowed(character)) {
                        escaped.appendCodePoint(character);
                    } else {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", character));
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** Whether XML 1.0 has the character, and it is no control character. */
    private static boolean isAllowed(int character) {
        return character >= 0x20 && character < 0x7F
                || character >= 0xA0 && character <= 0xD7FF
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000;
    }
}
