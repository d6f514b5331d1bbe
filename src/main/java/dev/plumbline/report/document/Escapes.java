package dev.plumbline.report.document;

import java.util.Locale;

/** Escapes text for documents. */
public final class Escapes {
    private Escapes() {}

    /** Escapes a text for HTML, in an element or an attribute. */
    public static String html(String text) {
        return printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The text with every control character, and every character that XML forbids, written as an escape sequence. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isAllowed(character)) {
                printable.appendCodePoint(character);
            } else {
                printable.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        });
        return printable.toString();
    }

    private static boolean isAllowed(int character) {
        return character == '\n'
                || character == '\t'
                || character >= 0x20 && character < 0x7F
                || character >= 0xA0 && character <= 0xD7FF
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000;
    }
}
