package dev.plumbline.yaml;

/**
 * The part of a line that is shown, and where a stretch of it stands in a terminal's columns.
 *
 * @param text what is shown; "…" stands where something was cut off
 * @param offset the columns before the stretch
 * @param width the columns of the stretch, at least 1
 */
record Excerpt(String text, int offset, int width) {

    /** The excerpt of at most {@code room} columns that shows the beginning of the span. */
    static Excerpt of(String line, Span span, int room) {
        int[] points = line.codePoints().map(Excerpt::shown).toArray();
        int from = Math.min(span.column() - 1, points.length);
        int to = span.endLine() > span.line() ? points.length : Math.min(span.endColumn() - 1, points.length);
        while (to > from + 1 && Character.isWhitespace(points[to - 1])) {
            to--; // A stretch that goes on in the next line does not include the blanks at the end of this one.
        }
        int left = 0;
        int right = points.length;
        if (columns(points, 0, points.length) > room) {
            int inside = room - 2; // an ellipsis at each end
            left = back(points, from, from, inside / 3);
            right = left;
            while (right < points.length && columns(points, left, right + 1) <= inside) {
                right++;
            }
            left = back(points, left, right, inside);
        }
        String before = left > 0 ? "…" : "";
        String shown = before + new String(points, left, right - left) + (right < points.length ? "…" : "");
        int offset = before.length() + columns(points, left, from);
        return new Excerpt(shown, offset, Math.max(1, columns(points, from, Math.min(to, right))));
    }

    /** The leftmost index up to {@code left} from where no more than this many columns are shown up to {@code right}. */
    private static int back(int[] points, int left, int right, int columns) {
        int first = left;
        while (first > 0 && columns(points, first - 1, right) <= columns) {
            first--;
        }
        return first;
    }

    /** A terminal would act on control and format characters instead of showing them. */
    private static int shown(int point) {
        int type = Character.getType(point);
        if (point == '\t') {
            return ' ';
        }
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE ? 0xFFFD : point;
    }

    private static int columns(int[] points, int from, int to) {
        int columns = 0;
        for (int i = from; i < to; i++) {
            columns += width(points[i]);
        }
        return columns;
    }

    /** The columns that a text takes in a terminal. */
    static int width(CharSequence text) {
        return text.codePoints().map(Excerpt::width).sum();
    }

    /** East Asian wide characters and emoji take two columns, combining marks none. */
    private static int width(int point) {
        if (point < 0x300) {
            return 1;
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = point >= 0x1100 && point <= 0x115F
                || point >= 0x2E80 && point <= 0xA4CF && point != 0x303F
                || point >= 0xAC00 && point <= 0xD7A3
                || point >= 0xF900 && point <= 0xFAFF
                || point >= 0xFE30 && point <= 0xFE6F
                || point >= 0xFF00 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6
                || point >= 0x1F300 && point <= 0x1FAFF
                || point >= 0x20000 && point <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
