package dev.plumbline.recording;

import static dev.plumbline.recording.RecordedName.INITIAL;
import static dev.plumbline.recording.RecordedName.OUTPUTS;
import static dev.plumbline.recording.RecordedName.STEPS;

import dev.plumbline.data.DataException;
import dev.plumbline.data.NamedArrays;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.data.NumberReader;
import dev.plumbline.math.Matrix;
import dev.plumbline.recording.InvalidRecordingException.Defect;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.SubjectRun;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads a recording, and checks it for typical errors of recordings before anything is compared. */
public final class RecordingReader {
    /** The maximum number of reported defects; an unrelated archive may have thousands of arrays. */
    private static final int MOST_DEFECTS = 20;

    private final String file;
    private final Experiment experiment;
    private final int layers;
    private final List<Defect> defects = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<RecordedTensor> tensors = new ArrayList<>();
    private final Map<Key, Matrix> initial = new HashMap<>();
    private Optional<Matrix> outputs = Optional.empty();
    private Optional<Integer> declaredSteps = Optional.empty();

    private RecordingReader(String file, Experiment experiment) {
        this.file = file;
        this.experiment = experiment;
        this.layers = experiment.spec().layers().size();
    }

    /**
     * The recording in a file.
     *
     * @param experiment the experiment on which the network was trained
     * @throws InvalidRecordingException with all defects of the recording
     */
    public static Recording read(Path file, Experiment experiment) {
        return read(file, file.toString(), experiment);
    }

    /** The recording in a file that messages call by another name than its path. */
    static Recording read(Path file, String name, Experiment experiment) {
        RecordingReader reader = new RecordingReader(name, experiment);
        NamedArrays archive = reader.open(file);
        try {
            reader.readArrays(archive);
            reader.throwIfAny();
            return reader.recording();
        } catch (RuntimeException e) {
            reader.close(archive);
            throw e;
        }
    }

    private void throwIfAny() {
        if (!defects.isEmpty()) {
            throw new InvalidRecordingException(defects);
        }
    }

    private NamedArrays open(Path path) {
        try {
            return JsonRecording.isOne(path) ? JsonRecording.read(path, file, layers) : Npz.open(path);
        } catch (IOException e) {
            report(e);
            throw new InvalidRecordingException(defects);
        }
    }

    private void close(NamedArrays archive) {
        try {
            archive.close();
        } catch (IOException e) {
            report(e);
        }
    }

    private void readArrays(NamedArrays archive) {
        archive.others().stream()
                .limit(MOST_DEFECTS)
                .forEach(name -> defects.add(new Defect(
                        ErrorKind.UNKNOWN_TENSOR,
                        file + " has a file `" + name + "`, which is not an array",
                        "only arrays")));
        int left = archive.names().size();
        for (String array : archive.names()) {
            if (defects.size() >= MOST_DEFECTS) {
                defects.add(new Defect(
                        ErrorKind.UNKNOWN_TENSOR,
                        String.format(Locale.ROOT, "%s has %,d more arrays, which were not checked", file, left),
                        ""));
                return;
            }
            readArray(archive, array);
            left--;
        }
    }

    private void report(IOException e) {
        if (e instanceof DataException data) {
            defects.add(new Defect(data.kind(), data.found(), data.allowed()));
        } else if (e instanceof NoSuchFileException) {
            defects.add(new Defect(ErrorKind.FILE_NOT_FOUND, file + ": there is no such file", ""));
        } else if (e instanceof AccessDeniedException) {
            defects.add(new Defect(ErrorKind.UNREADABLE_FILE, file + ": no permission to read it", ""));
        } else {
            defects.add(new Defect(ErrorKind.UNREADABLE_FILE, file + ": reading failed: " + e.getMessage(), ""));
        }
    }

    private void readArray(NamedArrays archive, String array) {
        try {
            if (!fits(archive.header(array), array)) {
                return;
            }
            if (array.equals(STEPS)) {
                declaredSteps = Optional.of((int) archive.read(array).toMatrix().get(0, 0));
            } else if (array.equals(OUTPUTS)) {
                outputs = Optional.of(archive.read(array).toMatrix());
            } else if (array.endsWith(INITIAL)) {
                readInitial(archive, array);
            } else {
                Optional<RecordedName> name = RecordedName.parse(array, layers);
                if (name.isPresent()) {
                    add(tensor(name.get(), archive, array));
                } else {
                    unknown(array);
                }
            }
        } catch (IOException e) {
            report(e);
        }
    }

