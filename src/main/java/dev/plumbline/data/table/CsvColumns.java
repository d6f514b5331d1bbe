package dev.plumbline.data.table;

import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Decimals;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The use of each column of a CSV file, by the names in its first line or by position. */
public final class CsvColumns {
    private static final String OTHER_DELIMITERS = ";,\t|";

    private final ColumnUses uses;
    private final List<String> names;
    private final String place;
    private final DataProblems findings;
    private final Map<String, List<Integer>> numbers = new HashMap<>();
    private final int[] inputs; // for each column of the file: the number of the input, or -1
    private final int[] targets;
    private final int[] others; // 0 at the column of weights, 1 at the column of `validation`, 2 at excluded columns
    private final List<String> inputPaths = new ArrayList<>();
    private final List<String> targetPaths = new ArrayList<>();
    private final Set<Integer> categorical = new HashSet<>(); // columns of the file

    private CsvColumns(ColumnUses uses, List<String> names, String place, DataProblems findings) {
        this.uses = uses;
        this.names = names;
        this.place = place;
        this.findings = findings;
        this.inputs = filled(names.size());
        this.targets = filled(names.size());
        this.others = filled(names.size());
        for (int i = 0; i < names.size(); i++) {
            numbers.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(i);
        }
    }

    private static int[] filled(int size) {
        int[] places = new int[size];
        Arrays.fill(places, -1);
        return places;
    }

    /** No column yet. */
    static CsvColumns none(ColumnUses uses, DataProblems findings) {
        return new CsvColumns(uses, List.of(), "", findings);
    }

    /**
     * Finds the columns.
     *
     * @param names the fields of the first line, or the positions from 1
     * @param place the file and the line
     * @param heldOut the column of `validation`, if there is one
     */
    public static CsvColumns find(
            ColumnUses uses, List<String> names, String place, Optional<String> heldOut, DataProblems findings) {
        CsvColumns columns = new CsvColumns(uses, List.copyOf(names), place, findings);
        if (uses.inputs() instanceof ColumnSelection.Named named) {
            columns.find(named.names(), "data.inputs", columns.inputs, columns.inputPaths);
        }
        columns.find(uses.targets(), "data.targets", columns.targets, columns.targetPaths);
        uses.weights().ifPresent(name -> columns.findOther(name, "data.weights", 0));
        heldOut.ifPresent(name -> columns.findOther(name, "validation.column", 1));
        columns.findExcluded();
        if (uses.inputs() instanceof ColumnSelection.Rest) {
            columns.takeRest();
        }
        columns.checkUses();
        columns.findCategorical();
        return columns;
    }

    private void find(List<String> wanted, String path, int[] uses, List<String> paths) {
        for (int i = 0; i < wanted.size(); i++) {
            String entry = path + "[" + i + "]";
            for (int column : columns(wanted.get(i), entry)) {
                if (uses[column] < 0) {
                    uses[column] = paths.size();
                    paths.add(entry);
                } else if (!paths.get(uses[column]).equals(entry)
                        && !wanted.get(i).equals(names.get(column))) {
                    findings.add(
                            ErrorKind.DUPLICATE,
                            entry,
                            "the column " + MessageNames.quote(names.get(column)) + " is here and in "
                                    + paths.get(uses[column]),
                            "each column once");
                }
            }
        }
    }

    private void findOther(String name, String path, int use) {
        int column = one(name, path);
        if (column >= 0) {
            others[column] = use;
        }
    }

    private void findExcluded() {
        for (int i = 0; i < uses.exclude().size(); i++) {
            String entry = "data.exclude[" + i + "]";
            for (int column : columns(uses.exclude().get(i), entry)) {
                if (targets[column] >= 0 || others[column] == 0 || others[column] == 1) {
                    findings.add(
                            ErrorKind.INVALID_COMBINATION,
                            entry,
                            "the column " + MessageNames.quote(names.get(column)) + " has another use",
                            "columns that would be inputs");
                } else {
                    others[column] = 2;
                }
            }
        }
    }

    private void takeRest() {
        for (int column = 0; column < names.size(); column++) {
            if (targets[column] < 0 && others[column] < 0) {
                inputs[column] = inputPaths.size();
                inputPaths.add("data.inputs");
            }
        }
        if (inputPaths.isEmpty() && findings.count() == 0) {
            findings.add(
                    ErrorKind.COLUMN_NOT_FOUND,
                    "data.inputs",
                    place + ": no column is left for the inputs: every column has another use",
                    "a column that is neither target nor weight");
        }
    }

    /** Checks that no input of a range is a target too; single names are checked without the file. */
    private void checkUses() {
        for (int column = 0; column < names.size(); column++) {
            boolean isInput = inputs[column] >= 0;
            boolean isNamed = uses.inputs() instanceof ColumnSelection.Named named
                    && named.names().contains(names.get(column));
            String quoted = MessageNames.quote(names.get(column));
            if (isInput && targets[column] >= 0 && !isNamed) {
                findings.add(
                        ErrorKind.INVALID_COMBINATION,
                        inputPaths.get(inputs[column]),
                        "the column " + quoted + " is a target too",
                        "columns that are not among the targets: the network would be given the answer");
            }
            if (isInput && others[column] == 1) {
                findings.add(
                        ErrorKind.INVALID_COMBINATION,
                        "validation.column",
                        "the column " + quoted + " is an input too",
                        "a column that is not an input");
            }
        }
    }

