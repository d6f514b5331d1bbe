package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of columns in a file without a header: their positions, counted from 1, and ranges of them. */
final class CsvPositions {
    private static final String ALLOWED = "positions counted from 1, such as \"3\" or \"1..4\", or `header: true`";

    private CsvPositions() {}

    /** Adds the problems of names that are no positions. */
    static void check(
            ColumnSelection inputs,
            List<String> targets,
            Optional<String> weights,
            List<String> categorical,
            List<String> exclude,
            List<Problem> problems) {
        if (inputs instanceof ColumnSelection.Named named) {
            check("inputs", named.names(), problems);
        }
        check("targets", targets, problems);
        check("categorical", categorical, problems);
        check("exclude", exclude, problems);
        weights.filter(name -> !isPosition(name)).ifPresent(name -> problems.add(problem("weights", name)));
    }

    private static void check(String key, List<String> names, List<Problem> problems) {
        for (int i = 0; i < names.size(); i++) {
            if (!Stream.of(names.get(i).split("\\.\\.", 2)).allMatch(CsvPositions::isPosition)) {
                problems.add(problem(key + "[" + i + "]", names.get(i)));
            }
        }
    }

    private static Problem problem(String place, String name) {
        return new Problem(
                ErrorKind.COLUMN_NOT_FOUND,
                place,
                "`" + name + "` is a name, and with `header: false` columns have none",
                ALLOWED);
    }

    /** Whether this is a position such as 12. */
    static boolean isPosition(String name) {
        return name.matches("[1-9][0-9]{0,6}");
    }
}
