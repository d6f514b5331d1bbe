package dev.plumbline.data.examples;

import dev.plumbline.data.DataFile;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.IdxFile;
import dev.plumbline.data.MemoryLimit;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.data.table.Classes;
import dev.plumbline.data.table.CsvFile;
import dev.plumbline.data.table.CsvNames;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.ExampleWeights;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the examples that a specification names. */
public final class Datasets {

    private Datasets() {}

    /**
     * Reads examples.
     *
     * <p>It does not check whether the widths fit the network, except for classes: each class becomes a target, or with
     * two classes and one output, there is a single target, 0 for the first class and 1 for the second.
     *
     * @param source the source of the examples
     * @param directory the directory that relative paths start from
     * @param outputs the number of the network's outputs
     * @throws InvalidSpecException with the first {@value DataProblems#SHOWN} problems and the number of the others;
     *     the path of each is a place in the specification such as {@code data.inputs[1]}, and its message begins with
     *     the place in the data file, such as {@code iris.csv:17, column `petal_width`}
     */
    public static Dataset read(DataSource source, Path directory, int outputs) {
        return new ExamplesReader(source, directory, outputs, Optional.empty(), Optional.empty(), 0)
                .read()
                .training();
    }

    /** Reads each kind of source. */
    record Sources(
            Path directory,
            int outputs,
            Optional<Preparation> learned,
            Optional<Validation> validation,
            boolean logTargets,
            DataProblems findings)
            implements DataSource.Cases<Optional<RawExamples>> {

        @Override
        public Optional<RawExamples> inline(DataSource.Inline inline) {
            Dataset examples = new Dataset(
                    matrix(inline.inputs()),
                    matrix(inline.targets()),
                    inline.weights()
                            .map(weights -> Matrix.column(weights.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray())));
            return Optional.of(RawExamples.of(examples, examples.inputs().toRowMajor(), "data"));
        }

        private static Matrix matrix(List<List<Double>> rows) {
            return Matrix.of(rows.stream()
                    .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                    .toArray(double[][]::new));
        }

        @Override
        public Optional<RawExamples> csv(DataSource.Csv csv) {
            return csvFile(csv)
                    .flatMap(file -> findings.attempt(
                            "data.file",
                            file.name(),
                            () -> CsvFile.read(csv, file, learned, validation, outputs, logTargets, findings)))
                    .flatMap(read -> read)
                    .filter(read -> areGood(read.weights(), read.rows(), csv.file()));
        }

        /** The file of a table; empty after a problem that is known before it is read. */
        Optional<DataFile> csvFile(DataSource.Csv csv) {
            CsvNames.check(csv, findings);
            if ("\"\r\n".contains(csv.delimiter())) {
                findings.add(
                        ErrorKind.OUT_OF_RANGE,
                        "data.delimiter",
                        "found " + MessageNames.quote(csv.delimiter()),
                        "one character, not a quote and not the end of a line");
                return Optional.empty();
            }
            Optional<String> elsewhere = DataFile.onlyOnSpark(csv.file());
            if (elsewhere.isPresent()) {
                findings.add(ErrorKind.UNREADABLE_FILE, "data.file", elsewhere.get(), DataFile.ALLOWED_HERE);
                return Optional.empty();
            }
            return DataFile.find(csv.file(), directory, "data.file", findings);
        }

        @Override
        public Optional<RawExamples> npz(DataSource.Npz npz) {
            return DataFile.find(npz.file(), directory, "data.file", findings)
                    .flatMap(file -> findings.attempt("data.file", file.name(), () -> Npz.open(file)))
                    .flatMap(archive -> arrays(npz, archive));
        }

        private Optional<RawExamples> arrays(DataSource.Npz npz, Npz archive) {
            try (archive) {
                Optional<NpyArray> inputs =
                        findings.attempt("data.inputs", npz.file(), () -> archive.read(npz.inputs()));
                Optional<NpyArray> targets =
                        findings.attempt("data.targets", npz.file(), () -> archive.read(npz.targets()));
                Optional<Matrix> x = inputs.flatMap(array ->
                        matrix("data.inputs", array, npz.file() + ", array " + MessageNames.quote(npz.inputs())));
                Optional<Matrix> y = targets.flatMap(array ->
                        matrix("data.targets", array, npz.file() + ", array " + MessageNames.quote(npz.targets())));
                if (npz.weights().isEmpty()) {
                    return together(x, y).map(both -> raw(both, inputs, npz.file()));
                }
                String name = npz.weights().get();
                String where = npz.file() + ", array " + MessageNames.quote(name);
                Optional<Matrix> weights = findings.attempt("data.weights", npz.file(), () -> archive.read(name))
                        .flatMap(array -> weights(array, where));
                return together(x, y)
                        .filter(both -> weights.isPresent()
                                && areGood(weights, both.inputs().rows(), where))
                        .map(both -> new Dataset(both.inputs(), both.targets(), weights))
                        .map(both -> raw(both, inputs, npz.file()));
            } catch (IOException e) {
                findings.add(
                        ErrorKind.UNREADABLE_FILE, "data.file", npz.file() + ": closing failed: " + e.getMessage(), "");
                return Optional.empty();
            }
        }

        /** The matrix of inputs and the array share their numbers, which nothing else uses. */
        private static RawExamples raw(Dataset examples, Optional<NpyArray> inputs, String file) {
            return RawExamples.of(examples, inputs.orElseThrow().values(), file);
        }

        private Optional<Matrix> weights(NpyArray array, String where) {
            boolean isColumn = array.shape().size() == 1
                    || array.shape().size() == 2 && array.shape().get(1) == 1;
            if (!isColumn) {
                findings.add(
                        ErrorKind.SIZE_MISMATCH,
                        "data.weights",
                        where + " has shape " + NpyHeader.text(array.shape()),
                        "one weight for each example, in one dimension");
                return Optional.empty();
            }
            return Optional.of(array.toMatrix());
        }

        /** Whether the weights of the examples are valid; adds a problem for each that is not. */
        private boolean areGood(Optional<Matrix> weights, int examples, String where) {
            List<Problem> problems = weights.map(
                            column -> Arrays.stream(column.toRowMajor()).boxed().toList())
                    .map(values -> ExampleWeights.problems(values, examples))
                    .orElse(List.of());
            for (Problem problem : problems) {
                String element = problem.path().substring("weights".length());
                findings.add(
                        problem.kind(),
                        "data.weights",
                        where + ": " + problem.message() + (element.isEmpty() ? "" : " at " + element),
                        problem.allowed());
            }
            return problems.isEmpty();
        }

        @Override
        public Optional<RawExamples> idx(DataSource.Idx idx) {
            Classes classes = Classes.of(idx.classes(), outputs, findings);
            Optional<NpyArray> images = idxArray(idx.inputs(), "data.inputs");
            Optional<Matrix> inputs = images.flatMap(array -> matrix("data.inputs", array, idx.inputs()));
            Optional<Matrix> targets =
                    idxArray(idx.targets(), "data.targets").flatMap(labels -> targets(labels, idx.targets(), classes));
            return together(inputs, targets)
                    .map(examples -> raw(examples, images, idx.inputs())
                            .dividedBy(idx.divideBy())
                            .withClasses(idx.classes()));
        }

        private Optional<NpyArray> idxArray(String name, String path) {
            return DataFile.find(name, directory, path, findings)
                    .flatMap(file -> findings.attempt(path, name, () -> IdxFile.read(file)));
        }

        private Optional<Matrix> targets(NpyArray labels, String name, Classes classes) {
            if (labels.shape().size() != 1 || labels.size() == 0) {
                findings.add(
                        ErrorKind.SIZE_MISMATCH,
                        "data.targets",
                        name + " has shape " + NpyHeader.text(labels.shape()),
                        "at least one label, in one dimension");
                return Optional.empty();
            }
            Optional<double[]> targets = findings.attempt(
                    "data.targets",
                    name,
                    () -> new double
                            [MemoryLimit.check(
                                    (long) labels.size() * classes.outputs(), name, "one number for each class")]);
            if (targets.isEmpty()) {
                return Optional.empty();
            }
            for (int i = 0; i < labels.size(); i++) {
                double label = labels.values()[i];
                if (label >= 0 && label < classes.count() && label == Math.rint(label)) {
                    classes.write(targets.get(), i, (int) label);
                } else {
                    findings.add(
                            ErrorKind.UNKNOWN_CATEGORY,
                            "data.targets",
                            name + ": found " + shown(label) + " at [" + i + "]",
                            "whole numbers from 0 to " + (classes.count() - 1));
                }
            }
            return Optional.of(Matrix.wrap(labels.size(), classes.outputs(), targets.get()));
        }

        private static String shown(double value) {
            return value == (long) value ? Long.toString((long) value) : Double.toString(value);
        }

        /** The array as rows × rest; adds problems if it is empty or has numbers that are not finite. */
        private Optional<Matrix> matrix(String path, NpyArray array, String where) {
            if (array.size() == 0) {
                findings.add(
                        ErrorKind.EMPTY_INPUT,
                        path,
                        where + " has shape " + NpyHeader.text(array.shape()),
                        "at least one number");
                return Optional.empty();
            }
            Matrix matrix = array.toMatrix();
            double[] values = array.values();
            boolean isAbove0 = logTargets && path.equals("data.targets");
            for (int i = 0; i < values.length; i++) {
                boolean isFinite = Double.isFinite(values[i]);
                if (!isFinite || isAbove0 && values[i] <= 0) {
                    findings.add(
                            isFinite ? ErrorKind.OUT_OF_RANGE : ErrorKind.NOT_FINITE,
                            path,
                            where + ": found " + values[i] + " at [" + i / matrix.columns() + ", "
                                    + i % matrix.columns() + "]",
                            isFinite ? Prepare.ABOVE_0 : "finite numbers");
                }
            }
            return Optional.of(matrix);
        }

        private Optional<Dataset> together(Optional<Matrix> inputs, Optional<Matrix> targets) {
            if (inputs.isEmpty() || targets.isEmpty()) {
                return Optional.empty();
            }
            int examples = inputs.get().rows();
            int answers = targets.get().rows();
            if (examples != answers) {
                findings.add(
                        ErrorKind.SIZE_MISMATCH,
                        "data.targets",
                        answers + " rows of targets for " + examples + " rows of inputs",
                        "one row of targets for each row of inputs");
                return Optional.empty();
            }
            return Optional.of(new Dataset(inputs.get(), targets.get()));
        }
    }
}