    private void findCategorical() {
        for (int i = 0; i < uses.categorical().size(); i++) {
            String entry = "data.categorical[" + i + "]";
            for (int column : columns(uses.categorical().get(i), entry)) {
                categorical.add(column);
                if (inputs[column] < 0) {
                    findings.add(
                            ErrorKind.INVALID_COMBINATION,
                            entry,
                            "the column " + MessageNames.quote(names.get(column)) + " is not an input",
                            "columns that are inputs");
                }
            }
        }
    }

    /** The columns of a name or a range; if a column does not exist, reports that and returns an empty list. */
    private List<Integer> columns(String wanted, String entry) {
        int dots = wanted.indexOf("..");
        if (dots < 0 || numbers.containsKey(wanted)) {
            int column = one(wanted, entry);
            return column < 0 ? List.of() : List.of(column);
        }
        int first = one(wanted.substring(0, dots), entry);
        int last = one(wanted.substring(dots + 2), entry);
        if (first < 0 || last < 0) {
            return List.of();
        }
        if (first > last) {
            findings.add(
                    ErrorKind.COLUMN_NOT_FOUND,
                    entry,
                    place + ": in " + MessageNames.quote(wanted) + " the first column is after the last",
                    MessageNames.quote(names.get(last) + ".." + names.get(first)));
            return List.of();
        }
        List<Integer> range = new ArrayList<>();
        for (int column = first; column <= last; column++) {
            range.add(column);
        }
        return range;
    }

    /** The only column with this name; otherwise adds a problem and returns -1. */
    private int one(String wanted, String entry) {
        List<Integer> places = numbers.getOrDefault(wanted, List.of());
        if (places.size() == 1) {
            return places.get(0);
        }
        if (findings.isFull()) {
            findings.addUncollected(1);
        } else if (places.isEmpty()) {
            findings.add(ErrorKind.COLUMN_NOT_FOUND, entry, missing(wanted), MessageNames.list(names));
        } else {
            findings.add(
                    ErrorKind.COLUMN_NOT_FOUND,
                    entry,
                    place + ": " + places.size() + " columns are named " + MessageNames.quote(wanted)
                            + ", the first two being columns " + (places.get(0) + 1) + " and " + (places.get(1) + 1),
                    "one column of that name");
        }
        return -1;
    }

    private String missing(String wanted) {
        String message = place + ": there is no column " + MessageNames.quote(wanted);
        if (names.size() == 1) {
            for (char delimiter : OTHER_DELIMITERS.toCharArray()) {
                if (names.get(0).indexOf(delimiter) >= 0 && uses.delimiter().charAt(0) != delimiter) {
                    String written = delimiter == '\t' ? "\\t" : String.valueOf(delimiter);
                    return message + " but only one, " + MessageNames.quote(names.get(0))
                            + "; did you mean `delimiter: \"" + written + "\"`?";
                }
            }
        }
        if (uses.header() && names.stream().allMatch(CsvColumns::isNumber)) {
            return message + ", and the first line has only numbers instead of the names of the columns; did you mean "
                    + "`header: false`?";
        }
        return message + (uses.header() ? MessageNames.didYouMean(wanted, names) : "");
    }

    private static boolean isNumber(String name) {
        return !Double.isNaN(Decimals.parse(name.toCharArray(), 0, name.length()));
    }

    /** The number of columns in the file. */
    public int count() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    public String name(int column) {
        return names.get(column);
    }

    /** The number of the input of a column; -1 if the column is not an input. */
    public int input(int column) {
        return inputs[column];
    }

    /** The number of the target of a column; -1 if the column is not a target. */
    public int target(int column) {
        return targets[column];
    }

    /** The column numbers of the inputs, in the order of the inputs. */
    public List<Integer> ofInputs() {
        Integer[] columns = new Integer[inputPaths.size()];
        for (int column = 0; column < inputs.length; column++) {
            if (inputs[column] >= 0) {
                columns[inputs[column]] = column;
            }
        }
        return List.of(columns);
    }

    /** The number of targets. */
    int targets() {
        return targetPaths.size();
    }

    /** The path in the specification that makes a column an input or a target. */
    public String path(int column) {
        return inputs[column] >= 0 ? inputPaths.get(inputs[column]) : targetPaths.get(targets[column]);
    }

    /** Whether a column is a categorical input. */
    public boolean isCategorical(int column) {
        return categorical.contains(column);
    }

    /** Whether a column has the weights of the examples. */
    public boolean isWeight(int column) {
        return others[column] == 0;
    }

    /** Whether a column is left out of the rest. */
    public boolean isExcluded(int column) {
        return others[column] == 2;
    }

    /** Whether a column marks the held-out rows. */
    public boolean marksHeldOut(int column) {
        return others[column] == 1;
    }
}
