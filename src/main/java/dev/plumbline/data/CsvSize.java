package dev.plumbline.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How large a text file is, counted before it is parsed, so that memory is taken once and for no more than the file can
 * hold.
 *
 * @param bytes its length
 * @param lines how many lines it has, ended by {@code \n}, {@code \r\n} or {@code \r}; the last may be without an end
 */
record CsvSize(long bytes, long lines) {

    static CsvSize of(Path file) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long bytes = 0;
        long lines = 0;
        byte last = '\n';
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    byte each = chunk[i];
                    if (each == '\r' || each == '\n' && last != '\r') {
                        lines++;
                    }
                    last = each;
                }
                bytes += count;
            }
        }
        return new CsvSize(bytes, last == '\n' || last == '\r' ? lines : lines + 1);
    }

    /**
     * The most rows there can be, without the header. A row takes a line, and a byte for each delimiter or line end and
     * for each value that is not empty.
     *
     * @param columns how many values a row has
     * @param used how many of them must not be empty
     */
    long mostRows(int columns, int used, boolean header) {
        return Math.max(0, Math.min(header ? lines - 1 : lines, (bytes + 1) / ((long) columns + used)));
    }
}
