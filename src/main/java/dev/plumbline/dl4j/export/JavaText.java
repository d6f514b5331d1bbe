package dev.plumbline.dl4j.export;

import java.util.Locale;

/** Values as Java source. */
final class JavaText {
    private JavaText() {}

    /** A literal that Java reads as exactly the same double; whole numbers without the point. */
    static String number(double value) {
        boolean whole = value == (int) value && (value != 0 || 1 / value > 0); // an int has no -0
        return whole ? Integer.toString((int) value) : Double.toString(value);
    }

    /**
     * A string literal. Other characters than ASCII are escaped, so that the result does not depend on the encoding of
     * the compiler.
     */
    static String string(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ') {
                literal.append(String.format(Locale.ROOT, "\\%03o", (int)
                        c)); // octal, because a Unicode escape of a line end would end the line
            } else if (c > '~') {
                literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    /** Text that is safe in a comment: it does not end the comment and contains no markup or Unicode escape. */
    static String comment(String text) {
        return text.replaceAll("[\\p{Cntrl}\\\\@{}<>&*]", " ").strip();
    }
}
