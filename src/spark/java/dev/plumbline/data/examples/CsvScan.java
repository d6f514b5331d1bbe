package dev.plumbline.data.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/**
 * What a stretch of bytes of a CSV file does, whatever stands before it. A stretch may begin within a quoted value, which only
 * the bytes before it tell; so it is scanned once for each state in which it may begin. The scans of all stretches together give
 * the exact places of rows, wherever line ends stand in quotes.
 */
public final class CsvScan implements Serializable {
    private static final long serialVersionUID = 1;

    /** The state at the beginning of a file. */
    public static final int START = 0;

    private static final int FIELD = 1; // at the beginning of a value, after a delimiter
    private static final int BARE = 2; // in a value without quotes
    private static final int QUOTED = 3;
    private static final int QUOTE = 4; // after a quote in a quoted value: its end, or the first of two
    private static final int RETURN = 5; // after a carriage return that ends a row; a line feed belongs to it
    private static final int STATES = 6;

    private final int[] ends = new int[STATES]; // by the state before: the state after the stretch
    private final long[] firsts =
            new long[STATES]; // by the state before: the bytes before the first row that begins here
    private final long[] linesBefore = new long[STATES]; // and the lines
    private boolean allWithinValues;
    private final boolean beginsWithLineFeed;
    private final boolean endsWithReturn;
    private final long lines;

    /**
     * Scans a stretch.
     *
     * @param in from its first byte on
     * @param length in bytes
     * @param delimiter an ASCII character
     */
    public CsvScan(InputStream in, long length, char delimiter) throws IOException {
        for (int state = 0; state < STATES; state++) {
            ends[state] = state;
            firsts[state] = state == START ? 0 : -1;
        }
        byte[] chunk = new byte[1 << 16];
        long done = 0;
        long count = 0;
        int first = -1;
        int last = -1;
        while (done < length) {
            int read = in.read(chunk, 0, (int) Math.min(chunk.length, length - done));
            if (read < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            for (int i = 0; i < read; i++) {
                int each = chunk[i];
                first = done + i == 0 ? each : first;
                step(each, delimiter, done + i, count);
                count += each == '\r' || each == '\n' && last != '\r' ? 1 : 0;
                last = each;
            }
            done += read;
        }
        beginsWithLineFeed = first == '\n';
        endsWithReturn = last == '\r';
        lines = count;
    }

    /** Takes a byte in every state; {@code at} bytes and {@code count} line ends were before it. */
    private void step(int each, char delimiter, long at, long count) {
        boolean isPlain = each != '\n' && each != '\r' && each != '"' && each != delimiter;
        if (isPlain && allWithinValues) {
            return;
        }
        allWithinValues = isPlain; // a plain byte begins a value in every state in which none is open
        for (int state = 0; state < STATES; state++) {
            int now = ends[state];
            if (now == RETURN && each != '\n') {
                begin(state, at, count);
                now = START;
            }
            ends[state] = next(now, each, delimiter);
            if (ends[state] == START) {
                begin(state, at + 1, now == RETURN ? count : count + 1);
            }
        }
    }

    private void begin(int state, long at, long count) {
        if (firsts[state] < 0) {
            firsts[state] = at;
            linesBefore[state] = count;
        }
    }

    private static int next(int state, int each, char delimiter) {
        if (state == QUOTED) {
            return each == '"' ? QUOTE : QUOTED;
        }
        if (each == '\n') {
            return START;
        }
        if (each == '\r') {
            return RETURN;
        }
        if (each == delimiter) {
            return FIELD;
        }
        if (each == '"') {
            return state == BARE ? BARE : QUOTED; // of two quotes in a quoted value, the second goes on with it
        }
        return BARE;
    }

    /** The state after the stretch. */
    public int end(int before) {
        return ends[before];
    }

    /** The number of bytes before the first row that begins in the stretch; -1 if none does. */
    public long first(int before) {
        return firsts[before];
    }

    /**
     * The number of lines of the stretch before that row.
     *
     * @param afterReturn whether the byte before the stretch is a carriage return
     */
    public long linesBeforeFirst(int before, boolean afterReturn) {
        return Math.max(0, linesBefore[before] - (firsts[before] > 0 && beginsWithLineFeed && afterReturn ? 1 : 0));
    }

    /** The number of line ends of the stretch. */
    public long lines(boolean afterReturn) {
        return lines - (beginsWithLineFeed && afterReturn ? 1 : 0);
    }

    /** Whether the last byte is a carriage return. */
    public boolean endsWithReturn() {
        return endsWithReturn;
    }
}
