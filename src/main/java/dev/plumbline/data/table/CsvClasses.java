package dev.plumbline.data.table;

import dev.plumbline.data.DataException;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MemoryLimit;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Categories;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.error.ErrorKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The class names of a target column: given by the specification, or found in the file. */
public final class CsvClasses {
    private static final int MOST_UNKNOWN = 100;

    private final ColumnUses uses;
    private final String file;
    private final int outputs;
    private final DataProblems findings;
    private final boolean areInferred;
    private final Map<String, Integer> given = new HashMap<>();
    private final Categories inferred = new Categories();
    private final Map<String, Unknown> unknown = new LinkedHashMap<>();
    private Classes classes = new Classes(0, 0);

    /** An unknown class name: its first place, and the number of rows that have it. */
    private record Unknown(String place, long rows) {}

    /** The classes for this number of outputs; if the numbers do not fit, adds a problem at {@code data.classes}. */
    public CsvClasses(ColumnUses uses, String file, int outputs, DataProblems findings) {
        this.uses = uses;
        this.file = file;
        this.outputs = outputs;
        this.findings = findings;
        this.areInferred =
                uses.classes().filter(ClassList.Infer.class::isInstance).isPresent();
        List<String> names = given();
        names.forEach(name -> given.putIfAbsent(name, given.size()));
        if (!names.isEmpty()) {
            classes = Classes.of(names.size(), outputs, findings);
        }
    }

    private List<String> given() {
        Optional<ClassList> classes = uses.classes();
        return classes.isPresent() && classes.get() instanceof ClassList.Named named ? named.names() : List.of();
    }

    /** Whether the target column has names. */
    boolean areNamed() {
        return areInferred || !given.isEmpty();
    }

    /** The number of the class in this line; -1 if the name is unknown. */
    int number(String name, long line) {
        if (areInferred && !name.isEmpty()) {
            int number = inferred.number(name, line);
            return number >= 0 ? number : unknown(name, line);
        }
        Integer number = given.get(name);
        return number != null ? number : unknown(name, line);
    }

    private int unknown(String name, long line) {
        if (unknown.size() < MOST_UNKNOWN || unknown.containsKey(name)) {
            String place = file + ":" + line + ", column "
                    + MessageNames.quote(uses.targets().get(0));
            unknown.merge(name, new Unknown(place, 1), (first, again) -> new Unknown(first.place(), first.rows() + 1));
        } else {
            findings.addUncollected(1);
        }
        return -1;
    }

    /** Determines the classes that were found in the file, after the last row. */
    void finish() {
        if (areInferred) {
            classes = inferred(names(), file, outputs, findings);
        }
    }

    /** Adds the problems of unknown names, after the last row. */
    void finishRows() {
        List<String> names = given();
        unknown.forEach((name, occurrence) -> findings.add(
                ErrorKind.UNKNOWN_CATEGORY,
                "data.targets[0]",
                occurrence.place() + ": found " + (name.isEmpty() ? "nothing" : MessageNames.quote(name))
                        + (occurrence.rows() > 1 ? ", in " + occurrence.rows() + " rows" : "")
                        + MessageNames.didYouMean(name, names),
                areInferred
                        ? name.isEmpty() ? "the name of a class" : "at most " + Categories.MOST + " classes"
                        : MessageNames.list(names)));
    }

    /** The classes that a file has; if their number does not fit the outputs, adds a problem. */
    public static Classes inferred(List<String> names, String file, int outputs, DataProblems findings) {
        int count = names.size();
        boolean fits = count >= 2 && (count == outputs || count == 2 && outputs == 1);
        if (!fits) {
            findings.add(
                    ErrorKind.UNKNOWN_CATEGORY,
                    "data.classes",
                    file + " has " + MessageNames.count(count, "class").replace("classs", "classes") + ", "
                            + MessageNames.list(names) + ", for a last layer of `units: " + outputs + "`",
                    count < 2
                            ? "at least two classes"
                            : "as many units as classes" + (count == 2 ? ", or one unit" : ""));
        }
        return new Classes(count, count == 2 && outputs == 1 ? 1 : count);
    }

    /** The names in the order of the file, if they were found there, otherwise in the order of the outputs. */
    public List<String> texts() {
        return areInferred ? inferred.texts() : given();
    }

    /** The names in the order of the outputs. */
    public List<String> names() {
        return areInferred ? Categories.sorted(inferred.texts()) : given();
    }

    /**
     * The targets of the classes.
     *
     * @param numbers the number of each row's class
     */
    Matrix targets(double[] numbers, int rows) throws DataException {
        return targets(numbers, rows, texts(), names(), classes, file);
    }

    /**
     * The targets of classes.
     *
     * @param numbers for each row the number of its class among the texts
     * @param texts the names in the order of the numbers
     * @param names the names in the order of the outputs
     */
    public static Matrix targets(
            double[] numbers, int rows, List<String> texts, List<String> names, Classes classes, String file)
            throws DataException {
        double[] targets = new double
                [MemoryLimit.check((long) rows * classes.outputs(), file, "one number for each class of each row")];
        int[] places = texts.stream().mapToInt(names::indexOf).toArray();
        for (int row = 0; row < rows; row++) {
            classes.write(targets, row, places[(int) numbers[row]]);
        }
        return Matrix.wrap(rows, classes.outputs(), targets);
    }
}
