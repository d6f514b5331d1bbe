package dev.plumbline.data.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.table.ColumnUses;
import dev.plumbline.data.table.CsvClasses;
import dev.plumbline.data.table.CsvColumns;
import dev.plumbline.data.table.CsvHeldOut;
import dev.plumbline.data.table.CsvPart;
import dev.plumbline.data.table.CsvReading;
import dev.plumbline.data.table.CsvRows;
import dev.plumbline.data.table.CsvSize;
import dev.plumbline.data.table.CsvText;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Prepare;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Reads a part of a table as the whole is read on one machine: by the same parser, with the same messages. */
final class PartReading {
    private final NetworkSpec spec;
    private final DataSource.Csv source;
    private final List<String> names; // of the columns

    PartReading(NetworkSpec spec, List<String> names) {
        this.spec = spec;
        this.source = (DataSource.Csv) spec.data();
        this.names = names;
    }

    RawPart read(TextSource text, TextPart part) {
        DataProblems findings = new DataProblems();
        CsvHeldOut heldOut = new CsvHeldOut(spec.validation(), part.file(), findings);
        ColumnUses uses =
                ColumnUses.of(source, spec.prepare().filter(Prepare::logTargets).isPresent());
        CsvClasses classes = new CsvClasses(uses, part.file(), spec.outputs(), findings);
        CsvColumns columns = CsvColumns.find(uses, names, part.file(), heldOut.column(), findings);
        Optional<CsvRows> read = findings.attempt("data.file", part.file(), () -> {
            CsvRows rows = new CsvRows(
                    new CsvReading(
                            uses,
                            part.file(),
                            new CsvPart(part.linesBefore(), part.header()),
                            Optional.empty(),
                            classes,
                            heldOut,
                            findings),
                    new CsvSize(part.bytes(), part.lines())::mostRows,
                    columns);
            read(text, part, rows);
            return rows;
        });
        read.ifPresent(CsvRows::finishRows);
        return findings.count() > 0 || read.get().count() == 0
                ? new RawPart(findings, heldOut)
                : new RawPart(read.get().numbers(), classes.texts(), heldOut);
    }

    private void read(TextSource text, TextPart part, CsvRows rows) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(text.open(), 1 << 16);
        Reader decoded = part.linesBefore() == 0 ? CsvText.decoded(bytes) : CsvText.strict(bytes);
        try (CsvReader<Boolean> reader = CsvText.format(source.delimiter()).build(rows, decoded)) {
            reader.forEach(good -> {});
        } catch (CsvParseException e) {
            throw rows.malformed(e);
        } catch (UncheckedIOException e) {
            throw CsvText.undecodable(part.file(), part.linesBefore(), e, text::open);
        }
    }
}
