package dev.plumbline.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;

/** What all readers of CSV share: the decoding, the format, and the messages about text that is not in it. */
final class CsvText {
    private CsvText() {}

    static CsvReader.CsvReaderBuilder format(String delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowUnclosedQuote(false)
                // Rows of a wrong length are counted by the handlers, so that all of them are reported.
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    /**
     * The text without its byte order mark.
     *
     * @param in can be marked
     */
    static Reader decoded(InputStream in) throws IOException {
        in.mark(3);
        boolean mark = in.read() == 0xef && in.read() == 0xbb && in.read() == 0xbf;
        if (!mark) {
            in.reset();
        }
        // A new decoder refuses what is not UTF-8, where a reader by the charset's name would replace it.
        return new InputStreamReader(in, UTF_8.newDecoder());
    }

    /** The problem of a row that does not follow the rules for quotes. */
    static DataException malformed(String file, long line, CsvParseException e) {
        if (String.valueOf(e.getMessage()).contains("buffer")) {
            return new DataException(
                    file + ":" + line + ": a value in the row that begins here is longer than 16 million characters",
                    "shorter values; a missing closing quote makes the rest of the file one value");
        }
        String reason = String.valueOf(e.getMessage()).replaceAll(" ?\\([^()]*record[^()]*\\)", "");
        return new DataException(
                file + ":" + line + ": in the row that begins here: " + reason,
                "values that are quoted completely or not at all; a quote inside a quoted value is doubled");
    }

    /** The problem of bytes that are not UTF-8; any other failure of reading as it is. */
    static IOException undecodable(String file, long line, UncheckedIOException e) {
        if (e.getCause() instanceof CharacterCodingException) {
            return new DataException(file + ":" + line + ": there are bytes that are not UTF-8", "text in UTF-8");
        }
        return new IOException(e.getMessage(), e);
    }

    /** The position, counted from 1, that a column without a name has as its name; 0 if it is none. */
    static int position(String name) {
        boolean isNumber = !name.isEmpty()
                && name.length() < 8
                && name.charAt(0) != '0'
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(name) : 0;
    }
}
