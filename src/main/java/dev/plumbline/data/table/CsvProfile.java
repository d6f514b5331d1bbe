package dev.plumbline.data.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.plumbline.data.DataException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Decimals;
import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The columns of a CSV file, guessed for a first network file that the user corrects. No training depends on it.
 *
 * @param delimiter the delimiter among , ; tab and | that gives the most values per line
 * @param header whether the first line has the names of the columns; true if none of its values is a number
 * @param rows the number of rows without the header
 * @param columns all columns, in order
 */
public record CsvProfile(String delimiter, boolean header, int rows, List<Column> columns) {
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");
    static final List<String> MARKS = List.of("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "?");
    private static final int SAMPLE = 20; // lines
    private static final int MOST_DIFFERENT = 200;
    private static final long MIX = 0x9E3779B97F4A7C15L; // odd, so that no bit of a digest is lost

    public CsvProfile {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param name the name from the header, or the position counted from 1
     * @param texts the values that are neither numbers nor missing
     * @param isWhole whether all of them are whole numbers
     * @param counts the number of rows with each value; at most some hundred values are counted
     * @param missing the number of rows without a value
     * @param marks the texts that mean a missing value
     * @param firstMissing the line of the first missing value; 0 if there is none
     * @param numbersRows whether its values are 0, 1, 2 and so on, or 1, 2, 3 and so on
     * @param digest the same for columns of the same values in the same rows
     */
    public record Column(
            String name,
            Texts texts,
            boolean isWhole,
            Map<String, Integer> counts,
            int missing,
            List<String> marks,
            long firstMissing,
            boolean numbersRows,
            long digest) {
        public Column {
            counts = Map.copyOf(counts);
            marks = List.copyOf(marks);
        }

        /** Whether all values that are not missing are numbers. */
        public boolean isNumber() {
            return texts.rows() == 0;
        }

        /** Whether it has too many distinct values to count all of them. */
        public boolean isVaried() {
            return counts.size() > MOST_DIFFERENT;
        }
    }

    /**
     * The values of a column that are neither numbers nor missing.
     *
     * @param rows the number of rows with one
     * @param firstLine the line of the first; 0 if there is none
     * @param first the first; empty if there is none
     */
    public record Texts(int rows, long firstLine, String first) {}

    /**
     * The profile of a file.
     *
     * @param name the file's name in messages
     * @throws DataException if the file is not a table of at least two columns and one row
     */
    public static CsvProfile of(Path file, String name) throws IOException {
        String delimiter = delimiter(file, name);
        Line line = new Line();
        Reading reading = new Reading(name, delimiter);
        try (CsvReader<List<String>> reader = open(file, delimiter, line)) {
            return reading.read(reader, line);
        } catch (CsvParseException e) {
            throw CsvText.malformed(reading.place(line), e);
        } catch (UncheckedIOException e) {
            throw CsvText.undecodable(name, 0, e, () -> Files.newInputStream(file));
        }
    }

    private static CsvReader<List<String>> open(Path file, String delimiter, Line line) throws IOException {
        return CsvText.format(delimiter)
                .build(line, CsvText.decoded(new BufferedInputStream(Files.newInputStream(file))));
    }

    /** The values of one row after the other, with the place of the value that was read last. */
    private static final class Line extends AbstractBaseCsvCallbackHandler<List<String>> {
        private final List<String> values = new ArrayList<>();

        @Override
        protected void handleBegin(long line) {
            values.clear();
        }

        @Override
        protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
            values.add(new String(text, offset, length).strip());
        }

        @Override
        protected List<String> buildRecord() {
            return List.copyOf(values); // without values if the line is empty
        }

        long number() {
            return getStartingLineNumber();
        }

        int column() {
            return getFieldCount();
        }
    }

    private static String delimiter(Path file, String name) throws IOException {
        String best = ",";
        int most = 1;
        String ofFirst = ",";
        int mostInFirst = 1;
        for (String delimiter : DELIMITERS) {
            int fields = fields(file, delimiter);
            if (fields > most) {
                best = delimiter;
                most = fields;
            } else if (-fields > mostInFirst) {
                ofFirst = delimiter;
                mostInFirst = -fields;
            }
        }
        if (most == 1 && mostInFirst > 1) {
            return ofFirst; // The reading reports the row that is wrong.
        }
        if (most == 1 && Files.size(file) > 0) {
            throw new DataException(
                    ErrorKind.SIZE_MISMATCH,
                    name + " has only one column",
                    "at least one input and one target, separated by , ; | or tabs");
        }
        return best;
    }

    /** The number of values in each of the first lines; if they differ, that of the first, negated. */
    private static int fields(Path file, String delimiter) throws IOException {
        int fields = 0;
        int lines = 0;
        try (CsvReader<List<String>> reader = open(file, delimiter, new Line())) {
            for (List<String> line : reader) {
                if (line.isEmpty()) {
                    continue;
                }
                if (fields > 0 && line.size() != fields) {
                    return -fields;
                }
                fields = line.size();
                if (++lines == SAMPLE) {
                    break;
                }
            }
        } catch (CsvParseException e) {
            return -Math.max(2, fields);
        } catch (UncheckedIOException e) {
            return Integer.MAX_VALUE; // The later reading reports the place of these bytes.
        }
        return fields;
    }

    /** One pass over the file. */
    private static final class Reading {
        private final String file;
        private final String delimiter;
        private final List<Counting> columns = new ArrayList<>();
        private boolean header;
        private int rows;

        Reading(String file, String delimiter) {
            this.file = file;
            this.delimiter = delimiter;
        }

        /** The place of the value that was being read. */
        String place(Line line) {
            int column = line.column();
            return file + ":" + line.number() + ", column "
                    + (header && column < columns.size()
                            ? MessageNames.quote(columns.get(column).name)
                            : Integer.toString(column + 1));
        }

        CsvProfile read(CsvReader<List<String>> reader, Line line) throws DataException {
            for (List<String> values : reader) {
                if (values.isEmpty()) {
                    continue;
                }
                if (columns.isEmpty()) {
                    header = values.stream().noneMatch(Reading::isNumber);
                    begin(values);
                    if (header) {
                        continue;
                    }
                }
                row(values, line.number());
            }
            if (columns.isEmpty()) {
                throw new DataException(
                        ErrorKind.EMPTY_INPUT, file + " is empty", "a table with a first line of names");
            }
            if (rows == 0) {
                throw new DataException(
                        ErrorKind.EMPTY_INPUT, file + " has no rows below its first line", "at least two rows");
            }
            return new CsvProfile(
                    delimiter,
                    header,
                    rows,
                    columns.stream().map(Counting::column).toList());
        }

        private void begin(List<String> values) {
            List<String> names = header
                    ? values
                    : IntStream.rangeClosed(1, values.size())
                            .mapToObj(Integer::toString)
                            .toList();
            names.forEach(name -> columns.add(new Counting(name)));
        }

        private void row(List<String> values, long line) throws DataException {
            if (values.size() != columns.size()) {
                List<String> names = columns.stream().map(column -> column.name).toList();
                throw CsvText.ragged(file + ":" + line, values.size(), names, header, delimiter);
            }
            rows++;
            for (int i = 0; i < values.size(); i++) {
                columns.get(i).add(values.get(i), line);
            }
        }

        private static boolean isNumber(String text) {
            return Double.isFinite(Decimals.parse(text.toCharArray(), 0, text.length()));
        }
    }

    /** Collects the properties of a column. */
    private static final class Counting {
        private final String name;
        private final Map<String, Integer> counts = new TreeMap<>();
        private final TreeSet<String> marks = new TreeSet<>();
        private Texts texts = new Texts(0, 0, "");
        private boolean isWhole = true;
        private int missing;
        private long firstMissing;
        private boolean numbersRows = true;
        private double first;
        private int rows;
        private long digest;

        Counting(String name) {
            this.name = name;
        }

        void add(String value, long line) {
            double number = Decimals.parse(value.toCharArray(), 0, value.length());
            first = rows == 0 ? number : first;
            numbersRows &= (first == 0 || first == 1) && number == first + rows;
            rows++;
            digest = MIX * digest + (Double.isFinite(number) ? Double.hashCode(number) : value.hashCode());
            boolean isMark = MARKS.contains(value);
            if (value.isEmpty() || isMark) {
                missing++;
                firstMissing = firstMissing == 0 ? line : firstMissing;
                if (isMark) {
                    marks.add(value);
                }
                return;
            }
            if (!Double.isFinite(number)) {
                boolean isFirst = texts.rows() == 0;
                texts = new Texts(
                        texts.rows() + 1, isFirst ? line : texts.firstLine(), isFirst ? value : texts.first());
            }
            isWhole &= number == Math.rint(number);
            if (counts.size() <= MOST_DIFFERENT || counts.containsKey(value)) {
                counts.merge(value, 1, Integer::sum);
            }
        }

        Column column() {
            return new Column(
                    name,
                    texts,
                    isWhole && texts.rows() == 0,
                    counts,
                    missing,
                    List.copyOf(marks),
                    firstMissing,
                    numbersRows,
                    digest);
        }
    }
}
