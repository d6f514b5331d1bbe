package dev.plumbline.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the rows of a CSV file and prepares each field when it is parsed, so that no row is stored twice. */
final class PreparedCsv extends AbstractBaseCsvCallbackHandler<Boolean> implements PreparedRows.Source {
    private final String file;
    private final long linesBefore;
    private final Preparation preparation;
    private final CsvLayout layout;
    private final RowPreparation rows;
    private final CsvReader<Boolean> reader;
    private final Iterator<Boolean> records;

    private final List<String> firstLine = new ArrayList<>();
    private int[]
            columns = {}; // for each field of a line: the number of the raw column, or -1; empty before the first line
    private double[] into = {};
    private int row;
    private Optional<DataException> problem = Optional.empty();

    /** Reads a text whose first line is that of a file. */
    PreparedCsv(InputStream in, String file, Preparation preparation, CsvLayout layout) throws IOException {
        this(in, file, 0, preparation, layout);
    }

    /**
     * Reads a part of a file, after the file's first line if this has the names of the columns.
     *
     * @param linesBefore the number of the file's lines that are not in the text
     */
    PreparedCsv(InputStream in, String file, long linesBefore, Preparation preparation, CsvLayout layout)
            throws IOException {
        this.linesBefore = linesBefore;
        this.file = file;
        this.preparation = preparation;
        this.layout = layout;
        this.rows = new RowPreparation(preparation);
        reader = CsvText.format(layout.delimiter()).build(this, CsvText.decoded(in));
        records = reader.iterator();
    }

    @Override
    public boolean next(double[] inputs, int at) throws IOException {
        into = inputs;
        row = at;
        try {
            while (records.hasNext()) {
                boolean isRow = records.next();
                if (problem.isPresent()) {
                    throw problem.get();
                }
                if (isRow) {
                    return true;
                }
            }
            if (columns.length == 0) {
                throw new DataException(file + " is empty", layout.header() ? "a first line of names" : "rows");
            }
            return false;
        } catch (CsvParseException e) {
            throw CsvText.malformed(file, lineNumber(), e);
        } catch (UncheckedIOException e) {
            throw CsvText.undecodable(file, lineNumber(), e);
        }
    }

    @Override
    protected void handleField(int field, char[] text, int offset, int length, boolean quoted) {
        if (problem.isPresent()) {
            return;
        }
        if (columns.length == 0) {
            firstLine.add(new String(text, offset, length).strip());
        } else if (field < columns.length && columns[field] >= 0) {
            prepare(columns[field], text, offset, length);
        }
    }

    private void prepare(int column, char[] text, int offset, int length) {
        try {
            rows.text(column, text, offset, length, into, row, this::line);
        } catch (DataException e) {
            problem = Optional.of(e);
        }
    }

    @Override
    protected Boolean buildRecord() {
        // An empty line is a row only if a row has a single value, which may be missing.
        boolean isEmpty = getRecordType() == RecordType.EMPTY;
        if (columns.length == 0 && !isEmpty) {
            return begin();
        }
        if (isEmpty) {
            return false;
        }
        if (getFieldCount() != columns.length) {
            problem = Optional.of(new DataException(
                    line() + ": " + MessageNames.count(getFieldCount(), "value") + " where the first line has "
                            + MessageNames.count(columns.length, "value"),
                    MessageNames.count(columns.length, "value") + ", separated by "
                            + MessageNames.quote(layout.delimiter())));
        }
        return true;
    }

    /** Finds the columns by the first line; without a header, this line is also the first row. */
    private boolean begin() {
        try {
            columns = layout.header() ? byName() : byPosition();
            if (layout.header()) {
                return false;
            }
            for (int field = 0; field < columns.length; field++) {
                char[] text = firstLine.get(field).toCharArray();
                if (columns[field] >= 0 && problem.isEmpty()) {
                    prepare(columns[field], text, 0, text.length);
                }
            }
        } catch (DataException e) {
            columns = new int[] {-1};
            problem = Optional.of(e);
        }
        return true;
    }

    private int[] byName() throws DataException {
        Map<String, Integer> fields = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < firstLine.size(); i++) {
            if (fields.putIfAbsent(firstLine.get(i), i) != null) {
                twice.add(firstLine.get(i));
            }
        }
        int[] found = none();
        for (int column = 0; column < preparation.columns().size(); column++) {
            String name = preparation.columns().get(column).name();
            Integer field = fields.get(name);
            if (field == null) {
                throw new DataException(
                        line() + ": there is no column " + MessageNames.quote(name)
                                + MessageNames.didYouMean(name, firstLine),
                        "a column for each input of the network: " + MessageNames.list(preparation.names()));
            }
            if (twice.contains(name)) {
                throw new DataException(
                        line() + ": several columns are named " + MessageNames.quote(name), "one column of that name");
            }
            found[field] = column;
        }
        return found;
    }

    /** Uses either only the inputs in their order, or the positions of the training data. */
    private int[] byPosition() throws DataException {
        List<InputColumn> wanted = preparation.columns();
        int[] found = none();
        for (int column = 0; column < wanted.size(); column++) {
            int field = firstLine.size() == wanted.size()
                    ? column
                    : CsvText.position(wanted.get(column).name()) - 1;
            if (field < 0 || field >= found.length) {
                throw new DataException(
                        line() + ": " + MessageNames.count(firstLine.size(), "value"),
                        MessageNames.count(wanted.size(), "value") + ", the inputs of the network in their order");
            }
            found[field] = column;
        }
        return found;
    }

    private int[] none() {
        int[] none = new int[firstLine.size()];
        Arrays.fill(none, -1);
        return none;
    }

    private String line() {
        return file + ":" + lineNumber();
    }

    private long lineNumber() {
        return linesBefore + getStartingLineNumber();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
