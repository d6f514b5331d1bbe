package dev.plumbline.yaml.diagnostic;

/**
 * The visible part of a line, and the position of a span in terminal columns.
 *
 * @param text the visible text; "…" marks where it was cut
 * @param offset the number of columns before the span
 * @param width the number of columns of the span, at least 1
 */
record Excerpt(String text, int offset, int width) {

    /** A line may be as long as a large file; only this many characters on each side of the span are processed. */
    private static final int NEAR = 200;

    /** The excerpt of at most {@code room} columns that shows the beginning of the span. */
    static Excerpt of(String line, Span span, int room) {
        int length = line.codePointCount(0, line.length());
        int from = Math.min(span.column() - 1, length);
        int to = span.endLine() > span.line() ? length : Math.min(span.endColumn() - 1, length);
        int first = Math.max(0, from - NEAR);
        int last = Math.min(length, from + NEAR);
        int begin = line.offsetByCodePoints(0, first);
        String near = line.substring(begin, line.offsetByCodePoints(begin, last - first));
        int[] points = near.codePoints().map(Excerpt::shown).toArray();
        boolean isWhole = points.length == length && columns(points, 0, length) <= room;
        return isWhole
                ? excerpt(points, from, to, 0, length, "", "")
                : part(points, from - first, Math.min(to, last) - first, room, first > 0, last < length);
    }

    /**
     * The visible part of a line that is too long; {@code before} and {@code after} tell whether the line continues
     * there.
     */
    private static Excerpt part(int[] points, int from, int to, int room, boolean before, boolean after) {
        int inside = room - 2; // an ellipsis at each end
        int start = back(points, from, from, inside / 3);
        int limit = start;
        while (limit < points.length && columns(points, start, limit + 1) <= inside) {
            limit++;
        }
        start = back(points, start, limit, inside);
        String cutBefore = before || start > 0 ? "…" : "";
        String cutAfter = after || limit < points.length ? "…" : "";
        return excerpt(points, from, to, start, limit, cutBefore, cutAfter);
    }

    private static Excerpt excerpt(
            int[] points, int from, int to, int start, int limit, String cutBefore, String cutAfter) {
        int end = Math.min(to, limit);
        while (end > from + 1 && Character.isWhitespace(points[end - 1])) {
            end--; // A span that continues in the next line does not include the spaces at the end of this one.
        }
        String visible = cutBefore + new String(points, start, limit - start) + cutAfter;
        int offset = cutBefore.length() + columns(points, start, from);
        return new Excerpt(visible, offset, Math.max(1, columns(points, from, end)));
    }

    /**
     * The smallest index, at most {@code start}, from which the text up to {@code limit} fits into this many columns.
     */
    private static int back(int[] points, int start, int limit, int columns) {
        int first = start;
        while (first > 0 && columns(points, first - 1, limit) <= columns) {
            first--;
        }
        return first;
    }

    /** Replaces control and format characters, which a terminal would execute. */
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

    /** The number of columns of a text in a terminal. */
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
