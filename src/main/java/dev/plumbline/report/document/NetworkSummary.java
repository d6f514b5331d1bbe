package dev.plumbline.report.document;

import dev.plumbline.spec.Backend;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.ClassWeight;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The network and its training in a few lines. */
public final class NetworkSummary {
    private NetworkSummary() {}

    /** The lines; each ends with a line break. */
    public static String of(NetworkSpec spec, int examples, Style style) {
        String network = TextLayout.wrap(spec.name() + ": ", "  ", chain(spec), " ", "");
        String name = network.substring(0, spec.name().length());
        return style.strong(name) + network.substring(name.length()) + "\n" + facts(spec, examples) + "\n";
    }

    /** The name and the layers in one line: {@code xor: 3 → 5 sigmoid → 1 sigmoid}. */
    public static String line(NetworkSpec spec) {
        return spec.name() + ": " + String.join(" ", chain(spec));
    }

    private static List<String> chain(NetworkSpec spec) {
        List<String> chain = new ArrayList<>();
        chain.add(Integer.toString(spec.inputs()));
        for (Layer layer : spec.layers()) {
            chain.add("→ " + layer.units() + " " + Schema.wordOf(layer.activation()));
        }
        return chain;
    }

    private static String facts(NetworkSpec spec, int examples) {
        return TextLayout.wrap("  ", "  ", factsOf(spec, examples), " · ", "");
    }

    /** "2 workers, averaged after 5 steps of 8 examples". */
    private static String workers(Distributed distributed, Training training) {
        return Numbers.count(distributed.workers(), "worker") + ", averaged after "
                + Numbers.count(distributed.averagingFrequency(), "step") + " of "
                + Numbers.count(training.batchOfWorker(), "example")
                + (distributed.saveUpdater() ? "" : ", without the optimizer state");
    }

    /** The numbers of weights, examples and epochs, and the words of the training. */
    public static List<String> factsOf(NetworkSpec spec, int examples) {
        boolean biased = spec.layers().stream().anyMatch(Layer::bias);
        String batches = spec.training().distributed().isPresent()
                ? " in rounds of " + Numbers.whole(spec.training().examplesOfStep(examples))
                        + (spec.training().shuffle() ? ", shuffled" : "")
                : spec.training().batchSize() instanceof BatchSize.Examples batch
                        ? " in batches of " + Numbers.whole(batch.count())
                                + (spec.training().shuffle() ? ", shuffled" : "")
                                + (spec.data().order().isPresent() ? ", in the order of the file" : "")
                        : " in one batch";
        String loss = Wording.of(spec.loss())
                + (spec.reduction() == Reduction.SUM ? ", summed over the batch" : ", its mean over the batch");
        List<String> facts = new ArrayList<>(List.of(
                biased
                        ? Numbers.count(spec.parameters(), "weight") + " and biases"
                        : Numbers.count(spec.parameters(), "weight"),
                Numbers.count(examples, "example") + batches,
                Numbers.count(spec.training().epochs(), "epoch"),
                Wording.of(spec.training().optimizer()),
                loss,
                Schema.wordOf(spec.precision())
                        + (spec.backend() == Backend.CPU ? "" : " on " + Schema.wordOf(spec.backend()))));
        spec.training()
                .classWeight()
                .ifPresent(weight -> facts.add("class weights: "
                        + (weight instanceof ClassWeight.ByClass by
                                ? by.weights().entrySet().stream()
                                        .map(entry -> entry.getKey() + " " + Numbers.figure(entry.getValue()))
                                        .collect(Collectors.joining(", "))
                                : Schema.wordOf(weight))));
        spec.training().distributed().ifPresent(workers -> facts.add(2, workers(workers, spec.training())));
        return facts;
    }

    /** A phrase for each option of a layer, besides its units and its activation: "bias from 0.1", "dropout of 0.2", "l2 0.01", "max norm with max 3". */
    public static List<String> options(Layer layer) {
        List<String> options = new ArrayList<>();
        if (layer.biasInit() != 0) {
            options.add("bias from " + Numbers.figure(layer.biasInit()));
        }
        layer.learningRate().ifPresent(rate -> options.add("learning rate " + Wording.value(rate)));
        layer.dropout().ifPresent(dropout -> options.add("dropout of " + Numbers.figure(dropout.dropProbability())));
        layer.regularization().ifPresent(some -> addPenalties(some, options));
        layer.gradientNormalization().ifPresent(word -> options.add("gradient: " + Wording.of(word)));
        layer.constraint().ifPresent(word -> options.add("weights: " + Wording.of(word)));
        return options;
    }

    private static void addPenalties(Regularization some, List<String> options) {
        String phrase = Wording.of(some); // "regularization with l1 0.1, l2 bias 0.2"
        options.addAll(List.of(
                phrase.substring(phrase.indexOf(" with ") + " with ".length()).split(", ")));
    }
}
