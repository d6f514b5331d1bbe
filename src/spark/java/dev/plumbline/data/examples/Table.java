package dev.plumbline.data.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.plumbline.data.DataException;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Categories;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.data.table.Classes;
import dev.plumbline.data.table.ColumnUses;
import dev.plumbline.data.table.CsvClasses;
import dev.plumbline.data.table.CsvColumns;
import dev.plumbline.data.table.CsvHeldOut;
import dev.plumbline.data.table.CsvNames;
import dev.plumbline.data.table.CsvReading;
import dev.plumbline.data.table.CsvRows;
import dev.plumbline.data.table.CsvText;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Schema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A table whose parts are read on several machines: the network that it is for, and the names of its columns. */
public final class Table implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int MOST_COLUMNS = 1 << 20;

    private final Network network;
    private final String file;
    private final ArrayList<String> names; // of the columns
    private final ArrayList<String>
            classes; // in the order of the outputs; empty while they are not known, or without classes

    /** A specification that can be sent. */
    public interface Network extends Serializable {
        /** The specification. */
        NetworkSpec spec();
    }

    private Table(Network network, String file, ArrayList<String> names, List<String> classes) {
        this.network = network;
        this.file = file;
        this.names = names;
        this.classes = new ArrayList<>(classes);
    }

    /**
     * The table of a network's data.
     *
     * @param file its name in messages
     * @param firstLine the text from the first line on; closed
     * @throws InvalidSpecException if the columns are not those that the network needs
     */
    public static Table open(Network network, String file, InputStream firstLine) {
        NetworkSpec spec = network.spec();
        DataProblems findings = new DataProblems();
        DataSource.Csv source = csv(spec);
        CsvNames.check(source, findings);
        if ("\"\r\n".contains(source.delimiter()) || source.delimiter().charAt(0) > 127) {
            findings.add(
                    ErrorKind.OUT_OF_RANGE,
                    "data.delimiter",
                    "found " + MessageNames.quote(source.delimiter()),
                    "one ASCII character, not a quote and not the end of a line");
        }
        findings.throwIfAny();
        CsvClasses classes = new CsvClasses(ColumnUses.of(source), file, spec.outputs(), findings);
        CsvHeldOut heldOut = new CsvHeldOut(spec.validation(), file, findings);
        Optional<CsvColumns> columns =
                findings.attempt("data.file", file, () -> columns(source, firstLine, file, heldOut, findings));
        findings.throwIfAny();
        ArrayList<String> names = new ArrayList<>();
        IntStream.range(0, columns.get().count())
                .forEach(i -> names.add(columns.get().name(i)));
        boolean given =
                source.classes().filter(ClassList.Named.class::isInstance).isPresent();
        return new Table(network, file, names, given ? classes.names() : List.of());
    }

    /** Finds the columns by the first line. */
    private static CsvColumns columns(
            DataSource.Csv source, InputStream firstLine, String file, CsvHeldOut heldOut, DataProblems findings)
            throws IOException {
        CsvRecordHandler handler = CsvRecordHandler.of(limits -> limits.maxFields(MOST_COLUMNS));
        try (CsvReader<CsvRecord> reader = CsvText.format(source.delimiter())
                .build(handler, CsvText.decoded(new BufferedInputStream(firstLine)))) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                throw CsvRows.withoutLines(file, source.header());
            }
            CsvRecord first = records.next();
            List<String> names = source.header()
                    ? first.getFields().stream().map(String::strip).toList()
                    : CsvReading.positions(first.getFieldCount());
            String place = file + ":" + first.getStartingLineNumber();
            return CsvColumns.find(ColumnUses.of(source), names, place, heldOut.column(), findings);
        } catch (CsvParseException e) {
            throw CsvText.malformed(file + ":1", e);
        } catch (UncheckedIOException e) {
            throw CsvText.undecodable(file, 1, e);
        }
    }

    /** The specification for other data of the same kind, which a network with this preparation evaluates. */
    public static NetworkSpec like(NetworkSpec spec, String file, Preparation preparation) {
        DataSource source = ExamplesReader.like(spec.data(), file, Optional.empty(), preparation);
        return Schema.with(Schema.with(spec, "validation", Optional.empty()), "data", source);
    }

    private static DataSource.Csv csv(NetworkSpec spec) {
        if (spec.data() instanceof DataSource.Csv csv) {
            return csv;
        }
        throw new IllegalArgumentException("the data of " + spec.name() + " are no table");
    }

    /** The same table when the names of its classes are known. */
    Table with(List<String> found) {
        return new Table(network, file, names, found);
    }

    String file() {
        return file;
    }

    /** The network. */
    public NetworkSpec spec() {
        return network.spec();
    }

    DataSource.Csv source() {
        return csv(spec());
    }

    /** The names of the columns that the network uses, in their order. */
    public List<String> usedNames() {
        CsvColumns columns = columns(new DataProblems());
        return IntStream.range(0, names.size())
                .filter(i -> columns.input(i) >= 0
                        || columns.target(i) >= 0
                        || columns.isWeight(i)
                        || columns.marksHeldOut(i)
                        || columns.isExcluded(i)) // found by its name on the machines too
                .mapToObj(names::get)
                .toList();
    }

    private CsvColumns columns(DataProblems findings) {
        CsvHeldOut heldOut = new CsvHeldOut(spec().validation(), file, findings);
        return CsvColumns.find(ColumnUses.of(source()), names, file, heldOut.column(), findings);
    }

    /** Reads a part; what is wrong with it is in the result. */
    public RawPart read(TextSource text, TextPart part) {
        return new PartReading(spec(), names).read(text, part);
    }

    /** The columns and the rules of the whole table, without rows. */
    RawExamples whole() {
        CsvColumns columns = columns(new DataProblems());
        List<RawExamples.Column> raw = new ArrayList<>();
        for (int column : columns.ofInputs()) {
            raw.add(new RawExamples.Column(
                    columns.name(column),
                    columns.path(column),
                    columns.isCategorical(column) ? Optional.of(new Categories()) : Optional.empty()));
        }
        return RawExamples.empty(
                file,
                raw,
                source().targets().size(),
                classes,
                ColumnUses.of(source()).layout(),
                source().missing());
    }

    /** How classes become targets; empty if the targets are numbers. */
    Optional<Classes> places() {
        return classes.isEmpty()
                ? Optional.empty()
                : Optional.of(Classes.of(classes.size(), spec().outputs(), new DataProblems()));
    }

    /** The examples of a part with rows. */
    RawExamples examples(RawPart part) throws DataException {
        return part.examples(whole(), places());
    }
}
