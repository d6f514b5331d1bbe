package dev.plumbline.data.table;

import dev.plumbline.data.DataException;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.CsvLayout;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.spec.error.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the reading of CSV text needs to know.
 *
 * @param uses what the columns are used for
 * @param file the name of the file in messages
 * @param part the place of the text in the file
 * @param learned the preparation that a training learned; empty in the training itself
 * @param findings receives the problems
 */
public record CsvReading(
        ColumnUses uses,
        String file,
        CsvPart part,
        Optional<Preparation> learned,
        CsvClasses classes,
        CsvHeldOut heldOut,
        DataProblems findings) {

    /** The reading of rows without targets. */
    public static CsvReading ofInputs(String file, CsvPart part, Preparation learned, CsvLayout layout) {
        ColumnUses uses = ColumnUses.of(learned, layout);
        DataProblems findings = new DataProblems();
        return new CsvReading(
                uses,
                file,
                part,
                Optional.of(learned),
                new CsvClasses(uses, file, 1, findings),
                new CsvHeldOut(Optional.empty(), file, findings),
                findings);
    }

    /**
     * The names of columns without a header: their positions. Rows without targets may have the inputs alone, in their order.
     *
     * @param fields the number of values in a line
     */
    List<String> namesWithoutHeader(int fields, String line) throws DataException {
        List<String> positions = positions(fields);
        if (learned.isEmpty() || !uses.targets().isEmpty()) {
            return positions;
        }
        List<String> inputs = learned.get().names();
        if (fields != inputs.size() && !positions.containsAll(inputs)) {
            throw new DataException(
                    ErrorKind.SIZE_MISMATCH,
                    line + ": " + MessageNames.count(fields, "value"),
                    MessageNames.count(inputs.size(), "value") + ", the inputs of the network in their order");
        }
        return fields == inputs.size() ? inputs : positions;
    }

    /** The names of columns without a header. */
    public static List<String> positions(int fields) {
        return IntStream.rangeClosed(1, fields).mapToObj(Integer::toString).toList();
    }
}
