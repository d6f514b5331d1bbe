package dev.plumbline.model;

import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.DataException;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.TrainingProgress;
import dev.plumbline.trace.TrainingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The progress of a training as an {@code .npz} with exact numbers: {@code steps}; {@code W1}, {@code b1} and so
 * on; the optimizer state, {@code W1_state1} and so on; the lines of the report; the outputs before the last epoch; the
 * best epoch; and the fingerprint of the experiment that it belongs to.
 */
final class Checkpoint {
    /** The names of all other arrays, so that a damaged name does not look like a missing array. */
    private static final String NAMES = "names";

    private Checkpoint() {}

    private static String names(Collection<String> arrays) {
        return arrays.stream().filter(name -> !name.equals(NAMES)).sorted().collect(Collectors.joining(" "));
    }

    /** Writes a checkpoint completely or not at all. */
    static void write(Path file, TrainingProgress progress, String fingerprint) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("experiment", bytes(HexFormat.of().parseHex(fingerprint)));
        arrays.put("steps", number(progress.steps()));
        putWeights("", progress.state().weights(), arrays);
        putState(progress.state().optimizers(), arrays);
        List<Trainer.EpochMetrics> lines = progress.lines();
        if (!lines.isEmpty()) {
            arrays.put(
                    "lines_epoch",
                    NpyArray.of(
                            List.of(lines.size()),
                            numbers(lines.stream()
                                    .map(line -> List.of((double) line.epoch()))
                                    .toList())));
            putLines(
                    "lines_training",
                    lines.stream().map(Trainer.EpochMetrics::metrics).toList(),
                    arrays);
            putLines(
                    "lines_validation",
                    lines.stream().map(Trainer.EpochMetrics::validation).toList(),
                    arrays);
        }
        progress.lastEpoch().filter(last -> last.sums().isEmpty()).ifPresent(last -> {
            arrays.put("last_epoch_outputs", NpyArray.of(last.outputs()));
            arrays.put("last_epoch_loss", number(last.loss()));
        });
        progress.best().ifPresent(best -> {
            arrays.put("best_epoch", number(best.epoch()));
            arrays.put("best_value", number(best.value()));
            putWeights("best_", best.weights(), arrays);
        });
        arrays.put(NAMES, bytes(names(arrays.keySet()).getBytes(StandardCharsets.UTF_8)));
        AtomicFile.write(file, out -> Npz.write(out, arrays));
    }

    private static void putWeights(String prefix, List<LayerWeights> weights, Map<String, NpyArray> arrays) {
        LayerWeights.byName(weights).forEach((name, matrix) -> arrays.put(prefix + name, NpyArray.of(matrix)));
    }

    private static void putState(List<OptimizerState> optimizers, Map<String, NpyArray> arrays) {
        for (int l = 1; l <= optimizers.size(); l++) {
            OptimizerState state = optimizers.get(l - 1);
            for (int i = 0; i < state.weights().size(); i++) {
                arrays.put(
                        "W" + l + "_state" + (i + 1),
                        NpyArray.of(state.weights().get(i)));
            }
            for (int i = 0; i < state.bias().size(); i++) {
                arrays.put(
                        "b" + l + "_state" + (i + 1), NpyArray.of(state.bias().get(i)));
            }
        }
    }

    private static void putLines(String name, List<List<Double>> lines, Map<String, NpyArray> arrays) {
        int width = lines.get(0).size();
        if (width > 0) {
            arrays.put(name, NpyArray.of(List.of(lines.size(), width), numbers(lines)));
        }
    }

    private static double[] numbers(List<List<Double>> rows) {
        return rows.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static NpyArray number(double value) {
        return NpyArray.of(List.of(), value);
    }

    private static NpyArray bytes(byte[] bytes) {
        double[] values = new double[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return NpyArray.of(new NpyHeader(List.of(bytes.length), "|u1", false), values);
    }

    /**
     * Reads a checkpoint.
     *
     * @throws DataException if it is damaged, or if it belongs to another experiment
     */
    static TrainingProgress read(Path file, Experiment experiment, String fingerprint) throws IOException {
        try (Npz npz = Npz.open(file)) {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            for (String name : npz.names()) {
                arrays.put(name, npz.read(name));
            }
            return new Reader(file, arrays, experiment).read(fingerprint);
        }
    }

    /** The arrays of a checkpoint; each must have the shape that follows from the experiment. */
    private record Reader(Path file, Map<String, NpyArray> arrays, Experiment experiment) {

        private TrainingProgress read(String fingerprint) throws DataException {
            if (!new String(bytes(array(NAMES)), StandardCharsets.UTF_8).equals(names(arrays.keySet()))) {
                throw new DataException(ErrorKind.NOT_A_MODEL, file + " is damaged: arrays are missing", "");
            }
            if (!HexFormat.of().formatHex(bytes(array("experiment"))).equals(fingerprint)) {
                throw new DataException(
                        ErrorKind.WRONG_STATE,
                        file + " belongs to another training: the network, its data or its seed has changed",
                        "a checkpoint of this training");
            }
            long steps = (long) number("steps");
            List<LayerWeights> weights = weights("");
            List<OptimizerState> optimizers = new ArrayList<>();
            for (int l = 1; l <= weights.size(); l++) {
                optimizers.add(new OptimizerState(
                        states("W" + l, weights.get(l - 1).weights()),
                        weights.get(l - 1).bias().isPresent()
                                ? states("b" + l, weights.get(l - 1).bias().get())
                                : List.of()));
            }
            return new TrainingProgress(steps, new TrainingState(weights, optimizers), lines(), lastEpoch(), best());
        }

        private List<Trainer.EpochMetrics> lines() throws DataException {
            List<Trainer.EpochMetrics> lines = new ArrayList<>();
            if (!arrays.containsKey("lines_epoch")) {
                return lines;
            }
            double[] epochs = array("lines_epoch").toRowMajor();
            int metrics = experiment.spec().report().metrics().size();
            Matrix training = matrix("lines_training", epochs.length, metrics);
            Optional<Matrix> validation = arrays.containsKey("lines_validation")
                    ? Optional.of(matrix("lines_validation", epochs.length, metrics))
                    : Optional.empty();
            for (int i = 0; i < epochs.length; i++) {
                lines.add(new Trainer.EpochMetrics(
                        (int) epochs[i],
                        row(training, i),
                        validation.isPresent() ? row(validation.get(), i) : List.of()));
            }
            return lines;
        }

        private static List<Double> row(Matrix matrix, int i) {
            List<Double> row = new ArrayList<>();
            for (int j = 0; j < matrix.columns(); j++) {
                row.add(matrix.get(i, j));
            }
            return row;
        }

        private Optional<Evaluation> lastEpoch() throws DataException {
            if (!arrays.containsKey("last_epoch_outputs") || experiment.isOfNumbers()) {
                return Optional.empty();
            }
            Matrix targets = experiment.targetsInUnit();
            Matrix outputs = matrix("last_epoch_outputs", targets.rows(), targets.columns());
            return Optional.of(new Evaluation(outputs, targets, number("last_epoch_loss")));
        }

        private Optional<TrainingProgress.BestEpoch> best() throws DataException {
            return arrays.containsKey("best_epoch")
                    ? Optional.of(new TrainingProgress.BestEpoch(
                            (int) number("best_epoch"), number("best_value"), weights("best_")))
                    : Optional.empty();
        }

        private List<LayerWeights> weights(String prefix) throws DataException {
            List<LayerWeights> weights = new ArrayList<>();
            for (int l = 1; l <= experiment.initialWeights().size(); l++) {
                LayerWeights layer = experiment.initialWeights().get(l - 1);
                Matrix w = like(prefix + "W" + l, layer.weights());
                Optional<Matrix> b = layer.bias().isPresent()
                        ? Optional.of(like(prefix + "b" + l, layer.bias().get()))
                        : Optional.empty();
                weights.add(new LayerWeights(w, b));
            }
            return weights;
        }

        private List<Matrix> states(String name, Matrix of) throws DataException {
            List<Matrix> states = new ArrayList<>();
            for (int i = 1; arrays.containsKey(name + "_state" + i); i++) {
                states.add(like(name + "_state" + i, of));
            }
            return states;
        }

        private Matrix like(String name, Matrix template) throws DataException {
            return matrix(name, template.rows(), template.columns());
        }

        private Matrix matrix(String name, int rows, int columns) throws DataException {
            NpyArray array = array(name);
            if (!array.shape().equals(List.of(rows, columns))) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL,
                        file + ", array `" + name + "` has the shape " + array.shape(),
                        List.of(rows, columns).toString());
            }
            return array.toMatrix();
        }

        private double number(String name) throws DataException {
            NpyArray array = array(name);
            if (array.size() != 1) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL, file + ", array `" + name + "` has " + array.size() + " numbers", "one");
            }
            return array.toRowMajor()[0];
        }

        private NpyArray array(String name) throws DataException {
            NpyArray array = arrays.get(name);
            if (array == null) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL,
                        file + " has no array `" + name + "`",
                        "a checkpoint of `plumbline train`");
            }
            return array;
        }

        private static byte[] bytes(NpyArray array) {
            double[] values = array.toRowMajor();
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return bytes;
        }
    }
}
