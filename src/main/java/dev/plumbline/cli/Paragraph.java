package dev.plumbline.cli;

import java.util.List;

/** Wraps text to lines of at most 80 characters. */
final class Paragraph {
    private static final int WIDTH = 80;

    private Paragraph() {}

    /** Wraps the text after a prefix; further lines are indented by that many spaces. */
    static String of(String beginning, int indent, String text) {
        StringBuilder out = new StringBuilder(beginning);
        int column = beginning.length();
        boolean isFirst = true;
        for (String word : List.of(text.split(" "))) {
            if (!isFirst && column + 1 + word.length() > WIDTH) {
                out.append('\n').append(" ".repeat(indent));
                column = indent;
                isFirst = true;
            }
            out.append(isFirst ? "" : " ").append(word);
            column += word.length() + (isFirst ? 0 : 1);
            isFirst = false;
        }
        return out.append('\n').toString();
    }
}
