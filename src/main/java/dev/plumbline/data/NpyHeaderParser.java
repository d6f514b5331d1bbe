package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the header of an NPY file, a Python dictionary such as {@code {'descr': '<f8', 'fortran_order': False, 'shape':
 * (3, 4), }}. It accepts only this grammar and evaluates nothing:
 *
 * <pre>
 * dictionary = "{" [ entry { "," entry } [ "," ] ] "}"
 * entry      = text ":" ( text | "True" | "False" | tuple )
 * tuple      = "(" [ whole { "," whole } [ "," ] ] ")"
 * </pre>
 *
 * <p>with the three keys above, each once. Source: numpy.lib.format.
 */
final class NpyHeaderParser {
    private final String text;
    private final String where;
    private int at;

    private NpyHeaderParser(String text, String where) {
        this.text = text;
        this.where = where;
    }

    /** @param where the file and, in an archive, the array, for messages */
    static NpyHeader parse(String text, String where) throws DataException {
        NpyHeaderParser parser = new NpyHeaderParser(text, where);
        NpyHeader header = parser.header();
        parser.skipSpaces();
        if (parser.at < text.length()) {
            throw parser.expected("the end of the header");
        }
        return header;
    }

    private NpyHeader header() throws DataException {
        Map<String, Object> entries = new LinkedHashMap<>();
        expect('{');
        while (!next('}')) {
            String key = quoted();
            expect(':');
            Object value = switch (key) {
                case "descr" -> dtype();
                case "fortran_order" -> truth();
                case "shape" -> shape();
                default ->
                    throw new DataException(
                            ErrorKind.WRONG_FORMAT,
                            where + ": its header has an entry " + MessageNames.quote(key),
                            "descr, fortran_order, shape");
            };
            if (entries.put(key, value) != null) {
                throw new DataException(
                        ErrorKind.WRONG_FORMAT,
                        where + ": its header has two entries " + MessageNames.quote(key),
                        "one of each");
            }
            if (!next(',') && peek() != '}') {
                throw expected("`,` or `}`");
            }
        }
        if (entries.get("descr") instanceof String dtype
                && entries.get("fortran_order") instanceof Boolean fortranOrder
                && entries.get("shape") instanceof Shape shape) {
            return headerOf(dtype, fortranOrder, shape.lengths());
        }
        throw new DataException(
                ErrorKind.WRONG_FORMAT,
                where + ": its header has only " + (entries.isEmpty() ? "{}" : String.join(", ", entries.keySet())),
                "descr, fortran_order and shape");
    }

    private record Shape(List<Integer> lengths) {}

    private NpyHeader headerOf(String dtype, boolean fortranOrder, List<Integer> shape) throws DataException {
        String problem = NpyHeader.problemOf(dtype);
        if (!problem.isEmpty()) {
            throw new DataException(ErrorKind.WRONG_FORMAT, where + " is " + problem, NpyHeader.ALLOWED_DTYPES);
        }
        try {
            return new NpyHeader(shape, dtype, fortranOrder);
        } catch (IllegalArgumentException e) {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT, where + ": found shape " + NpyHeader.text(shape), "at most 64 dimensions");
        }
    }

    private String dtype() throws DataException {
        skipSpaces();
        if (peek() == '[') {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT,
                    where + " is a structured array with named fields",
                    NpyHeader.ALLOWED_DTYPES);
        }
        return quoted();
    }

    private boolean truth() throws DataException {
        skipSpaces();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw expected("True or False");
    }

    private Shape shape() throws DataException {
        List<Integer> lengths = new ArrayList<>();
        boolean comma = true;
        expect('(');
        while (!next(')')) {
            if (!comma) {
                throw expected("`,` or `)`");
            }
            lengths.add(whole());
            comma = next(',');
        }
        if (lengths.size() == 1 && !comma) {
            // In Python, (3) is the number 3 and not a tuple.
            throw new DataException(
                    ErrorKind.WRONG_FORMAT, where + ": found shape (" + lengths.get(0) + ")", "a tuple such as (3,)");
        }
        return new Shape(lengths);
    }

    private int whole() throws DataException {
        skipSpaces();
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (start == at) {
            throw expected("a length, 0 or more");
        }
        String digits = text.substring(start, at);
        if (peek() == 'L') { // the suffix of long numbers in Python 2
            at++;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT,
                    where + ": found a length of " + MessageNames.quote(digits),
                    "at most " + Integer.MAX_VALUE);
        }
    }

    private String quoted() throws DataException {
        skipSpaces();
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw expected("a text in quotes");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw expected("a text with a closing quote");
        }
        String content = text.substring(at + 1, end);
        if (content.indexOf('\\') >= 0) {
            throw expected("a text without `\\`");
        }
        at = end + 1;
        return content;
    }

    private boolean next(char wanted) {
        skipSpaces();
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) throws DataException {
        if (!next(wanted)) {
            throw expected("`" + wanted + "`");
        }
    }

    /** The next character, or 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipSpaces() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') {
            at++;
        }
    }

    private DataException expected(String wanted) {
        String rest = at < text.length() ? "found " + MessageNames.quote(text.substring(at)) : "it ends";
        return new DataException(
                ErrorKind.WRONG_FORMAT, where + ": at character " + (at + 1) + " of its header " + rest, wanted);
    }
}
