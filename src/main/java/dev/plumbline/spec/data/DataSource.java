package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Hint;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The source of the examples. Paths are relative to the file that contains them. */
public sealed interface DataSource permits DataSource.Inline, DataSource.Csv, DataSource.Npz, DataSource.Idx {

    /** Calls the case of this word. The compiler makes every implementation handle every word. */
    <R> R match(Cases<R> cases);

    /** Whether each example has a weight that multiplies its loss. Without weights, all examples count equally. */
    boolean isWeighted();

    /** The name of the array with the order of the examples in each epoch, if a file gives it. */
    default Optional<String> order() {
        return Optional.empty();
    }

    /** The first part of the names of the arrays with the dropout masks, if a file gives them. */
    default Optional<String> masks() {
        return Optional.empty();
    }

    /** One method for each word. */
    interface Cases<R> {
        R inline(Inline inline);

        R csv(Csv csv);

        R npz(Npz npz);

        R idx(Idx idx);
    }

    /**
     * Examples in the file itself.
     *
     * @param inputs one row per example, all of the same width
     * @param targets one row per example, all of the same width, as many rows as inputs
     */
    @Word(formula = "inputs: [[...], ...], targets: [[...], ...]", shorthand = Word.Shorthand.PARAMETERS)
    record Inline(
            @Field(
                    value = "one row per example",
                    keras = {"x", "x_train"},
                    dl4j = "features",
                    pytorch = "data")
            List<List<Double>> inputs,

            @Field(
                    value = "one row per example",
                    keras = {"y", "y_train"},
                    dl4j = "labels",
                    pytorch = "target")
            List<List<Double>> targets,

            @Field(
                    value = "the weight of each example, which multiplies its loss",
                    range = "[0, inf)",
                    keras = "sample_weight",
                    dl4j = "labelsMask",
                    differs = "DL4J multiplies the last layer's pre-activation by the mask too, so its results are "
                            + "right only for zeros and ones.")
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
                        ErrorKind.SIZE_MISMATCH,
                        "targets",
                        targets.size() + " rows of targets for " + inputs.size() + " rows of inputs",
                        "one row of targets for each row of inputs"));
            }
            if (problems.isEmpty() && weights.isPresent()) {
                problems.addAll(ExampleWeights.problems(weights.get(), inputs.size()));
            }
            InvalidSpecException.throwIfAny(problems);
        }

        /** Examples without weights. */
        public Inline(List<List<Double>> inputs, List<List<Double>> targets) {
            this(inputs, targets, Optional.empty());
        }

        @Override
        public boolean isWeighted() {
            return weights.isPresent();
        }

        /** After this number of problems, the rest of a table is not checked. */
        private static final int ENOUGH = 1000;

        /** Adds the problems of a table of numbers: rows of different widths, and numbers that are not finite. */
        public static void checkTable(String name, List<List<Double>> rows, List<Problem> problems) {
            if (rows.isEmpty() || rows.get(0).isEmpty()) {
                problems.add(new Problem(
                        ErrorKind.MISSING_KEY,
                        name,
                        "`" + name + "` is empty",
                        "at least one row of at least one number"));
                return;
            }
            int width = rows.get(0).size();
            for (int i = 0; i < rows.size() && problems.size() < ENOUGH; i++) {
                List<Double> row = rows.get(i);
                String path = name + "[" + i + "]";
                if (row.size() != width) {
                    problems.add(new Problem(
                            ErrorKind.RAGGED_ROW,
                            path,
                            "this row's width is " + row.size() + ", and the first row's width is " + width,
                            "rows of the same width"));
                }
                for (int j = 0; j < row.size(); j++) {
                    if (!Double.isFinite(row.get(j))) {
                        problems.add(new Problem(
                                ErrorKind.NOT_FINITE, path + "[" + j + "]", "found " + row.get(j), "a finite number"));
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
     * A file of comma-separated values.
     *
     * @param inputs the columns that are the inputs, in order
     * @param targets the names of the columns that are the targets, in order; ranges as in the inputs
     * @param classes if the only target column has class names: the classes, in the order of their outputs. The target
     *     of an example is 1 at its class and 0 elsewhere (with two classes and one output unit: 0 for the first class
     *     and 1 for the second)
     * @param categorical the inputs that are texts; each becomes one input per category of the training part, in the
     *     order of their characters
     */
    @Word(formula = "columns of a CSV file, by name")
    @Hint(names = "na_values", value = "`missing_marks` lists the texts that mean a missing value")
    record Csv(
            @Field(value = "the path", example = "data.csv") String file,

            @Field(
                    value = "the input columns: their names, or all columns without another use",
                    example = "x",
                    dl4j = "features")
            ColumnSelection inputs,

            @Field(value = "the names of the target columns", example = "y", dl4j = "labels")
            List<String> targets,

            @Field(
                    value = "the name of the column with the weights of the examples, which multiply their losses",
                    keras = "sample_weight",
                    dl4j = "labelsMask")
            Optional<String> weights,

            @Field(value = "the class names in the target column, in the order of their outputs")
            Optional<ClassList> classes,

            @Field(value = "the character between two values", byDefault = ",", keras = "sep")
            String delimiter,

            @Field(
                    value = "whether the first line has the names of the columns; without it, they are numbered from 1",
                    byDefault = "true")
            boolean header,

            @Field(
                    value = "the inputs that are texts: each becomes an input per category, 1 or 0",
                    byDefault = "[]",
                    keras = "CategoryEncoding")
            List<String> categorical,

            @Field(value = "the rule for missing values of the inputs", byDefault = "error")
            MissingValueRule missing,

            @Field(value = "the texts that mean a missing value, in addition to an empty cell", byDefault = "[]")
            List<String> missingMarks,

            @Field(value = "the columns that `inputs: rest` leaves out", byDefault = "[]")
            List<String> exclude)
            implements DataSource {
        public Csv {
            targets = List.copyOf(targets);
            categorical = List.copyOf(categorical);
            missingMarks = List.copyOf(missingMarks);
            exclude = List.copyOf(exclude);
            List<Problem> problems = new ArrayList<>();
            if (delimiter.length() != 1) {
                problems.add(
                        new Problem(ErrorKind.OUT_OF_RANGE, "delimiter", "found `" + delimiter + "`", "one character"));
            }
            if (classes.isPresent()
                    && classes.get() instanceof ClassList.Named named
                    && named.names().size() == 1) {
                problems.add(new Problem(
                        ErrorKind.UNKNOWN_CATEGORY, "classes", "there is only one class", "at least two classes"));
            }
            if (classes.isPresent() && targets.size() > 1) {
                problems.add(new Problem(
                        ErrorKind.INVALID_COMBINATION,
                        "targets",
                        targets.size() + " target columns with `classes`",
                        "one column with the class names"));
            }
            if (missing instanceof MissingValueRule.Error && !missingMarks.isEmpty()) {
                problems.add(new Problem(
                        ErrorKind.NO_EFFECT,
                        "missing_marks",
                        "`missing_marks` would have no effect: `missing: error` refuses them as any other text",
                        "`missing: mean` or another rule, or no `missing_marks`"));
            }
            if (inputs instanceof ColumnSelection.Named && !exclude.isEmpty()) {
                problems.add(new Problem(
                        ErrorKind.NO_EFFECT,
                        "exclude",
                        "`exclude` would have no effect: `inputs` names the columns",
                        "`inputs: rest`, or no `exclude`"));
            }
            if (!header) {
                CsvPositions.check(inputs, targets, weights, categorical, exclude, problems);
            }
            // A tab or a space is a valid delimiter, although the schema refuses blank text.
            String visible = delimiter.length() == 1 ? delimiter.replaceAll("\\s", ",") : delimiter;
            Schema.of(Csv.class)
                    .check(
                            problems,
                            file,
                            inputs,
                            targets,
                            weights,
                            classes,
                            visible,
                            header,
                            categorical,
                            missing,
                            missingMarks,
                            exclude);
        }

        /** Columns by their names, with the defaults of a file. */
        public Csv(
                String file,
                List<String> inputs,
                List<String> targets,
                Optional<String> weights,
                List<String> classes,
                String delimiter) {
            this(
                    file,
                    new ColumnSelection.Named(inputs),
                    targets,
                    weights,
                    classes.isEmpty() ? Optional.empty() : Optional.of(new ClassList.Named(classes)),
                    delimiter,
                    true,
                    List.of(),
                    new MissingValueRule.Error(),
                    List.of(),
                    List.of());
        }

        /** Columns of examples without weights. */
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
     * Arrays of a NumPy archive. The first dimension of inputs and targets is the example; further dimensions are
     * flattened in row-major order.
     *
     * @param order epochs × examples: the numbers of the examples, counted from 0 in the training part
     * @param masks of the layer l with dropout the array {@code masks + l}, with the rows of all steps one below the
     *     other: 1 keeps an input, 0 drops it
     */
    @Word(formula = "arrays of np.savez(file, inputs=..., targets=...)")
    record Npz(
            @Field(value = "the path", example = "data.npz") String file,

            @Field(value = "the name of the array of inputs", byDefault = "inputs")
            String inputs,

            @Field(value = "the name of the array of targets", byDefault = "targets")
            String targets,

            @Field(
                    like = Csv.class,
                    value = "the name of the array with the weights of the examples, which multiply their losses")
            Optional<String> weights,

            @Field("the name of the array with the order of the examples, counted from 0, in each epoch: "
                    + "epochs × examples; default: their order in the file, or that of `shuffle`")
            Optional<String> order,

            @Field("the first part of the names of the arrays with the dropout masks: with `mask`, mask2 has those of "
                    + "the second layer, a row of ones and zeros for each example of every step; default: drawn")
            Optional<String> masks)
            implements DataSource {
        public Npz {
            Schema.of(Npz.class).check(file, inputs, targets, weights, order, masks);
        }

        /** Arrays whose order and masks are not given. */
        public Npz(String file, String inputs, String targets, Optional<String> weights) {
            this(file, inputs, targets, weights, Optional.empty(), Optional.empty());
        }

        /** Arrays of examples without weights. */
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
     * Two IDX files, the format of MNIST, gzipped or not: inputs with any number of dimensions, and one label per
     * example.
     *
     * @param classes the number of classes; the target of an example is 1 at its label and 0 elsewhere
     */
    @Word(formula = "inputs / divide_by, one_hot(labels)")
    record Idx(
            @Field(value = "the path of the inputs", example = "images.gz")
            String inputs,

            @Field(value = "the path of the labels", example = "labels.gz")
            String targets,

            @Field(value = "the number of classes", example = "10", range = "[2, inf)")
            int classes,

            @Field(value = "the divisor of the inputs", byDefault = "255", range = "(0, inf)")
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
