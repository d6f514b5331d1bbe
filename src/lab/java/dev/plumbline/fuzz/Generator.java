package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.LossRules;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.trace.Experiment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Generates one random network: small, valid, and mostly with numbers of a usual size. */
record Generator(Choices choices, String name) {
    private static final int LARGEST_WIDTH = 6;
    private static final int LARGEST_SUM = 40;
    private static final int MOST_EXAMPLES = 9;
    private static final int MOST_LAYERS = 5;
    private static final int TRIES = 100;

    /** The approximate maximum number of steps of a training. */
    private static final int STEPS = 12;

    /** Returns a network; empty if the drawn parts are not valid together. */
    static Optional<NetworkSpec> network(NumpyRandom random, Set<Feature> requested, String name) {
        try {
            NetworkSpec spec = new Generator(new Choices(random, requested), name).network();
            Experiment.of(spec);
            return Optional.of(spec);
        } catch (InvalidSpecException invalid) {
            return Optional.empty();
        }
    }

    private NetworkSpec network() {
        int inputs = width();
        List<Integer> widths = widths();
        Goal goal = goal();
        RandomExamples examples = new RandomExamples(choices, kind());
        Training training = training(examples.count());
        DataSource data = examples.data(inputs, widths.get(widths.size() - 1), goal.loss());
        Map<String, Object> given = new HashMap<>();
        given.put("name", name);
        given.put("inputs", inputs);
        given.put("layers", layers(inputs, widths, goal, training.optimizer()));
        given.put("init", Optional.empty());
        given.put("seed", (long) choices.below(1000));
        given.put("loss", goal.loss());
        given.put("backend", Backend.CPU);
        given.put("training", training);
        given.put("data", data);
        given.put("prepare", Optional.empty()); // of examples in files; here they are given
        given.put("validation", Optional.empty());
        given.put("report", RecordBuilder.of(dev.plumbline.spec.Report.class).finish());
        given.put(
                "compare", RecordBuilder.of(dev.plumbline.spec.Comparison.class).finish());
        return sharedInit(new Values(choices, 0, 0).holder(NetworkSpec.class, given));
    }

    /** A loss and the activation of the last layer. */
    private record Goal(Loss loss, Activation activation) {}

    /** Draws a compatible loss and activation, unless the requested traits are incompatible. */
    private Goal goal() {
        Values values = new Values(choices, 0, 0);
        Goal goal;
        int tries = 0;
        do {
            goal = new Goal((Loss) values.word("loss", Loss.class), (Activation)
                    values.word(Features.OUTPUT_ACTIVATION, Activation.class));
            tries++;
        } while (!LossRules.goTogether(goal.activation(), goal.loss()) && tries < TRIES);
        return goal;
    }

    /** Sometimes moves the initializer of the first layer to the network, for all layers that have the same one. */
    private NetworkSpec sharedInit(NetworkSpec spec) {
        Layer first = spec.layers().get(0);
        if (choices.chance(0.5) || first.init().isEmpty()) {
            return spec;
        }
        List<Layer> layers = spec.layers().stream()
                .map(layer -> layer.init().equals(first.init()) ? withoutInit(layer) : layer)
                .toList();
        return ShrinkCandidates.with(spec, List.of("init", "layers"), List.of(first.init(), layers));
    }

    private static Layer withoutInit(Layer layer) {
        return Schema.with(layer, "init", Optional.empty());
    }

    private int width() {
        if (choices.chance(0.04)) {
            return 1 + choices.below(LARGEST_SUM);
        }
        return choices.chance(0.15) ? 1 : 1 + choices.below(LARGEST_WIDTH);
    }

