package dev.plumbline.report.document;

import java.util.ArrayList;
import java.util.List;

/** The columns of a table whose widths do not depend on its rows, so that each row can be printed at once. */
public final class Columns {
    private final List<Column> columns = new ArrayList<>();

    private record Column(int width, boolean isNumber) {}

    /** Adds a column of texts. */
    public Columns text(int width) {
        columns.add(new Column(width, false));
        return this;
    }

    /** Adds columns of numbers, which are padded on the left. */
    public Columns numbers(int count, int width) {
        for (int i = 0; i < count; i++) {
            columns.add(new Column(width, true));
        }
        return this;
    }

    /** A row, indented by two spaces, without a line break. */
    public String row(List<String> cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String cell = cells.get(i);
            row.append("  ")
                    .append(
                            column.isNumber()
                                    ? TextLayout.right(cell, column.width())
                                    : TextLayout.left(cell, column.width()));
        }
        return row.toString().stripTrailing();
    }

    /** A header and rows; each line ends with a line break. */
    public String table(List<String> header, List<List<String>> rows, Style style) {
        StringBuilder text = new StringBuilder(style.faint(row(header))).append('\n');
        rows.forEach(row -> text.append(row(row)).append('\n'));
        return text.toString();
    }
}
