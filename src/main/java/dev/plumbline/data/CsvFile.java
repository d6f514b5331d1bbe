package dev.plumbline.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.plumbline.spec.ColumnSelection;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Validation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A CSV file in UTF-8, with or without a byte order mark, whose first line may name the columns. Values may be in
 * double quotes; a quote inside them is doubled (RFC 4180). Empty lines are skipped; they cannot be rows, because a row
 * has at least an input and a target.
 */
record CsvFile(DataSource.Csv source, DataFile file, CsvHeldOut heldOut, DataProblems findings) {
    private static final int MOST_COLUMNS = 1 << 20;

    /**
     * Reads the examples; empty if there is any problem.
     *
     * @param validation the validation, which may name a column that marks the held-out rows
     * @param outputs the number of the network's outputs
     */
    static Optional<RawExamples> read(
            DataSource.Csv source, DataFile file, Optional<Validation> validation, int outputs, DataProblems findings)
            throws IOException {
        CsvHeldOut heldOut = new CsvHeldOut(validation, file.name(), findings);
        return new CsvFile(source, file, heldOut, findings).read(outputs);
    }

    private Optional<RawExamples> read(int outputs) throws IOException {
        CsvSize size = CsvSize.of(file.path());
        CsvClasses classes = new CsvClasses(source, file.name(), outputs, findings);
        CsvColumns columns;
        try {
            columns = columns(source, text(), file.name(), heldOut.column(), findings);
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        }
        if (source.inputs() instanceof ColumnSelection.Rest && findings.count() > 0) {
            return Optional.empty(); // A missing column would make every value of `rest` wrong.
        }
        CsvRows rows = new CsvRows(
                source, file.name(), new CsvPart(0, source.header()), size, columns, classes, heldOut, findings);
        try (CsvReader<Boolean> reader = format().build(rows, text())) {
            reader.forEach(good -> {});
        } catch (CsvParseException e) {
            throw malformed(rows.lastLine(), e);
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        }
        rows.finish();
        return findings.count() > 0 ? Optional.empty() : Optional.of(rows.examples());
    }

    /**
     * Finds the columns by the first line.
     *
     * @param text the text from its first line on; closed
     * @throws UncheckedIOException if it cannot be read
     */
    static CsvColumns columns(
            DataSource.Csv source, Reader text, String file, Optional<String> heldOut, DataProblems findings)
            throws IOException {
        CsvRecordHandler handler = CsvRecordHandler.of(limits -> limits.maxFields(MOST_COLUMNS));
        try (CsvReader<CsvRecord> reader = CsvText.format(source.delimiter()).build(handler, text)) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                throw new DataException(
                        file + " is empty",
                        source.header() ? "a first line that names the columns, then rows" : "rows");
            }
            CsvRecord first = records.next();
            List<String> names = source.header()
                    ? first.getFields().stream().map(String::strip).toList()
                    : IntStream.rangeClosed(1, first.getFieldCount())
                            .mapToObj(Integer::toString)
                            .toList();
            String place = file + ":" + first.getStartingLineNumber();
            return CsvColumns.find(source, names, place, heldOut, findings);
        } catch (CsvParseException e) {
            throw CsvText.malformed(file, 1, e);
        }
    }

    private CsvReader.CsvReaderBuilder format() {
        return CsvText.format(source.delimiter());
    }

    private Reader text() throws IOException {
        return CsvText.decoded(new BufferedInputStream(Files.newInputStream(file.path())));
    }

    private DataException malformed(long line, CsvParseException e) {
        return CsvText.malformed(file.name(), line, e);
    }

    private IOException unreadable(UncheckedIOException e) throws IOException {
        return CsvText.undecodable(file.name(), 0, e, () -> Files.newInputStream(file.path()));
    }
}
