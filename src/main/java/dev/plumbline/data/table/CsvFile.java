package dev.plumbline.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.plumbline.data.DataFile;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Validation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A CSV file in UTF-8, with or without a byte order mark, whose first line may name the columns. Values may be in
 * double quotes; a quote inside them is doubled (RFC 4180). Empty lines are skipped; they cannot be rows, because a row
 * has at least an input and a target.
 */
public record CsvFile(
        DataSource.Csv source,
        DataFile file,
        Optional<Preparation> learned,
        CsvHeldOut heldOut,
        DataProblems findings) {

    /**
     * Reads the examples; empty if there is any problem.
     *
     * @param learned the preparation that a training learned; empty in the training itself
     * @param validation the validation, which may name a column that marks the held-out rows
     * @param logTargets whether the network learns the logarithms of the targets
     * @param outputs the number of the network's outputs
     */
    public static Optional<RawExamples> read(
            DataSource.Csv source,
            DataFile file,
            Optional<Preparation> learned,
            Optional<Validation> validation,
            int outputs,
            boolean logTargets,
            DataProblems findings)
            throws IOException {
        CsvHeldOut heldOut = new CsvHeldOut(validation, file.name(), findings);
        return new CsvFile(source, file, learned, heldOut, findings).read(outputs, logTargets);
    }

    /** The columns, for which only the first line is read; empty if it is not one of a table. */
    public static Optional<CsvColumns> columns(
            DataSource.Csv source, DataFile file, Optional<Validation> validation, DataProblems findings)
            throws IOException {
        try (CsvReader<CsvRecord> reader = CsvText.format(source.delimiter())
                .ofCsvRecord(CsvText.decoded(new BufferedInputStream(Files.newInputStream(file.path()))))) {
            Iterator<CsvRecord> lines = reader.iterator();
            if (!lines.hasNext()) {
                return Optional.empty();
            }
            List<String> first =
                    lines.next().getFields().stream().map(String::strip).toList();
            List<String> names = source.header() ? first : CsvReading.positions(first.size());
            Optional<String> heldOut = new CsvHeldOut(validation, file.name(), findings).column();
            return Optional.of(CsvColumns.find(ColumnUses.of(source), names, file.name() + ":1", heldOut, findings));
        } catch (CsvParseException | UncheckedIOException e) {
            return Optional.empty(); // The reading of the whole file reports the place.
        }
    }

    private Optional<RawExamples> read(int outputs, boolean logTargets) throws IOException {
        ColumnUses uses = ColumnUses.of(source, logTargets);
        CsvClasses classes = new CsvClasses(uses, file.name(), outputs, findings);
        CsvRows rows = new CsvRows(
                new CsvReading(uses, file.name(), new CsvPart(0, source.header()), learned, classes, heldOut, findings),
                CsvSize.of(file.path())::mostRows);
        try (CsvReader<Boolean> reader = CsvText.format(source.delimiter()).build(rows, text())) {
            for (Iterator<Boolean> records = reader.iterator(); rows.isReadable() && records.hasNext(); ) {
                records.next();
            }
        } catch (CsvParseException e) {
            throw rows.malformed(e);
        } catch (UncheckedIOException e) {
            throw CsvText.undecodable(file.name(), 0, e, () -> Files.newInputStream(file.path()));
        }
        rows.requireFirstLine();
        if (rows.isReadable()) {
            rows.finish();
        }
        return findings.count() > 0 ? Optional.empty() : Optional.of(rows.examples());
    }

    private Reader text() throws IOException {
        return CsvText.decoded(new BufferedInputStream(Files.newInputStream(file.path())));
    }
}