    /** Whether an array can belong to this experiment; checked before it is unpacked. */
    private boolean fits(NpyHeader header, String array) {
        long most = RecordedSize.most(
                experiment, array.endsWith(INITIAL) || Stream.of(STEPS, OUTPUTS).anyMatch(array::equals));
        if (header.numbers() >= 1 && header.numbers() <= most) {
            return true;
        }
        defects.add(new Defect(
                ErrorKind.WRONG_TENSOR,
                where(array) + " has shape " + shape(header.shape()),
                String.format(Locale.ROOT, "from 1 to %,d numbers, for this network and training", most)));
        return false;
    }

    private static RecordedTensor tensor(RecordedName name, NamedArrays archive, String array) throws IOException {
        NpyHeader header;
        try (NumberReader reader = archive.numbers(array)) {
            header = reader.header();
        }
        if (header.fortranOrder()) { // the numbers of a step are not consecutive, so all are kept in memory
            NpyArray whole = archive.read(array);
            return new RecordedTensor(name, header, whole::numbers);
        }
        return new RecordedTensor(name, header, () -> archive.numbers(array));
    }

    private void readInitial(NamedArrays archive, String array) throws IOException {
        Optional<RecordedName> name = RecordedName.parse(array.substring(0, array.length() - INITIAL.length()), layers);
        boolean isLearned = name.map(RecordedName::quantity)
                .filter(quantity -> quantity.isLearned())
                .isPresent();
        if (!isLearned) {
            unknown(array);
            return;
        }
        NpyArray read = archive.read(array);
        Matrix matrix = read.shape().size() == 1 ? Matrix.row(read.toRowMajor()) : read.toMatrix();
        initial.put(new Key(0, name.get().quantity(), name.get().layer()), matrix);
    }

    private void unknown(String array) {
        String hint = array.startsWith("arr_")
                ? ""
                : RecordedName.nearest(array, layers)
                        .map(name -> "; did you mean `" + name + "`?")
                        .orElse("");
        defects.add(new Defect(
                ErrorKind.UNKNOWN_TENSOR,
                where(array) + " is not an array of a network with " + layers + " layers" + hint + unnamed(array),
                "Z, A, dZ, dW, db, uW, ub, W or b with the number of a layer, from 1 to " + layers
                        + ", as in W1; loss, outputs, steps; W1_initial, b1_initial"));
    }

    /** The names that {@code np.savez} gives to unnamed arrays. */
    private static String unnamed(String array) {
        return array.matches("arr_\\d+") ? "; it has no name: write np.savez(file, W1=..., W2=...)" : "";
    }

    private void add(RecordedTensor tensor) {
        RecordedTensor whole = withBothIndices(tensor);
        int dimensions = whole.shape().size();
        Quantity quantity = tensor.name().quantity();
        boolean isRow = quantity == Quantity.LOSS || quantity.isOfBias();
        int fewest = isRow || RecordedTensor.isPerExample(quantity) ? 1 : 3;
        if (dimensions < fewest || dimensions > 3) {
            defects.add(new Defect(
                    ErrorKind.WRONG_TENSOR,
                    where(tensor) + " has shape " + shape(tensor.shape()),
                    expected(tensor.name())));
            return;
        }
        if (tensor.isWhole() && quantity != Quantity.LOSS) {
            defects.add(new Defect(
                    ErrorKind.WRONG_TENSOR,
                    where(tensor) + " has integers: the decimals were cut off",
                    "floating-point numbers, such as an array of dtype float"));
            return;
        }
        tensors.add(whole);
    }

    /** Weights with one unit or one input may be recorded as vectors. */
    private RecordedTensor withBothIndices(RecordedTensor tensor) {
        RecordedName name = tensor.name();
        boolean vectors = tensor.shape().size() == 2
                && name.quantity() != Quantity.LOSS
                && !name.quantity().isOfBias()
                && !RecordedTensor.isPerExample(name.quantity());
        int units = experiment.spec().layers().get(name.layer() - 1).units();
        int inputs = experiment.spec().inputsOf(name.layer() - 1);
        return vectors && (units == 1 || inputs == 1) && tensor.shape().get(1) == inputs * units
                ? tensor.as(List.of(tensor.length(), inputs, units))
                : tensor;
    }

    private String expected(RecordedName name) {
        NetworkSpec spec = experiment.spec();
        int units = spec.layers().get(name.layer() - 1).units();
        if (name.quantity() == Quantity.LOSS) {
            return "(steps,)";
        }
        if (RecordedTensor.isPerExample(name.quantity())) {
            return "(rows of all steps, " + units + "), or (steps, rows, " + units + ")";
        }
        String ofOne = name.quantity().isOfBias() ? "" + units : spec.inputsOf(name.layer() - 1) + ", " + units;
        return "(steps, " + ofOne + "), with the step as the first index";
    }

