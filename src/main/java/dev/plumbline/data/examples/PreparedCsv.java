package dev.plumbline.data.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.plumbline.data.TextFile;
import dev.plumbline.data.preparation.CsvLayout;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.PreparedExamples;
import dev.plumbline.data.table.CsvPart;
import dev.plumbline.data.table.CsvReading;
import dev.plumbline.data.table.CsvRows;
import dev.plumbline.data.table.CsvText;
import dev.plumbline.math.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Optional;

/** Reads the rows of CSV text without targets as the training read its own, block by block, and prepares them. */
final class PreparedCsv implements PreparedRows.Source {
    private final CsvReading reading;
    private final Optional<TextFile.Opening> again;
    private final Preparation preparation;
    private final CsvRows rows;
    private final CsvReader<Boolean> reader;
    private final Iterator<Boolean> records;
    private int most; // of a block

    /**
     * Reads a text, or a part of one after its first line if this has the names of the columns.
     *
     * @param again opens the text again, to find the line of bytes that are not UTF-8; empty if it can be read only once
     * @param linesBefore the number of the file's lines that are not in the text
     */
    PreparedCsv(
            InputStream in,
            Optional<TextFile.Opening> again,
            String file,
            long linesBefore,
            Preparation preparation,
            CsvLayout layout)
            throws IOException {
        this.again = again;
        this.preparation = preparation;
        reading = CsvReading.ofInputs(file, new CsvPart(linesBefore, layout.header()), preparation, layout);
        rows = new CsvRows(reading, (columns, used, header) -> most);
        reader = CsvText.format(layout.delimiter()).build(rows, CsvText.decoded(in));
        records = reader.iterator();
    }

    @Override
    public Optional<Matrix> next(int wanted) throws IOException {
        most = wanted;
        rows.clear();
        try {
            while (rows.count() < wanted && rows.isReadable() && records.hasNext()) {
                records.next();
                reading.findings().throwFirst();
            }
        } catch (CsvParseException e) {
            throw rows.malformed(e);
        } catch (UncheckedIOException e) {
            throw again.isPresent()
                    ? CsvText.undecodable(reading.file(), 0, e, again.get())
                    : CsvText.undecodable(reading.file(), rows.lastLine(), e);
        }
        rows.requireFirstLine();
        if (rows.count() == 0) {
            return Optional.empty();
        }
        BitSet everyRow = new BitSet();
        everyRow.set(0, rows.count());
        return Optional.of(PreparedExamples.inputs(rows.numbers(), everyRow, preparation));
    }

    /** The number of rows of the block before the first invalid one. */
    int count() {
        return rows.count();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
