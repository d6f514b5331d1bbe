package dev.plumbline.cli.check;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.math.Matrix;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.yaml.NetworkFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network that others were to train, and how the network that a script was found to train differs from it.
 *
 * @param file its file
 * @param experiment its training
 */
record Exercise(LoadedNetwork network, Path file, Experiment experiment) {
    private static final double SAME = 1e-9;

    /** The name of its file. */
    String name() {
        return String.valueOf(file.getFileName());
    }

    /** Differences of the layers and of the batches: "5 hidden units, not 4". */
    List<String> layers(LoadedNetwork trained) {
        NetworkSpec actual = trained.spec();
        NetworkSpec expected = network.spec();
        List<String> differences = new ArrayList<>();
        if (actual.inputs() != expected.inputs()
                || actual.layers().size() != expected.layers().size()) {
            differences.add(chain(actual) + ", not " + chain(expected));
        } else {
            for (int i = 0; i < actual.layers().size(); i++) {
                compare(i, actual.layers(), expected.layers(), differences);
            }
        }
        int batch = actual.training().examplesOfStep(trained.examples());
        int expectedBatch = expected.training().examplesOfStep(network.examples());
        boolean hasAll = batch == trained.examples() && expectedBatch == network.examples();
        if (batch != expectedBatch && !hasAll) {
            differences.add("batches of " + Numbers.count(batch, "example") + ", not " + expectedBatch);
        }
        return differences;
    }

    private static String chain(NetworkSpec spec) {
        return NetworkSummary.line(spec).substring(spec.name().length() + 2);
    }

    private static void compare(int i, List<Layer> actual, List<Layer> expected, List<String> differences) {
        Layer layer = actual.get(i);
        Layer required = expected.get(i);
        String where = " in layer " + (i + 1);
        if (layer.units() != required.units()) {
            boolean isOnlyHidden = i == 0 && actual.size() == 2;
            differences.add(
                    layer.units() + (isOnlyHidden ? " hidden units" : " units" + where) + ", not " + required.units());
        }
        if (!layer.activation().equals(required.activation())) {
            differences.add(Wording.of(layer.activation()) + where + ", not " + Wording.of(required.activation()));
        }
        if (layer.bias() != required.bias()) {
            differences.add((layer.bias() ? "a bias" : "no bias") + where);
        }
        List<String> options = options(layer);
        List<String> needed = options(required);
        options.stream().filter(option -> !needed.contains(option)).forEach(option -> differences.add(option + where));
        needed.stream()
                .filter(option -> !options.contains(option))
                .forEach(option -> differences.add("without " + option + where));
    }

    private static List<String> options(Layer layer) {
        return NetworkSummary.options(layer).stream()
                .filter(option -> !option.startsWith("bias from")) // the start, as the weights
                .toList();
    }

    /** Differences of the loss and the optimizer: "learning rate 0.1, not 0.5". */
    List<String> training(NetworkSpec actual) {
        NetworkSpec expected = network.spec();
        List<String> differences = new ArrayList<>();
        if (!actual.loss().equals(expected.loss())) {
            differences.add("loss " + Wording.of(actual.loss()) + ", not " + Wording.of(expected.loss()));
        }
        if (actual.reduction() != expected.reduction()) {
            boolean isSum = actual.reduction() == Reduction.SUM;
            differences.add(isSum ? "the sum over the batch, not its mean" : "the mean over the batch, not its sum");
        }
        Optimizer optimizer = actual.training().optimizer();
        Optimizer required = expected.training().optimizer();
        if (!optimizer.equals(required)) {
            boolean isRate = optimizer.rate().isPresent()
                    && Schema.with(required, Optimizer.RATE, optimizer.rate().get())
                            .equals(optimizer);
            differences.add(
                    isRate
                            ? "learning rate " + Wording.value(optimizer.rate().get()) + ", not "
                                    + Wording.value(required.rate().orElseThrow())
                            : Wording.of(optimizer) + ", not " + Wording.of(required));
        }
        return differences;
    }

    /**
     * The network that was found with the loss and the optimizer of the exercise: another loss and rate may be the same
     * training, and a mistake may look like another loss.
     *
     * @return empty if its layers do not go together with them
     */
    Optional<LoadedNetwork> asked(LoadedNetwork trained) {
        NetworkSpec expected = network.spec();
        NetworkSpec actual = trained.spec();
        try {
            NetworkSpec asked = Schema.with(
                    actual,
                    Map.of(
                            "loss", expected.loss(),
                            "reduction", expected.reduction(),
                            "training",
                                    Schema.with(
                                            actual.training(),
                                            "optimizer",
                                            expected.training().optimizer())));
            return Optional.of(
                    new LoadedNetwork(new NetworkFile(asked, trained.file().sourceMap()), trained.data()));
        } catch (InvalidSpecException e) {
            return Optional.empty();
        }
    }

    /** Whether a training has the same examples, in any order. */
    boolean hasExamplesOf(Experiment training) {
        List<double[]> actual = examples(training);
        List<double[]> expected = examples(experiment);
        if (actual.size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < actual.size(); i++) {
            if (!areClose(actual.get(i), expected.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<double[]> examples(Experiment training) {
        double[][] x = training.inputs().toArray();
        double[][] y = training.targets().toArray();
        List<double[]> examples = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            examples.add(Stream.of(x[i], y[i]).flatMapToDouble(Arrays::stream).toArray());
        }
        examples.sort(Arrays::compare);
        return examples;
    }

    private static boolean areClose(double[] actual, double[] expected) {
        if (actual.length != expected.length) {
            return false;
        }
        for (int i = 0; i < actual.length; i++) {
            if (Math.abs(actual[i] - expected[i]) > SAME * Math.max(1, Math.abs(expected[i]))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a training starts from the same weights. */
    boolean hasStartOf(Experiment training) {
        List<LayerWeights> actual = training.initialWeights();
        List<LayerWeights> expected = experiment.initialWeights();
        boolean areSame = actual.size() == expected.size();
        for (int i = 0; areSame && i < actual.size(); i++) {
            areSame = areClose(numbers(actual.get(i)), numbers(expected.get(i)));
        }
        return areSame;
    }

    private static double[] numbers(LayerWeights layer) {
        return Stream.concat(Stream.of(layer.weights()), layer.bias().stream())
                .map(Matrix::toRowMajor)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