    private Recording recording() {
        if (tensors.isEmpty() && outputs.isEmpty()) {
            defects.add(new Defect(
                    ErrorKind.EMPTY_RECORDING, file + " has no array to compare", "at least W1, or outputs"));
        }
        int steps = tensors.isEmpty() ? 0 : steps();
        throwIfAny();
        checkRows(steps);
        throwIfAny();
        survey(steps);
        throwIfAny();
        note(steps);
        return new Recording(file, layers, steps, tensors, initial, outputs, notes, unchanged(steps));
    }

    /** The number of steps, which must be the same in every array whose first index is the step. */
    private int steps() {
        Map<Integer, List<String>> lengths = new TreeMap<>();
        for (RecordedTensor tensor : tensors) {
            if (tensor.isStacked()) {
                lengths.computeIfAbsent(tensor.length(), length -> new ArrayList<>())
                        .add("" + tensor.name());
            }
        }
        declaredSteps.ifPresent(steps ->
                lengths.computeIfAbsent(steps, length -> new ArrayList<>()).add(STEPS));
        if (lengths.size() > 1) {
            String counts = lengths.entrySet().stream()
                    .map(entry -> entry.getKey() + " in " + String.join(", ", entry.getValue()))
                    .collect(Collectors.joining("; "));
            defects.add(new Defect(
                    ErrorKind.WRONG_STEPS,
                    file + " has arrays with different numbers of steps: " + counts,
                    "every array recorded in every step"));
            return 0;
        }
        int steps = lengths.isEmpty()
                ? stepsOfRows(tensors.get(0).length())
                : lengths.keySet().iterator().next();
        if (steps == 0 || steps > experiment.steps()) {
            defects.add(new Defect(
                    ErrorKind.WRONG_STEPS,
                    file + " has " + steps + " steps; the training has " + experiment.steps(),
                    "at least one step, and at most those of the training"));
        }
        return steps;
    }

    /** The number of steps that have this number of examples, rounded up. */
    private int stepsOfRows(int rows) {
        int steps = 0;
        long seen = 0;
        for (Batch batch : experiment.batches()) {
            if (seen >= rows) {
                break;
            }
            seen += batch.size();
            steps++;
        }
        return steps;
    }

    /** Checks that arrays with a row for every example have as many rows as the batches of these steps. */
    private void checkRows(int steps) {
        long expected = 0;
        for (Batch batch : experiment.batches()) {
            if (batch.step() == steps) {
                break;
            }
            expected += batch.size();
        }
        for (int i = 0; i < tensors.size(); i++) {
            RecordedTensor tensor = tensors.get(i);
            Quantity quantity = tensor.name().quantity();
            if (!RecordedTensor.isPerExample(quantity) || tensor.isStacked() || tensor.length() == expected) {
                continue;
            }
            Optional<RecordedTensor> transposed = inColumns(tensor, steps, expected);
            if (transposed.isPresent()) {
                tensors.set(i, transposed.get());
            } else {
                defects.add(new Defect(
                        ErrorKind.WRONG_STEPS,
                        where(tensor) + " has " + tensor.length() + " rows; the batches of " + steps + " steps have "
                                + expected,
                        "a row for every example of every batch; if examples are columns, record the array"
                                + " transposed, as " + tensor.name() + ".T, or step by step in (steps, units,"
                                + " examples)"));
            }
        }
    }

    /** The array, if it has examples as columns, or a vector for a single example, with the steps one below the other. */
    private Optional<RecordedTensor> inColumns(RecordedTensor tensor, int steps, long expected) {
        if (steps == 0 || expected % steps != 0 || tensor.length() % steps != 0) {
            return Optional.empty();
        }
        int examples = Math.toIntExact(expected / steps); // if all batches have the same size
        boolean even = examples == experiment.batches().iterator().next().size();
        int height = tensor.length() / steps;
        int width = tensor.shape().size() == 1 ? 1 : tensor.shape().get(1);
        if (even && tensor.shape().size() == 1 && examples == 1) {
            return Optional.of(tensor.as(List.of(steps, 1, height)));
        }
        return even && width == examples ? Optional.of(tensor.as(List.of(steps, height, width))) : Optional.empty();
    }

