package dev.plumbline.data.preparation;

import dev.plumbline.data.MessageNames;
import java.util.List;

/**
 * The layout of a CSV file.
 *
 * @param delimiter the character between two values
 * @param header whether the first line has the names of the columns; without it they are numbered from 1
 * @param missing the texts that mean a missing value, in addition to an empty value
 */
public record CsvLayout(String delimiter, boolean header, List<String> missing) {
    /** Separated by commas, with a header. */
    public static final CsvLayout DEFAULT = new CsvLayout(",", true, List.of());

    /** @throws IllegalArgumentException if the delimiter is not one character, or a quote, or ends a line */
    public CsvLayout {
        missing = List.copyOf(missing);
        if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
            throw new IllegalArgumentException("cannot separate values by " + MessageNames.quote(delimiter));
        }
    }
}
