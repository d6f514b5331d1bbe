package dev.plumbline.fuzz;

import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The networks to which a network can be reduced in one step, the largest reductions first. Some are invalid; their
 * supplier throws.
 */
final class ShrinkCandidates {
    private final NetworkSpec spec;
    private final DataSource.Inline data;
    private final List<Supplier<NetworkSpec>> found = new ArrayList<>();

    private ShrinkCandidates(NetworkSpec spec, DataSource.Inline data) {
        this.spec = spec;
        this.data = data;
    }

    static List<Supplier<NetworkSpec>> of(NetworkSpec spec) {
        if (!(spec.data() instanceof DataSource.Inline data)) {
            return List.of();
        }
        ShrinkCandidates reductions = new ShrinkCandidates(spec, data);
        reductions.steps();
        reductions.examples();
        reductions.layers();
        reductions.widths();
        reductions.words();
        reductions.numbers();
        return reductions.found;
    }

    private void add(String key, Supplier<Object> value) {
        found.add(() -> Schema.with(spec, key, value.get()));
    }

    private void training(UnaryOperator<Training> change) {
        add("training", () -> change.apply(spec.training()));
    }

    private void steps() {
        for (int epochs : fewer(spec.training().epochs())) {
            training(training -> Schema.with(training, "epochs", epochs));
        }
        training(training -> Schema.with(Schema.with(training, "shuffle", false), "batch_size", new BatchSize.All()));
    }

    private void examples() {
        int examples = data.inputs().size();
        for (int half : new int[] {0, 1}) {
            keep(IntStream.range(0, examples)
                    .filter(i -> (i < (examples + 1) / 2) == (half == 0))
                    .toArray());
        }
        for (int without = 0; without < examples && examples > 1; without++) {
            int left = without;
            keep(IntStream.range(0, examples).filter(i -> i != left).toArray());
        }
    }

    /** Keeps only these examples, and limits the batch size to their number. */
    private void keep(int[] examples) {
        if (examples.length == 0 || examples.length == data.inputs().size()) {
            return;
        }
        Supplier<NetworkSpec> fewer = () -> Schema.with(spec, "data", ofRows(examples));
        if (spec.training().batchSize() instanceof BatchSize.Examples batch && batch.count() > examples.length) {
            Training smaller = Schema.with(spec.training(), "batch_size", new BatchSize.Examples(examples.length));
            // The batch size first, because data with fewer examples than a batch are invalid.
            found.add(() -> Schema.with(Schema.with(spec, "training", smaller), "data", ofRows(examples)));
        } else {
            found.add(fewer);
        }
    }

    private DataSource ofRows(int[] examples) {
        Schema<DataSource.Inline> schema = Schema.of(DataSource.Inline.class);
        List<Object> values = new ArrayList<>();
        for (Parameter parameter : schema.parameters()) {
            values.add(rows(parameter.valueIn(data), examples));
        }
        return schema.create(values);
    }

    private Object rows(Object value, int[] examples) {
        if (value instanceof Optional<?> optional) {
            return optional.map(content -> rows(content, examples));
        }
        return value instanceof List<?> list && list.size() == data.inputs().size()
                ? IntStream.of(examples).mapToObj(list::get).toList()
                : value;
    }

    private void layers() {
        for (int without = 0; without < spec.layers().size() - 1; without++) {
            List<Layer> fewer = new ArrayList<>(spec.layers());
            fewer.remove(without);
            add("layers", () -> fewer);
        }
        int last = spec.layers().size() - 1;
        if (last > 0 && spec.layers().get(last - 1).units() == spec.outputs()) {
            add("layers", () -> spec.layers().subList(0, last));
        }
    }

    private void widths() {
        for (int i = 0; i < spec.layers().size(); i++) {
            int layer = i;
            for (int units : fewer(spec.layers().get(i).units())) {
                Supplier<List<Layer>> narrower = () -> narrowed(layer, units);
                if (layer < spec.layers().size() - 1) {
                    add("layers", narrower::get);
                } else {
                    found.add(() -> outputs(narrower.get(), units));
                }
            }
        }
        for (int column = 0; column < spec.inputs() && spec.inputs() > 1; column++) {
            int without = column;
            found.add(() -> with(
                    spec,
                    List.of("inputs", "data", "layers"),
                    List.of(
                            spec.inputs() - 1,
                            withoutColumn(without),
                            changed(0, first -> cut(first, row -> row != without, any -> true)))));
        }
    }