    /** Reads all numbers once. */
    private void survey(int steps) {
        for (RecordedTensor tensor : tensors) {
            try {
                tensor.survey(steps);
            } catch (IOException e) {
                report(e);
            }
        }
    }

    /** Arrays that may have been changed in place after they were recorded: they end up the same in every step. */
    private List<SubjectRun.Unchanged> unchanged(int steps) {
        return tensors.stream()
                .filter(tensor -> tensor.name().quantity() != Quantity.LOSS
                        && tensor.isTheSameInEveryStep()
                        && !mayBeConstant(tensor))
                .map(tensor -> new SubjectRun.Unchanged(
                        tensor.name().quantity(),
                        tensor.name().layer(),
                        new Defect(
                                        ErrorKind.MISPLACED_TENSOR,
                                        where(tensor) + " has the same numbers in each of its " + steps
                                                + " steps: one array, changed in place after it was recorded",
                                        "a copy of it for every step, such as " + tensor.name() + ".copy()")
                                .toString()))
                .toList();
    }

    /**
     * Whether a tensor may be constant: weights that never change, and the tensors computed from them, are a mistake of
     * the network.
     */
    private boolean mayBeConstant(RecordedTensor tensor) {
        Quantity quantity = tensor.name().quantity();
        if (quantity.isLearned()) {
            return isUnchanged(tensor);
        }
        boolean isForward = quantity == Quantity.PRE_ACTIVATION || quantity == Quantity.ACTIVATION;
        List<RecordedTensor> learned = tensors.stream()
                .filter(candidate -> candidate.name().quantity().isLearned())
                .filter(candidate ->
                        !isForward || candidate.name().layer() <= tensor.name().layer())
                .toList();
        boolean nothingChanges = !learned.isEmpty() && learned.stream().allMatch(candidate -> isUnchanged(candidate));
        return nothingChanges || tensor.isZero();
    }

    private boolean isUnchanged(RecordedTensor tensor) {
        int l = tensor.name().layer();
        LayerWeights given = experiment.initialWeights().get(l - 1);
        LayerWeights began = new LayerWeights(
                initial.getOrDefault(new Key(0, Quantity.WEIGHTS, l), given.weights()),
                Optional.ofNullable(initial.get(new Key(0, Quantity.BIAS, l))).or(given::bias));
        if (!tensor.isTheSameInEveryStep()) {
            return false;
        }
        // In any layout, and with or without the bias.
        double[] first = sorted(tensor.first());
        Stream<double[]> starts = Stream.concat(
                Stream.of(sorted(began.weights())),
                began.bias().stream().flatMap(bias -> Stream.of(sorted(bias), sorted(began.weights(), bias))));
        double unit = tensor.isF32() ? Math.ulp(1f) : Math.ulp(1.0);
        return tensor.isZero() || starts.anyMatch(start -> areEqual(first, start, unit));
    }

    /** Whether the numbers are equal, or an update that is 0 except for rounding may have made them unequal. */
    private static boolean areEqual(double[] numbers, double[] others, double unit) {
        return numbers.length == others.length
                && IntStream.range(0, numbers.length)
                        .allMatch(i -> Math.abs(numbers[i] - others[i]) <= 2 * unit * Math.abs(others[i]));
    }

    private static double[] sorted(Matrix... matrices) {
        return Arrays.stream(matrices)
                .flatMapToDouble(matrix -> Arrays.stream(matrix.toRowMajor()))
                .sorted()
                .toArray();
    }

    private void note(int steps) {
        if (steps > 0 && steps < experiment.steps()) {
            notes.add("Only " + steps + " of " + experiment.steps()
                    + " steps were recorded; they are taken for the first."
                    + " Steps that are left out between them would look wrong: record every step, starting with the"
                    + " first.");
        }
        boolean f64 = experiment.spec().precision() == Precision.F64;
        List<String> inF32 = tensors.stream()
                .filter(RecordedTensor::isF32)
                .map(tensor -> tensor.name().toString())
                .toList();
        if (f64 && !inF32.isEmpty()) {
            notes.add("Recorded in 32 bits: " + String.join(", ", inF32) + ". If the network computes in 64 bits,"
                    + " record 64 bits;" + " with `precision: f32`, 32 bits are compared with the tolerance of 32"
                    + " bits.");
        }
    }

    private String where(RecordedTensor tensor) {
        return where(tensor.name().toString());
    }

    private String where(String array) {
        return file + ", array `" + array + "`";
    }

    private static String shape(List<Integer> shape) {
        return shape.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", shape.size() == 1 ? ",)" : ")"));
    }
}
