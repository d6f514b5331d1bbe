package dev.plumbline.data.table;

import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds problems of the names of columns and classes that do not depend on the file. */
public final class CsvNames {
    private CsvNames() {}

    public static void check(DataSource.Csv source, DataProblems findings) {
        List<String> inputs = source.inputs() instanceof ColumnSelection.Named named ? named.names() : List.of();
        checkOnce(inputs, "data.inputs", "column", findings);
        checkOnce(source.targets(), "data.targets", "column", findings);
        source.classes()
                .filter(ClassList.Named.class::isInstance)
                .map(ClassList.Named.class::cast)
                .ifPresent(classes -> checkOnce(classes.names(), "data.classes", "class", findings));
        Set<String> given = new HashSet<>(inputs);
        for (int i = 0; i < source.targets().size(); i++) {
            if (given.contains(source.targets().get(i))) {
                findings.add(
                        ErrorKind.INVALID_COMBINATION,
                        "data.targets[" + i + "]",
                        "the column " + MessageNames.quote(source.targets().get(i)) + " is an input too",
                        "a column that is not among the inputs: the network would be given the answer");
            }
        }
    }

    private static void checkOnce(List<String> names, String path, String what, DataProblems findings) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Integer before = first.putIfAbsent(names.get(i), i);
            if (before != null) {
                findings.add(
                        ErrorKind.DUPLICATE,
                        path + "[" + i + "]",
                        "the " + what + " " + MessageNames.quote(names.get(i)) + " is here and in " + path + "["
                                + before + "]",
                        "each " + what + " once");
            }
        }
    }
}
