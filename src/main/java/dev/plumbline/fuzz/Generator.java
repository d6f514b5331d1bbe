package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Draft;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.Vocabulary;
import dev.plumbline.trace.Experiment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one random network: small, valid, and mostly of the size that people's numbers have. */
final class Generator {
    private static final int LARGEST_WIDTH = 6;
    private static final int LARGEST_SUM = 40;
    private static final int MOST_EXAMPLES = 9;
    private static final int MOST_LAYERS = 5;

    /** About how many steps a training takes, at most. */
    private static final int STEPS = 12;

    private final Choices choices;
    private final String name;

    private Generator(Choices choices, String name) {
        this.choices = choices;
        this.name = name;
    }

    /** A network; empty if what was drawn does not go together. */
    static Optional<NetworkSpec> network(NumpyRandom random, Set<Trait> wishes, String name) {
        try {
            NetworkSpec spec = new Generator(new Choices(random, wishes), name).network();
            Experiment.of(spec);
            return Optional.of(spec);
        } catch (InvalidSpecException doesNotGoTogether) {
            return Optional.empty();
        }
    }

    private NetworkSpec network() {
        int inputs = width();
        List<Integer> widths = widths();
        Loss loss = (Loss) new Values(choices, 0, 0).word("loss", Loss.class);
        Examples examples = new Examples(choices, kind());
        int outputs = widths.get(widths.size() - 1);
        DataSource data = examples.data(inputs, outputs, loss);
        Map<String, Object> given = new HashMap<>();
        given.put("name", name);
        given.put("inputs", inputs);
        given.put("layers", layers(inputs, widths));
        given.put("init", Optional.empty());
        given.put("seed", (long) choices.below(1000));
        given.put("loss", loss);
        given.put("training", training(examples.count()));
        given.put("data", data);
        given.put("report", Draft.of(dev.plumbline.spec.Report.class).finish());
        return sharedInit(new Values(choices, 0, 0).holder(NetworkSpec.class, given));
    }

    /** Sometimes what the first layer starts from is said for the whole network. */
    private NetworkSpec sharedInit(NetworkSpec spec) {
        Schema<NetworkSpec> schema = Schema.of(NetworkSpec.class);
        Layer first = spec.layers().get(0);
        if (choices.chance(0.5) || first.init().isEmpty()) {
            return spec;
        }
        List<Object> values = new ArrayList<>(schema.values(spec));
        List<Parameter> parameters = schema.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals("init")) {
                values.set(i, first.init());
            } else if (parameters.get(i).name().equals("layers")) {
                values.set(
                        i,
                        spec.layers().stream()
                                .map(layer -> layer.init().equals(first.init()) ? withoutInit(layer) : layer)
                                .toList());
            }
        }
        return schema.create(values);
    }

    private static Layer withoutInit(Layer layer) {
        return Changes.with(layer, "init", Optional.empty());
    }

    private int width() {
        if (choices.chance(0.04)) {
            return 1 + choices.below(LARGEST_SUM);
        }
        return choices.chance(0.15) ? 1 : 1 + choices.below(LARGEST_WIDTH);
    }

    private List<Integer> widths() {
        Shape.Depth depth = choices.oneOf(List.of(Shape.Depth.values()), each -> Set.of(Shape.trait(each)), each -> 1);
        int layers = depth == Shape.Depth.MORE ? 3 + choices.below(MOST_LAYERS - 2) : depth.ordinal() + 1;
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            widths.add(width());
        }
        return widths;
    }

    private Shape.Kind kind() {
        return choices.oneOf(
                List.of(Shape.Kind.values()),
                each -> Set.of(Shape.trait(each)),
                each -> each == Shape.Kind.ORDINARY ? 30 : each == Shape.Kind.HUGE ? 1 : 2);
    }

    /** Each wish that a layer can grant goes to one layer, drawn by lot. */
    private List<Layer> layers(int inputs, List<Integer> widths) {
        int layers = widths.size();
        List<Set<Trait>> wishes = new ArrayList<>();
        widths.forEach(width -> wishes.add(new HashSet<>()));
        for (Trait wish : choices.wishes()) {
            boolean ofHidden = wish.key().equals("activation") && layers > 1;
            boolean ofLast = wish.key().equals(Traits.OUTPUT_ACTIVATION);
            int layer = ofLast ? layers - 1 : choices.below(ofHidden ? layers - 1 : layers);
            wishes.get(layer).add(wish);
        }
        List<Layer> made = new ArrayList<>();
        int below = inputs;
        for (int i = 0; i < layers; i++) {
            made.add(layer(below, widths.get(i), i == layers - 1, choices.wishing(wishes.get(i))));
            below = widths.get(i);
        }
        return made;
    }

    private Layer layer(int inputs, int units, boolean last, Choices ofLayer) {
        Vocabulary.Entry kind = ofLayer.oneOf(Traits.words(Layer.class));
        Values values = new Values(ofLayer, inputs, units);
        Map<String, Object> given = new HashMap<>();
        given.put("units", units);
        given.put("activation", values.word(last ? Traits.OUTPUT_ACTIVATION : "activation", Activation.class));
        given.put("init", Optional.of(values.word("init", dev.plumbline.spec.Initializer.class)));
        return (Layer) values.holder(kind.schema().orElseThrow().type(), given);
    }

    private Training training(int examples) {
        Shape.Batch batch = choices.oneOf(List.of(Shape.Batch.values()), each -> Set.of(Shape.trait(each)), each -> 1);
        int size = batch == Shape.Batch.ONE ? 1 : 1 + choices.below(examples);
        int steps = batch == Shape.Batch.ALL ? 1 : (examples + size - 1) / size;
        int epochs = 1 + choices.below(Math.max(1, STEPS / steps));
        Map<String, Object> given = new HashMap<>();
        given.put("batch_size", batch == Shape.Batch.ALL ? new BatchSize.All() : new BatchSize.Examples(size));
        given.put("epochs", epochs);
        if (batch == Shape.Batch.ALL) {
            given.put("shuffle", false);
        }
        return new Values(choices, 0, 0).holder(Training.class, given);
    }

    /** How many examples of this kind. */
    static int examples(Choices choices, Shape.Kind kind) {
        return kind == Shape.Kind.SINGLE_EXAMPLE ? 1 : 2 + choices.below(MOST_EXAMPLES - 1);
    }
}
