package dev.plumbline.spec.data;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Hint;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.List;

/** The columns of a CSV file that are the inputs. */
@Hint(
        names = {"all", "*", "remainder", "others"},
        value = "`rest` takes every column that has no other use")
public sealed interface ColumnSelection permits ColumnSelection.Rest, ColumnSelection.Named {

    /** Every column of the file that is not used otherwise: as target, weight or for the validation part. */
    @Word(
            formula = "inputs = all columns without another use, in the order of the file",
            meaning =
                    "The other uses are `targets`, `weights` and the column of `validation`. `exclude` leaves out more.")
    record Rest() implements ColumnSelection {}

    /**
     * Columns by their names.
     *
     * @param names the names in order; {@code x1..x5} are the columns from x1 to x5, unless a column has that name
     */
    @Word(
            formula = "inputs = these columns, in this order",
            meaning =
                    "`x1..x5` takes the columns of the file from `x1` to `x5`. Without a header, columns are numbered "
                            + "from 1: `[\"1..4\", \"6\"]`.",
            shorthand = Word.Shorthand.VALUE)
    record Named(
            @Field(value = "names of columns, or ranges of them such as x1..x5", example = "x")
            List<String> names) implements ColumnSelection {
        public Named {
            names = List.copyOf(names);
            Schema.of(Named.class).check(names);
        }
    }
}
