package dev.plumbline.data;

import dev.plumbline.spec.DataSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which column of a CSV file goes where, by the names in its first line. */
final class CsvColumns {
    private static final String OTHER_DELIMITERS = ";,\t|";

    private final DataSource.Csv source;
    private final List<String> names;
    private final String place;
    private final int[] inputs; // for each column of the file: which input it is, or -1
    private final int[] targets;
    private final int[] weights; // 0 at the column of weights

    private CsvColumns(DataSource.Csv source, List<String> names, String place) {
        this.source = source;
        this.names = names;
        this.place = place;
        this.inputs = filled(names.size());
        this.targets = filled(names.size());
        this.weights = filled(names.size());
    }

    private static int[] filled(int size) {
        int[] places = new int[size];
        Arrays.fill(places, -1);
        return places;
    }

    /** What is wrong with the names whatever the file holds. */
    static void checkNames(DataSource.Csv source, DataProblems findings) {
        checkOnce(source.inputs(), "data.inputs", "column", findings);
        checkOnce(source.targets(), "data.targets", "column", findings);
        checkOnce(source.classes(), "data.classes", "class", findings);
        Set<String> inputs = new HashSet<>(source.inputs());
        for (int i = 0; i < source.targets().size(); i++) {
            if (inputs.contains(source.targets().get(i))) {
                findings.add(
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
                        path + "[" + i + "]",
                        "the " + what + " " + MessageNames.quote(names.get(i)) + " is here and in " + path + "["
                                + before + "]",
                        "each " + what + " once");
            }
        }
    }

    /**
     * Finds the columns.
     *
     * @param names the fields of the first line
     * @param place the file and the line
     */
    static CsvColumns find(DataSource.Csv source, List<String> names, String place, DataProblems findings) {
        CsvColumns columns = new CsvColumns(source, List.copyOf(names), place);
        Map<String, List<Integer>> numbers = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            numbers.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(i);
        }
        columns.find(source.inputs(), "data.inputs", numbers, columns.inputs, findings);
        columns.find(source.targets(), "data.targets", numbers, columns.targets, findings);
        columns.find(source.weights().stream().toList(), "data.weights", numbers, columns.weights, findings);
        return columns;
    }

    private void find(
            List<String> wanted, String path, Map<String, List<Integer>> numbers, int[] places, DataProblems findings) {
        for (int i = 0; i < wanted.size(); i++) {
            List<Integer> found = numbers.getOrDefault(wanted.get(i), List.of());
            boolean isOne = path.equals("data.weights"); // and no list
            String place = isOne ? path : path + "[" + i + "]";
            if (found.size() == 1) {
                places[found.get(0)] = i;
            } else if (findings.isFull()) {
                findings.addUnseen(1);
            } else if (found.isEmpty()) {
                findings.add(place, missing(wanted.get(i)), MessageNames.list(names));
            } else {
                findings.add(
                        place,
                        this.place + ": " + found.size() + " columns are named " + MessageNames.quote(wanted.get(i))
                                + ", the first two being columns " + (found.get(0) + 1) + " and "
                                + (found.get(1) + 1),
                        "one column of that name");
            }
        }
    }

    private String missing(String wanted) {
        String message = place + ": there is no column " + MessageNames.quote(wanted);
        if (names.size() == 1) {
            for (char delimiter : OTHER_DELIMITERS.toCharArray()) {
                if (names.get(0).indexOf(delimiter) >= 0 && source.delimiter().charAt(0) != delimiter) {
                    String shown = delimiter == '\t' ? "\\t" : String.valueOf(delimiter);
                    return message + " but only one, " + MessageNames.quote(names.get(0))
                            + "; did you mean `delimiter: \"" + shown + "\"`?";
                }
            }
        }
        if (names.stream().allMatch(CsvColumns::isNumber)) {
            return message + ", and the first line has only numbers instead of the names of the columns";
        }
        return message + MessageNames.didYouMean(wanted, names);
    }

    private static boolean isNumber(String name) {
        return !Double.isNaN(Decimals.parse(name.toCharArray(), 0, name.length()));
    }

    /** How many columns the file has. */
    int count() {
        return names.size();
    }

    String name(int column) {
        return names.get(column);
    }

    /** Which input a column is; -1 if it is none. */
    int input(int column) {
        return inputs[column];
    }

    /** Which target a column is; -1 if it is none. */
    int target(int column) {
        return targets[column];
    }

    /** Whether a column holds the weights of the examples. */
    boolean isWeight(int column) {
        return weights[column] >= 0;
    }
}
