package dev.plumbline.report;

import java.util.List;

/** What each value of a network file became, as a table. */
public final class ExplainText {
    private static final int LINE = "default".length();
    private static final int VALUE = 29;
    private static final String GAP = "  ";

    private ExplainText() {}

    /**
     * One value and what became of it.
     *
     * @param line the line of the file, or "default"
     * @param value the value, as the file has it or could have it
     * @param became calls of DL4J, or a few words
     */
    public record Row(String line, String value, List<String> became) {
        public Row {
            became = List.copyOf(became);
        }
    }

    /** The table, each line with a line break at its end. */
    public static String of(String title, List<Row> rows, Style style) {
        StringBuilder text = new StringBuilder(style.strong(title)).append("\n\n");
        String header = cells(Lines.right("line", LINE), "in the file", "on DL4J");
        text.append(style.faint(header)).append('\n');
        rows.forEach(row -> append(text, row));
        return text.toString();
    }

    private static void append(StringBuilder text, Row row) {
        String line = Lines.right(row.line(), LINE);
        boolean wide = row.value().length() > VALUE;
        if (wide) {
            String indent = " ".repeat(GAP.length() + LINE + GAP.length());
            List<String> words = List.of(row.value().split(" ", -1));
            text.append(Lines.wrap(GAP + line + GAP, indent + "  ", words, " ", ""))
                    .append('\n');
        }
        String first = wide ? cells(Lines.left("", LINE), "", "") : cells(line, row.value(), "");
        String indent = cells(Lines.left("", LINE), "", "");
        boolean firstCall = true;
        for (String call : row.became()) {
            List<String> words = List.of(call.split(" ", -1));
            text.append(Lines.wrap(firstCall ? first : indent, indent + "  ", words, " ", "")
                            .stripTrailing())
                    .append('\n');
            firstCall = false;
        }
    }

    private static String cells(String line, String value, String became) {
        return GAP + line + GAP + Lines.left(value, VALUE) + GAP + became;
    }
}
