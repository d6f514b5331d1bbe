package dev.plumbline.recording;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The experiment as an {@code .npz}, so that a program in another language starts from the same bits. {@code
 * src/docs/recording.md} lists its arrays; words are stored as the bytes of their UTF-8 text.
 */
public final class ExperimentArchive {
    /** The maximum number of elements of an array with a row for every example of every step: 2 GiB. */
    private static final long MOST_NUMBERS = 1L << 28;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Map<String, NpyArray> arrays = new LinkedHashMap<>();

    private ExperimentArchive(Experiment experiment) {
        this.experiment = experiment;
        this.spec = experiment.spec();
    }

    /**
     * Writes the archive.
     *
     * @throws SubjectFailedException if the training is so long that its masks or orders do not fit into an array
     */
    public static void write(Experiment experiment, Path file) throws IOException {
        ExperimentArchive archive = start(experiment);
        if (experiment.isReordered()) {
            archive.putOrder();
        }
        archive.putMasks();
        Npz.write(file, archive.arrays);
    }

    /** Writes the archive without the order of the examples and the dropout masks, for a program that draws them. */
    public static void writeStart(Experiment experiment, Path file) throws IOException {
        Npz.write(file, start(experiment).arrays);
    }

    private static ExperimentArchive start(Experiment experiment) {
        Distributed.requireOne(experiment.spec(), "the archive of an experiment");
        ExperimentArchive archive = new ExperimentArchive(experiment);
        archive.putData();
        archive.putWeights();
        archive.putTraining();
        return archive;
    }

    private void putData() {
        arrays.put("X", NpyArray.of(experiment.inputs()));
        arrays.put("y", NpyArray.of(experiment.targets()));
        experiment.exampleWeights().ifPresent(weights -> arrays.put("weights", NpyArray.of(weights)));
    }

    private void putWeights() {
        List<LayerWeights> weights = experiment.initialWeights();
        arrays.put("layers", whole(weights.size()));
        for (int l = 1; l <= weights.size(); l++) {
            LayerWeights layer = weights.get(l - 1);
            String bias = "b" + l;
            arrays.put("W" + l, NpyArray.of(layer.weights()));
            layer.bias().ifPresent(b -> arrays.put(bias, NpyArray.of(List.of(b.columns()), b.toRowMajor())));
        }
    }

    private void putTraining() {
        Training training = spec.training();
        arrays.put("epochs", whole(training.epochs()));
        arrays.put(
                "batch_size", whole(training.batchSize().of(experiment.inputs().rows())));
        arrays.put(
                "activations",
                text(spec.layers().stream()
                        .map(layer -> Schema.wordOf(layer.activation()))
                        .collect(Collectors.joining(" "))));
        arrays.put("loss", text(Schema.wordOf(spec.loss())));
        arrays.put("reduction", text(Schema.wordOf(spec.reduction())));
        arrays.put("optimizer", text(Schema.wordOf(training.optimizer())));
        putNumbers(spec.loss());
        putOptimizer();
    }

    /** The order of the examples in each epoch, epochs × examples. */
    private void putOrder() {
        int examples = experiment.inputs().rows();
        double[] order =
                new double[room("the order of the examples", spec.training().epochs(), examples)];
        int at = 0;
        for (int[] epoch : experiment.orders()) {
            for (int example : epoch) {
                order[at++] = example;
            }
        }
        List<Integer> shape = List.of(spec.training().epochs(), examples);
        arrays.put("order", NpyArray.of(new NpyHeader(shape, "<i8", false), order));
    }

    private void putOptimizer() {
        Optimizer optimizer = spec.training().optimizer();
        putNumbers(optimizer);
        double[] rates = IntStream.range(0, spec.layers().size())
                .mapToObj(spec::optimizerOf)
                .flatMap(ofLayer -> ofLayer.rate().stream())
                .filter(LearningRate.Constant.class::isInstance)
                .mapToDouble(rate -> ((LearningRate.Constant) rate).value())
                .toArray();
        if (rates.length == spec.layers().size()) { // not if it changes during the training
            boolean same = Arrays.stream(rates).distinct().count() == 1;
            arrays.put(Optimizer.RATE, same ? number(rates[0]) : NpyArray.of(List.of(rates.length), rates));
        }
    }

    /** The numeric parameters of a word, by name. */
    private void putNumbers(Object word) {
        for (Parameter parameter : Schema.of(word.getClass()).parameters()) {
            if (parameter.valueIn(word) instanceof Double value) {
                arrays.put(parameter.name(), number(value));
            }
        }
    }

    /** The dropout masks of each layer, with the rows of all steps one below the other. */
    private void putMasks() {
        boolean any = spec.layers().stream().anyMatch(layer -> layer.dropout().isPresent());
        if (!any) {
            return;
        }
        long rows = (long) experiment.inputs().rows() * spec.training().epochs();
        Map<Integer, double[]> masks = new LinkedHashMap<>();
        for (int l = 1; l <= spec.layers().size(); l++) {
            if (spec.layers().get(l - 1).dropout().isPresent()) {
                masks.put(l, new double[room("the masks of layer " + l, rows, spec.inputsOf(l - 1))]);
            }
        }
        int seen = 0;
        for (Batch batch : experiment.batches()) {
            for (Map.Entry<Integer, double[]> entry : masks.entrySet()) {
                Matrix mask = batch.mask(entry.getKey()).orElseThrow();
                System.arraycopy(mask.toRowMajor(), 0, entry.getValue(), seen * mask.columns(), mask.size());
            }
            seen += batch.size();
        }
        masks.forEach((layer, values) -> {
            List<Integer> shape = List.of((int) rows, spec.inputsOf(layer - 1));
            arrays.put("mask" + layer, NpyArray.of(shape, values));
            spec.layers()
                    .get(layer - 1)
                    .dropout()
                    .ifPresent(dropout -> arrays.put("drop_probability" + layer, number(dropout.dropProbability())));
        });
    }

    private static int room(String what, long rows, long columns) {
        if (rows * columns > MOST_NUMBERS) {
            throw new SubjectFailedException(
                    ErrorKind.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "%s would need %,d numbers, and the experiment of a command has at most %,d: check fewer epochs",
                            what,
                            rows * columns,
                            MOST_NUMBERS));
        }
        return (int) (rows * columns);
    }

    private static NpyArray number(double value) {
        return NpyArray.of(List.of(), value);
    }

    private static NpyArray whole(int value) {
        return NpyArray.of(new NpyHeader(List.of(), "<i8", false), value);
    }

    private static NpyArray text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        double[] values = new double[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return NpyArray.of(new NpyHeader(List.of(bytes.length), "|u1", false), values);
    }
}
