package dev.plumbline.data.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.plumbline.data.DataException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.TextFile;
import dev.plumbline.spec.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** The common parts of all CSV readers: the decoding, the format, and the messages about malformed text. */
public final class CsvText {
    private CsvText() {}

    public static CsvReader.CsvReaderBuilder format(String delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowUnclosedQuote(false)
                // The handlers check the length of the rows, so that all wrong rows are reported.
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    /**
     * The text without its byte order mark.
     *
     * @param in a stream that supports mark
     */
    public static Reader decoded(InputStream in) throws IOException {
        in.mark(3);
        boolean mark = in.read() == 0xef && in.read() == 0xbb && in.read() == 0xbf;
        if (!mark) {
            in.reset();
        }
        return strict(in);
    }

    /** The text; a byte order mark would be its first character. */
    public static Reader strict(InputStream in) {
        // A new decoder fails for bytes that are not UTF-8; a reader made from the charset would replace them.
        return new InputStreamReader(in, UTF_8.newDecoder());
    }

    /**
     * The problem of a row that does not follow the rules for quotes.
     *
     * @param place the line where the row begins, and the column of the value that was being read
     */
    public static DataException malformed(String place, CsvParseException e) {
        if (String.valueOf(e.getMessage()).contains("buffer")) {
            return new DataException(
                    ErrorKind.TOO_LARGE,
                    place + ": a value in the row that begins here is longer than 16 million characters",
                    "shorter values; a missing closing quote makes the rest of the file one value");
        }
        if (String.valueOf(e.getMessage()).contains("Unclosed")) {
            return new DataException(
                    ErrorKind.WRONG_FORMAT,
                    place + ": a quote opens here and never closes, so the rest of the file is one value",
                    "a closing quote; a quote inside a quoted value is doubled");
        }
        String reason = String.valueOf(e.getMessage()).replaceAll(" ?\\([^()]*record[^()]*\\)", "");
        return new DataException(
                ErrorKind.WRONG_FORMAT,
                place + ": in the row that begins here: " + reason,
                "values that are quoted completely or not at all; a quote inside a quoted value is doubled");
    }

    /**
     * The problem of a row with more or fewer values than the first line.
     *
     * @param line the file and the line of the row
     * @param columns the names of the columns
     * @param named whether the first line has these names
     */
    static DataException ragged(String line, int values, List<String> columns, boolean named, String delimiter) {
        String expected =
                MessageNames.count(columns.size(), "value") + ", separated by " + MessageNames.quote(delimiter);
        boolean isShort = values < columns.size();
        return new DataException(
                ErrorKind.RAGGED_ROW,
                line + ": " + MessageNames.count(values, "value") + " where the first line "
                        + (named ? "names " : "has ")
                        + MessageNames.count(columns.size(), named ? "column" : "value")
                        + (isShort ? ": none for column " + name(columns.get(values), named) : ""),
                isShort
                        ? expected
                        : expected + "; a value that contains " + MessageNames.quote(delimiter) + " is quoted");
    }

    /** A column in messages: its name in quotes, or its number. */
    static String name(String column, boolean named) {
        return named ? MessageNames.quote(column) : column;
    }

    /** The problem of bytes that are not UTF-8; other failures are returned unchanged. */
    public static IOException undecodable(String file, long line, UncheckedIOException e) {
        return e.getCause() instanceof CharacterCodingException
                ? TextFile.undecodable(file + ":" + line)
                : new IOException(e.getMessage(), e);
    }

    /**
     * The same with the line and the column of the bad bytes, for which the text is read again.
     *
     * @param linesBefore the number of lines of the file before the text
     */
    public static IOException undecodable(String file, long linesBefore, UncheckedIOException e, TextFile.Opening text)
            throws IOException {
        return e.getCause() instanceof CharacterCodingException
                ? TextFile.undecodable(file, linesBefore, text)
                : new IOException(e.getMessage(), e);
    }

    /** The position, counted from 1, that is the name of a column without a header; 0 for any other name. */
    static int position(String name) {
        boolean isNumber = !name.isEmpty()
                && name.length() < 8
                && name.charAt(0) != '0'
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(name) : 0;
    }
}
