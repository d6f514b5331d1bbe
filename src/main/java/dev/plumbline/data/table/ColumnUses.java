package dev.plumbline.data.table;

import dev.plumbline.data.preparation.CsvLayout;
import dev.plumbline.data.preparation.InputColumn;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.MissingValueRule;
import java.util.List;
import java.util.Optional;

/**
 * What the columns of a table are used for: as a specification says, or as a trained network needs it.
 *
 * @param inputs the columns that are the inputs, in order
 * @param exclude the columns that are not among the rest
 * @param targets the columns that are the targets, in order; empty if there are none, as in a prediction
 * @param logTargets whether the network learns the logarithms of the targets, which must then be above 0
 * @param weights the column with the weights of the examples
 * @param classes the classes, if the only target has their names
 * @param categorical the inputs that are texts
 * @param layout the layout of the text
 * @param missing the rule for missing values of inputs
 */
public record ColumnUses(
        ColumnSelection inputs,
        List<String> exclude,
        List<String> targets,
        boolean logTargets,
        Optional<String> weights,
        Optional<ClassList> classes,
        List<String> categorical,
        CsvLayout layout,
        MissingValueRule missing) {

    /** The uses in a specification, where targets may be any numbers. */
    public static ColumnUses of(DataSource.Csv source) {
        return of(source, false);
    }

    /** The uses in a specification. */
    public static ColumnUses of(DataSource.Csv source, boolean logTargets) {
        return new ColumnUses(
                source.inputs(),
                source.exclude(),
                source.targets(),
                logTargets,
                source.weights(),
                source.classes(),
                source.categorical(),
                new CsvLayout(source.delimiter(), source.header(), source.missingMarks()),
                source.missing());
    }

    /** The uses in a prediction. */
    static ColumnUses of(Preparation learned, CsvLayout layout) {
        List<String> categorical = learned.columns().stream()
                .filter(InputColumn.Category.class::isInstance)
                .map(InputColumn::name)
                .toList();
        return new ColumnUses(
                new ColumnSelection.Named(learned.names()),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                categorical,
                layout,
                new MissingValueRule.Error()); // each column has its own rule
    }

    boolean header() {
        return layout.header();
    }

    String delimiter() {
        return layout.delimiter();
    }
}
