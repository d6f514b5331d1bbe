package dev.plumbline.fuzz;

import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The traits of a network beside its words: depth, width, batch size and kind of examples. */
final class NetworkTraits {
    /** Larger inputs count as huge; other generated inputs are of order 1. */
    private static final double HUGE = 1000;

    private NetworkTraits() {}

    /** The number of layers. */
    enum Depth {
        ONE,
        TWO,
        MORE
    }

    /** The part of the examples in a batch. */
    enum Batch {
        ALL,
        ONE,
        EVEN,
        SHORT_LAST
    }

    /** The kind of the examples. */
    enum Kind {
        ORDINARY,
        SINGLE_EXAMPLE,
        ZERO_ROWS,
        IDENTICAL_ROWS,
        HUGE
    }

    static Feature trait(Enum<?> value) {
        String key = value.getClass() == Kind.class
                ? "examples"
                : value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        return new Feature(key, value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }

    static final Feature WIDTH_OF_ONE = new Feature("width", "one");
    static final Feature WIDER = new Feature("width", "more");

    static Set<Feature> all() {
        Set<Feature> all = new TreeSet<>(Set.of(WIDTH_OF_ONE, WIDER));
        for (Enum<?>[] values : List.of(Depth.values(), Batch.values(), Kind.values())) {
            Arrays.stream(values).forEach(value -> all.add(trait(value)));
        }
        return all;
    }

    static Set<Feature> of(NetworkSpec spec) {
        int layers = spec.layers().size();
        boolean narrow = spec.layers().stream().anyMatch(layer -> layer.units() == 1);
        Set<Feature> traits = new HashSet<>();
        traits.add(trait(layers == 1 ? Depth.ONE : layers == 2 ? Depth.TWO : Depth.MORE));
        traits.add(narrow ? WIDTH_OF_ONE : WIDER);
        if (spec.data() instanceof DataSource.Inline inline) {
            traits.add(trait(batch(spec.training().batchSize(), inline.inputs().size())));
            traits.add(trait(kind(inline.inputs())));
        }
        return traits;
    }

    static Batch batch(BatchSize size, int examples) {
        int batch = size.of(examples);
        if (size instanceof BatchSize.All) {
            return Batch.ALL;
        }
        return batch == 1 ? Batch.ONE : examples % batch == 0 ? Batch.EVEN : Batch.SHORT_LAST;
    }

    private static Kind kind(List<List<Double>> inputs) {
        if (inputs.size() == 1) {
            return Kind.SINGLE_EXAMPLE;
        }
        if (inputs.stream().flatMap(List::stream).anyMatch(value -> Math.abs(value) > HUGE)) {
            return Kind.HUGE;
        }
        if (inputs.stream().anyMatch(row -> row.stream().allMatch(value -> value == 0))) {
            return Kind.ZERO_ROWS;
        }
        return new HashSet<>(inputs).size() < inputs.size() ? Kind.IDENTICAL_ROWS : Kind.ORDINARY;
    }
}
