package dev.plumbline.data;

import java.util.List;

/**
 * How a table of text is laid out.
 *
 * @param delimiter the character between two values
 * @param header whether the first line has the names of the columns; without it they are numbered from 1
 * @param missing the texts that stand for a missing value; an empty value always does
 */
public record CsvLayout(String delimiter, boolean header, List<String> missing) {
    /** Commas and a first line of names. */
    public static final CsvLayout DEFAULT = new CsvLayout(",", true, List.of());

    /** @throws IllegalArgumentException if the delimiter is not one character, or a quote, or ends a line */
    public CsvLayout {
        missing = List.copyOf(missing);
        if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
            throw new IllegalArgumentException("cannot separate values by " + MessageNames.quote(delimiter));
        }
    }
}
