package dev.plumbline.spark;

import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows as lines of CSV in UTF-8. A number is written so that it reads back as the same number; null is an empty value. */
final class RowText extends InputStream {
    private static final double LARGEST_WHOLE = 1e15; // a larger number is written with an exponent

    private final Iterator<Row> rows;
    private byte[] line = {};
    private int at;

    RowText(Iterator<Row> rows) {
        this.rows = rows;
    }

    @Override
    public int read() {
        return isAtEnd() ? -1 : line[at++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, bytes, offset, count);
        at += count;
        return count;
    }

    private boolean isAtEnd() {
        if (at == line.length && rows.hasNext()) {
            Row row = rows.next();
            line = line(IntStream.range(0, row.length()).mapToObj(row::get).iterator())
                    .getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        return at == line.length;
    }

    /** A line with its end. */
    static String line(Iterator<?> values) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (; values.hasNext(); count++) {
            text.append(count > 0 ? "," : "");
            append(text, values.next());
        }
        return (count == 1 && text.isEmpty() ? "\"\"" : text) + "\n"; // an empty line would not be a row
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            boolean isWhole = number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE;
            boolean isNegativeZero = number == 0 && 1 / number < 0;
            text.append(isWhole && !isNegativeZero ? Long.toString((long) number) : Double.toString(number));
        } else if (value instanceof BigDecimal decimal) {
            text.append(decimal.toPlainString());
        } else {
            String written = value.toString();
            boolean isPlain = written.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            text.append(isPlain ? written : '"' + written.replace("\"", "\"\"") + '"');
        }
    }
}