    /** Draws the widths of the layers. Some requested traits need hidden layers. */
    private List<Integer> widths() {
        NetworkTraits.Depth depth = choices.oneOf(
                List.of(NetworkTraits.Depth.values()),
                each -> each == NetworkTraits.Depth.ONE
                        ? Set.of(NetworkTraits.trait(each))
                        : with(NetworkTraits.trait(each), ofSeveral()),
                each -> 1);
        int layers = depth == NetworkTraits.Depth.MORE ? 3 + choices.below(MOST_LAYERS - 2) : depth.ordinal() + 1;
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            int width = width();
            widths.add(choices.requested().contains(NetworkTraits.WIDER) ? Math.max(2, width) : width);
        }
        if (choices.requested().contains(NetworkTraits.WIDTH_OF_ONE)) {
            widths.set(choices.below(layers), 1);
        }
        return widths;
    }

    /** The traits that need several layers. */
    private static Set<Feature> ofSeveral() {
        Set<Feature> all = new HashSet<>(Features.under("activation", Activation.class, Set.of()));
        all.add(Features.own("learning_rate"));
        return all;
    }

    private static Set<Feature> with(Feature trait, Set<Feature> others) {
        Set<Feature> all = new HashSet<>(others);
        all.add(trait);
        return all;
    }

    private NetworkTraits.Kind kind() {
        return choices.oneOf(
                List.of(NetworkTraits.Kind.values()),
                each -> Set.of(NetworkTraits.trait(each)),
                each -> each == NetworkTraits.Kind.ORDINARY ? 30 : each == NetworkTraits.Kind.HUGE ? 1 : 2);
    }

    /** Draws the layers. Each requested trait goes to one random layer. */
    private List<Layer> layers(int inputs, List<Integer> widths, Goal goal, Optimizer optimizer) {
        int layers = widths.size();
        List<Set<Feature>> requested = new ArrayList<>();
        widths.forEach(width -> requested.add(new HashSet<>()));
        for (Feature wish : new TreeSet<>(choices.requested())) { // in a reproducible order
            if (Features.ofTraining().contains(wish) && choices.chance(0.5)) {
                continue; // the training may have it instead; both together may be invalid
            }
            boolean ofHidden = wish.key().equals("activation") && layers > 1;
            requested.get(choices.below(ofHidden ? layers - 1 : layers)).add(wish);
        }
        int withoutOwnRate =
                choices.below(layers); // if all layers had one, the optimizer's rate would be unused, which is invalid
        List<Layer> made = new ArrayList<>();
        int below = inputs;
        for (int i = 0; i < layers; i++) {
            Choices ofLayer = choices.requesting(requested.get(i));
            Values values = new Values(ofLayer, below, widths.get(i));
            Map<String, Object> given = new HashMap<>();
            given.put("units", widths.get(i));
            given.put("activation", i == layers - 1 ? goal.activation() : values.word("activation", Activation.class));
            given.put("init", Optional.of(values.word("init", Initializer.class)));
            if (i == withoutOwnRate || optimizer.rate().isEmpty()) {
                given.put(Optimizer.RATE, Optional.empty());
            }
            Vocabulary.Entry kind = ofLayer.oneOf(Features.words(Layer.class));
            made.add((Layer) values.holder(kind.schema().orElseThrow().type(), given));
            below = widths.get(i);
        }
        return made;
    }

    private Training training(int examples) {
        BatchSize size = batchSize(examples);
        int steps = (examples + size.of(examples) - 1) / size.of(examples);
        Map<String, Object> given = new HashMap<>();
        given.put("batch_size", size);
        given.put("epochs", 1 + choices.below(Math.max(1, STEPS / steps)));
        given.put("early_stopping", Optional.empty()); // a check takes all steps
        given.put("class_weight", Optional.empty()); // the examples draw weights of their own
        given.put("distributed", Optional.empty());
        if (size instanceof BatchSize.All) {
            given.put("shuffle", false);
        }
        return new Values(choices, 0, 0).holder(Training.class, given);
    }

    /** Draws one of the possible kinds of batches for this number of examples, then a size of this kind. */
    private BatchSize batchSize(int examples) {
        List<BatchSize> possible = new ArrayList<>(List.of(new BatchSize.All()));
        IntStream.rangeClosed(1, examples).forEach(count -> possible.add(new BatchSize.Examples(count)));
        SortedMap<NetworkTraits.Batch, List<BatchSize>> alike = possible.stream()
                .collect(Collectors.groupingBy(
                        size -> NetworkTraits.batch(size, examples), TreeMap::new, Collectors.toList()));
        return choices.oneOf(choices.oneOf(
                        List.copyOf(alike.entrySet()), kind -> Set.of(NetworkTraits.trait(kind.getKey())), kind -> 1)
                .getValue());
    }

    /** Draws the number of examples of this kind. */
    static int examples(Choices choices, NetworkTraits.Kind kind) {
        return kind == NetworkTraits.Kind.SINGLE_EXAMPLE ? 1 : 2 + choices.below(MOST_EXAMPLES - 1);
    }
}
