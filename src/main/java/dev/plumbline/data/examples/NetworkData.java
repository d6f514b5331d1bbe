package dev.plumbline.data.examples;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.PreparedExamples;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The data of a network file: its examples, and initial weights that are in files.
 *
 * @param examples the prepared training examples
 * @param validation the held-out examples, prepared in the same way; empty if there are none
 * @param preparation the preparation, learned from the training examples
 * @param weights the initial weights and biases from files, by name: W1, b1; the order of the examples and the dropout
 *     masks, if they are in a file: order, mask1
 */
public record NetworkData(
        Dataset examples, Optional<Dataset> validation, Preparation preparation, Map<String, Matrix> weights) {

    /**
     * Reads the examples and the weights.
     *
     * @param directory the directory from which relative paths start
     * @throws InvalidSpecException with the problems of both
     */
    public static NetworkData read(NetworkSpec spec, Path directory) {
        List<Problem> problems = new ArrayList<>();
        Optional<Map<String, Matrix>> weights = attempt(() -> WeightFiles.read(spec, directory), problems);
        Optional<PreparedExamples> examples =
                attempt(() -> ExamplesReader.of(spec, directory).read(), problems);
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
        PreparedExamples read = examples.orElseThrow();
        int count = read.training().inputs().rows();
        InvalidSpecException.throwIfAny(new RecordedDraws(spec, count, weights.orElseThrow()).problems());
        return new NetworkData(read.training(), read.validation(), read.preparation(), weights.orElseThrow());
    }

    /**
     * The data of a network whose examples are held elsewhere: of each example only its number, as a column, which counts the
     * validation part after the training part. Weights that are in files are read.
     *
     * @param training the number of training examples
     * @param validation the number of validation examples
     * @throws InvalidSpecException with the problems of the weights
     */
    public static NetworkData ofNumbers(
            NetworkSpec spec, Path directory, int training, int validation, Preparation preparation) {
        return new NetworkData(
                numbers(0, training),
                validation == 0 ? Optional.empty() : Optional.of(numbers(training, validation)),
                preparation,
                WeightFiles.read(spec, directory));
    }

    /**
     * The network with what follows from these data: the names of the classes in place of {@code classes: infer}, and their
     * weights as numbers.
     *
     * @throws InvalidSpecException if the targets are no classes, or not those of the weights
     */
    public NetworkSpec resolved(NetworkSpec spec) {
        NetworkSpec named = spec;
        if (spec.data() instanceof DataSource.Csv csv && csv.classes().orElse(null) instanceof ClassList.Infer) {
            Optional<ClassList> classes = Optional.of(new ClassList.Named(preparation.classes()));
            named = Schema.with(spec, "data", Schema.with(csv, "classes", classes));
        }
        Matrix targets = examples.targets();
        return spec.training().classWeight().isPresent() && targets.columns() == spec.outputs()
                ? named.withClassWeights(targets.toRowMajor())
                : named;
    }

    private static Dataset numbers(int first, int count) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> first + (double) i);
        Matrix column = Matrix.wrap(count, 1, numbers);
        return new Dataset(column, column);
    }

    /**
     * Reads other examples for a trained network: a file with the same columns or arrays as its data.
     *
     * @param file the path, relative to the current directory
     * @param targets the path of the labels, if the data are in IDX files
     * @param preparation the preparation of the training
     * @throws InvalidSpecException with the problems of the file
     */
    public static Dataset another(NetworkSpec spec, Path file, Optional<Path> targets, Preparation preparation) {
        boolean isIdx = spec.data() instanceof DataSource.Idx;
        if (!(isIdx || spec.data() instanceof DataSource.Csv || spec.data() instanceof DataSource.Npz)) {
            throw new InvalidSpecException(List.of(new Problem(
                    ErrorKind.OPTION_CONFLICT,
                    "data",
                    "the data of " + spec.name() + " are not in a CSV, NPZ or IDX file",
                    "a network of such data")));
        }
        if (isIdx != targets.isPresent()) {
            throw new InvalidSpecException(List.of(new Problem(
                    isIdx ? ErrorKind.MISSING_OPTION : ErrorKind.OPTION_CONFLICT,
                    "data",
                    isIdx
                            ? "the data of " + spec.name() + " are in two IDX files, and that of the labels is missing"
                            : "the data of " + spec.name() + " are in one file, with the targets",
                    isIdx ? "a second file, with the labels" : "no file of targets")));
        }
        return new ExamplesReader(
                        spec.data(), Path.of(""), spec.outputs(), Optional.empty(), Optional.empty(), spec.seed())
                .other(file.toString(), targets.map(Path::toString), preparation);
    }

    private static <T> Optional<T> attempt(Supplier<T> reading, List<Problem> problems) {
        try {
            return Optional.of(reading.get());
        } catch (InvalidSpecException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }
}
