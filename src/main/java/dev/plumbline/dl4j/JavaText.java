package dev.plumbline.dl4j;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as they stand in Java source. */
final class JavaText {
    private JavaText() {}

    /** A double literal that is read back to the same bits; whole numbers without the point. */
    static String number(double value) {
        boolean whole = value == (int) value && (value != 0 || 1 / value > 0); // an int has no -0
        return whole ? Integer.toString((int) value) : Double.toString(value);
    }

    /** A string literal. What is not ASCII is escaped, so that no compiler's choice of encoding changes it. */
    static String string(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ') {
                literal.append(String.format(
                        Locale.ROOT, "\\%03o", (int) c)); // octal, as a Unicode escape of a line end would end the line
            } else if (c > '~') {
                literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    /** String literals as arguments of a call. */
    static String strings(List<String> texts) {
        return texts.stream().map(JavaText::string).collect(Collectors.joining(", "));
    }

    /** Text that neither ends a comment nor is taken for markup or a Unicode escape. */
    static String comment(String text) {
        return text.replaceAll("[\\p{Cntrl}\\\\@{}<>&*]", " ").strip();
    }
}
