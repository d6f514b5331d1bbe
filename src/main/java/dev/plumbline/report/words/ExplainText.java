package dev.plumbline.report.words;

import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import java.util.List;

/** The table of a network file's values and their DL4J calls. */
public final class ExplainText {
    private static final int LINE = "default".length();
    private static final int VALUE = 29;
    private static final String GAP = "  ";

    private ExplainText() {}

    /**
     * One value and its translation.
     *
     * @param line the line of the file, or "default"
     * @param value the value as in the file, or its default
     * @param became the calls of DL4J, or a description
     */
    public record Row(String line, String value, List<String> became) {
        public Row {
            became = List.copyOf(became);
        }
    }

    /** The table; each line ends with a line break. */
    public static String of(String title, List<Row> rows, Style style) {
        StringBuilder text = new StringBuilder(style.strong(title)).append("\n\n");
        String header = cells(TextLayout.right("line", LINE), "in the file", "on DL4J");
        text.append(style.faint(header)).append('\n');
        rows.forEach(row -> append(text, row));
        return text.toString();
    }

    private static void append(StringBuilder text, Row row) {
        String line = TextLayout.right(row.line(), LINE);
        String below = GAP + " ".repeat(LINE) + GAP;
        String indent = cells(TextLayout.left("", LINE), "", "");
        // A value or call that is wider than its column gets its own line.
        boolean wide =
                row.value().length() > VALUE || row.became().get(0).length() > TextLayout.WIDTH - indent.length();
        if (wide) {
            wrap(text, GAP + line + GAP, below + "  ", row.value());
        }
        String first = wide ? indent : cells(line, row.value(), "");
        for (String call : row.became()) {
            boolean fits = first.length() + call.length() <= TextLayout.WIDTH;
            wrap(text, fits ? first : below + "  ", below + "    ", call);
            first = indent;
        }
    }

    private static void wrap(StringBuilder text, String first, String indent, String words) {
        text.append(TextLayout.wrap(first, indent, List.of(words.split(" ", -1)), " ", ""))
                .append('\n');
    }

    private static String cells(String line, String value, String became) {
        return GAP + line + GAP + TextLayout.left(value, VALUE) + GAP + became;
    }
}