    /** Keeps the first units of a layer, with their given weights. */
    private List<Layer> narrowed(int layer, int units) {
        List<Layer> layers = new ArrayList<>(spec.layers());
        Layer narrower = cut(layers.get(layer), row -> true, column -> column < units);
        layers.set(layer, Schema.with(narrower, "units", units));
        if (layer + 1 < layers.size()) {
            layers.set(layer + 1, cut(layers.get(layer + 1), row -> row < units, column -> true));
        }
        return layers;
    }

    /** Keeps these rows and columns of all tables in the layer's initializer. */
    private static Layer cut(Layer layer, IntPredicate rows, IntPredicate columns) {
        return layer.init()
                .map(init -> Schema.with(layer, "init", Optional.of(cut(init, rows, columns))))
                .orElse(layer);
    }

    private static Initializer cut(Initializer init, IntPredicate rows, IntPredicate columns) {
        Initializer cut = init;
        for (Parameter parameter : Schema.of(init.getClass()).parameters()) {
            if (parameter.isTable()) {
                List<?> kept = kept((List<?>) parameter.valueIn(init), rows).stream()
                        .map(row -> kept((List<?>) row, columns))
                        .toList();
                cut = Schema.with(cut, parameter.name(), kept);
            } else if (parameter.isList() && parameter.valueIn(init) instanceof Optional<?> bias) {
                cut = Schema.with(cut, parameter.name(), bias.map(numbers -> kept((List<?>) numbers, columns)));
            }
        }
        return cut;
    }

    private static List<?> kept(List<?> list, IntPredicate indices) {
        return IntStream.range(0, list.size())
                .filter(indices)
                .mapToObj(list::get)
                .toList();
    }

    private NetworkSpec outputs(List<Layer> layers, int units) {
        DataSource narrower = Schema.with(
                data,
                "targets",
                data.targets().stream().map(row -> row.subList(0, units)).toList());
        return with(spec, List.of("layers", "data"), List.of(layers, narrower));
    }

    private DataSource withoutColumn(int without) {
        return Schema.with(
                data,
                "inputs",
                data.inputs().stream()
                        .map(row -> IntStream.range(0, row.size())
                                .filter(j -> j != without)
                                .mapToObj(row::get)
                                .toList())
                        .toList());
    }

    /** Replaces several values that are valid only together. */
    static NetworkSpec with(NetworkSpec spec, List<String> keys, List<Object> values) {
        Schema<NetworkSpec> schema = Schema.of(NetworkSpec.class);
        List<Object> all = new ArrayList<>();
        for (Parameter parameter : schema.parameters()) {
            int index = keys.indexOf(parameter.name());
            all.add(index < 0 ? parameter.valueIn(spec) : values.get(index));
        }
        return schema.create(all);
    }

    private List<Layer> changed(int layer, UnaryOperator<Layer> change) {
        List<Layer> layers = new ArrayList<>(spec.layers());
        layers.set(layer, change.apply(layers.get(layer)));
        return layers;
    }

    private void words() {
        for (int i = 0; i < spec.layers().size(); i++) {
            int layer = i;
            Simplifications.ofHolder(spec.layers().get(i))
                    .forEach(simpler -> add("layers", () -> changed(layer, each -> (Layer) simpler.get())));
        }
        found.add(() -> with(
                spec,
                List.of("init", "layers"),
                List.of(
                        Optional.of(spec.initOf(0)),
                        spec.layers().stream()
                                .map(layer -> Schema.with(layer, "init", Optional.empty()))
                                .toList())));
        for (Parameter parameter : Schema.of(NetworkSpec.class).parameters()) {
            if (!List.of("name", "inputs", "layers", "data", "report", "compare")
                    .contains(parameter.name())) {
                Simplifications.of(parameter, parameter.valueIn(spec))
                        .forEach(simpler -> add(parameter.name(), simpler));
            }
        }
    }

    private void numbers() {
        Simplifications.ofHolder(data).forEach(simpler -> add("data", simpler));
    }

    static int[] fewer(int number) {
        return IntStream.of(1, number / 2, number - 1)
                .filter(fewer -> fewer >= 1 && fewer < number)
                .distinct()
                .toArray();
    }
}
