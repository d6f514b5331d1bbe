package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the examples come from. Paths of files are relative to the file that names them. */
public sealed interface DataSource permits DataSource.Inline, DataSource.Csv, DataSource.Npz, DataSource.Idx {

    /** Chooses by word; the compiler asks for every word. */
    <R> R match(Cases<R> cases);

    /** Whether each example has a weight that its loss is multiplied by; where not, all count alike. */
    boolean isWeighted();

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
     * @param weights of each example, what its loss is multiplied by
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
            List<List<Double>> targets,

            @Field(
                    value = "of each example, what its loss is multiplied by",
                    range = "[0, inf)",
                    keras = "sample_weight",
                    dl4j = "labelsMask",
                    differs = "DL4J multiplies the last layer's pre-activation by the mask too, so that only zeros and"
                            + " ones are right.")
            Optional<List<Double>> weights)
            implements DataSource {
        public Inline {
            inputs = inputs.stream().map(List::copyOf).toList();
            targets = targets.stream().map(List::copyOf).toList();
            weights = weights.map(List::copyOf);
            List<Problem> problems = new ArrayList<>();
            checkTable("inputs", inputs, problems);
            checkTable("targets", targets, problems);
            if (problems.isEmpty() && inputs.size() != targets.size()) {
                problems.add(new Problem(
                        "targets",
                        targets.size() + " rows of targets for " + inputs.size() + " rows of inputs",
                        "one row of targets for each row of inputs"));
            }
            if (problems.isEmpty() && weights.isPresent()) {
                problems.addAll(ExampleWeights.problems(weights.get(), inputs.size()));
            }
            InvalidSpecException.throwIfAny(problems);
        }

        /** Examples that all count alike. */
        public Inline(List<List<Double>> inputs, List<List<Double>> targets) {
            this(inputs, targets, Optional.empty());
        }

        @Override
        public boolean isWeighted() {
            return weights.isPresent();
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
     * @param weights the name of the column that holds what each example's loss is multiplied by
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

            @Field(
                    value = "the name of the column of what each example's loss is multiplied by",
                    keras = "sample_weight",
                    dl4j = "labelsMask")
            Optional<String> weights,

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
            Schema.of(Csv.class).check(problems, file, inputs, targets, weights, classes, visible);
        }

        /** Columns of examples that all count alike. */
        public Csv(String file, List<String> inputs, List<String> targets, List<String> classes, String delimiter) {
            this(file, inputs, targets, Optional.empty(), classes, delimiter);
        }

        @Override
        public boolean isWeighted() {
            return weights.isPresent();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.csv(this);
        }
    }

    /**
     * Two or three arrays of a NumPy archive, each with a row an example; arrays of more dimensions are read row by row.
     *
     * @param file the path of the {@code .npz}
     * @param inputs the name of the array of inputs
     * @param targets the name of the array of targets
     * @param weights the name of the array of what each example's loss is multiplied by
     */
    @Word(formula = "arrays of np.savez(file, inputs=..., targets=...)")
    record Npz(
            @Field("the path") String file,

            @Field(value = "the name of the array of inputs", byDefault = "inputs")
            String inputs,

            @Field(value = "the name of the array of targets", byDefault = "targets")
            String targets,

            @Field(
                    value = "the name of the array of what each example's loss is multiplied by",
                    keras = "sample_weight",
                    dl4j = "labelsMask")
            Optional<String> weights)
            implements DataSource {
        public Npz {
            Schema.of(Npz.class).check(file, inputs, targets, weights);
        }

        /** Arrays of examples that all count alike. */
        public Npz(String file, String inputs, String targets) {
            this(file, inputs, targets, Optional.empty());
        }

        @Override
        public boolean isWeighted() {
            return weights.isPresent();
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
        public boolean isWeighted() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.idx(this);
        }
    }
}
