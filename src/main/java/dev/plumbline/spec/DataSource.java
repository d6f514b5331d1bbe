package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.List;

/** Where the examples come from. Paths of files are relative to the file that names them. */
public sealed interface DataSource {

    /** Chooses by word; the compiler asks for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R inline(Inline inline);

        R csv(Csv csv);

        R npz(Npz npz);

        R idx(Idx idx);
    }

    /**
     * Examples written in the file itself.
     *
     * @param inputs one row an example, all of one width
     * @param targets one row an example, all of one width, as many rows as inputs
     */
    @Word(formula = "inputs: [[...], ...], targets: [[...], ...]", shorthand = Word.Shorthand.PARAMETERS)
    record Inline(
            @Field(
                    value = "one row an example",
                    keras = {"x", "x_train"},
                    dl4j = "features",
                    pytorch = "data")
            List<List<Double>> inputs,

            @Field(
                    value = "one row an example",
                    keras = {"y", "y_train"},
                    dl4j = "labels",
                    pytorch = "target")
            List<List<Double>> targets)
            implements DataSource {
        public Inline {
            inputs = inputs.stream().map(List::copyOf).toList();
            targets = targets.stream().map(List::copyOf).toList();
            List<Problem> problems = new ArrayList<>();
            checkTable("inputs", inputs, problems);
            checkTable("targets", targets, problems);
            if (problems.isEmpty() && inputs.size() != targets.size()) {
                problems.add(new Problem(
                        "targets",
                        targets.size() + " rows of targets for " + inputs.size() + " rows of inputs",
                        "one row of targets for each row of inputs"));
            }
            InvalidSpecException.throwIfAny(problems);
        }

        /** A table with so many problems is not looked at further. */
        private static final int ENOUGH = 1000;

        /** What is wrong with a table of numbers: its width, or a number that is not finite. */
        static void checkTable(String name, List<List<Double>> rows, List<Problem> problems) {
            if (rows.isEmpty() || rows.get(0).isEmpty()) {
                problems.add(new Problem(name, "`" + name + "` is empty", "at least one row of at least one number"));
                return;
            }
            int width = rows.get(0).size();
            for (int i = 0; i < rows.size() && problems.size() < ENOUGH; i++) {
                List<Double> row = rows.get(i);
                String path = name + "[" + i + "]";
                if (row.size() != width) {
                    problems.add(new Problem(
                            path,
                            "this row's width is " + row.size() + " where the first one's is " + width,
                            "rows of one width"));
                }
                for (int j = 0; j < row.size(); j++) {
                    if (!Double.isFinite(row.get(j))) {
                        problems.add(new Problem(path + "[" + j + "]", "found " + row.get(j), "a finite number"));
                    }
                }
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.inline(this);
        }
    }

    /**
     * A file of comma-separated values whose first line names the columns.
     *
     * @param file the path
     * @param inputs the names of the columns that are the inputs, in order
     * @param targets the names of the columns that are the targets, in order
     * @param classes where the only target column holds names: the classes, in the order of their outputs; an example's
     *     target is then 1 at its class and 0 elsewhere (with two classes and one output unit: 0 for the first and 1 for
     *     the second)
     * @param delimiter what stands between two values
     */
    @Word(formula = "columns of a CSV file, by name")
    record Csv(
            @Field("the path") String file,

            @Field(value = "the names of the input columns", dl4j = "features")
            List<String> inputs,

            @Field(value = "the names of the target columns", dl4j = "labels")
            List<String> targets,

            @Field(value = "the classes that the target column names, in the order of their outputs", byDefault = "[]")
            List<String> classes,

            @Field(value = "what stands between two values: one character", byDefault = ",", keras = "sep")
            String delimiter)
            implements DataSource {
        public Csv {
            inputs = List.copyOf(inputs);
            targets = List.copyOf(targets);
            classes = List.copyOf(classes);
            List<Problem> problems = new ArrayList<>();
            if (delimiter.length() != 1) {
                problems.add(new Problem("delimiter", "found `" + delimiter + "`", "one character"));
            }
            if (classes.size() == 1) {
                problems.add(new Problem("classes", "there is a single class", "at least two classes"));
            }
            if (!classes.isEmpty() && targets.size() > 1) {
                problems.add(new Problem(
                        "targets",
                        targets.size() + " target columns beside `classes`",
                        "one column that names the class"));
            }
            // A tab or a space is a delimiter, though blank text is refused elsewhere.
            String visible = delimiter.length() == 1 ? delimiter.replaceAll("\\s", ",") : delimiter;
            Schema.of(Csv.class).check(problems, file, inputs, targets, classes, visible);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.csv(this);
        }
    }

    /**
     * Two arrays of a NumPy archive, each with a row an example; arrays of more dimensions are read row by row.
     *
     * @param file the path of the {@code .npz}
     * @param inputs the name of the array of inputs
     * @param targets the name of the array of targets
     */
    @Word(formula = "two arrays of np.savez(file, inputs=..., targets=...)")
    record Npz(
            @Field("the path") String file,

            @Field(value = "the name of the array of inputs", byDefault = "inputs")
            String inputs,

            @Field(value = "the name of the array of targets", byDefault = "targets")
            String targets)
            implements DataSource {
        public Npz {
            Schema.of(Npz.class).check(file, inputs, targets);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.npz(this);
        }
    }

    /**
     * Two IDX files, as MNIST comes in, gzipped or not: inputs of any number of dimensions, and a label an example.
     *
     * @param inputs the path of the inputs
     * @param targets the path of the labels
     * @param classes how many classes there are: an example's target is 1 at its label and 0 elsewhere
     * @param divideBy what each input is divided by, such as 255
     */
    @Word(formula = "inputs / divide_by, one_hot(labels)")
    record Idx(
            @Field("the path of the inputs") String inputs,
            @Field("the path of the labels") String targets,

            @Field(value = "how many classes there are", range = "[2, inf)")
            int classes,

            @Field(value = "what each input is divided by", byDefault = "255", range = "(0, inf)")
            double divideBy)
            implements DataSource {
        public Idx {
            Schema.of(Idx.class).check(inputs, targets, classes, divideBy);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.idx(this);
        }
    }
}
