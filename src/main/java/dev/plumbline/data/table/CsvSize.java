package dev.plumbline.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The size of a text file, counted before parsing, so that memory is allocated once and for at most the number of rows
 * that the file can contain.
 *
 * @param bytes the length in bytes
 * @param lines the number of lines, which end with {@code \n}, {@code \r\n} or {@code \r}; the last line may have no
 *     end
 */
public record CsvSize(long bytes, long lines) {

    static CsvSize of(Path file) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long bytes = 0;
        long lines = 0;
        byte last = '\n';
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    byte character = chunk[i];
                    if (character <= '\r'
                            && (character == '\r' || character == '\n' && (i > 0 ? chunk[i - 1] : last) != '\r')) {
                        lines++;
                    }
                }
                bytes += count;
                last = count > 0 ? chunk[count - 1] : last;
            }
        }
        return new CsvSize(bytes, last == '\n' || last == '\r' ? lines : lines + 1);
    }

    /**
     * The maximum number of rows, without the header. A row needs a line, and a byte for each delimiter or line end and
     * for each value that is not empty.
     *
     * @param columns the number of values in a row
     * @param used the number of values that must not be empty
     */
    public long mostRows(int columns, int used, boolean header) {
        return Math.max(0, Math.min(header ? lines - 1 : lines, (bytes + 1) / ((long) columns + used)));
    }
}
