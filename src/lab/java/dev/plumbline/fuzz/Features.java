package dev.plumbline.fuzz;

import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Finds the traits of a network, and all traits that exist. */
final class Features {
    /** The key of the last layer's activation. Only this activation must be compatible with the loss. */
    static final String OUTPUT_ACTIVATION = "output activation";

    /** Keys that are no choice between words, are covered by {@link NetworkTraits}, or depend on the machine. */
    private static final Set<String> WITHOUT = Set.of(
            "name",
            "inputs",
            "layers",
            "init",
            "seed",
            "backend",
            "data",
            "prepare",
            "validation",
            "report",
            "compare");

    /**
     * Sections of the training that no network is drawn with: a check does not apply the first, and compares little of a
     * step with the second.
     */
    private static final Set<String> NOT_DRAWN = Set.of("early_stopping", "class_weight", "distributed");

    /** Caches the results of reflection. */
    private static final Map<Place, Set<Feature>> KNOWN = new ConcurrentHashMap<>();

    private static final Map<Class<?>, List<Vocabulary.Entry>> WORDS = new ConcurrentHashMap<>();

    /** A key, a word or a type of its values, and the enclosing records. */
    private record Place(String key, Object what, Set<Class<?>> within) {}

    private final SortedSet<Feature> found = new TreeSet<>();

    private Features() {}

    /** The traits of a network with inline data. */
    static SortedSet<Feature> of(NetworkSpec spec) {
        Features traits = new Features();
        traits.holder(spec, WITHOUT);
        for (int i = 0; i < spec.layers().size(); i++) {
            boolean last = i == spec.layers().size() - 1;
            Layer layer = spec.layers().get(i);
            traits.value(last ? OUTPUT_ACTIVATION : "activation", layer.activation());
            traits.value("init", spec.initOf(i));
            traits.holder(layer, Set.of("activation"));
        }
        if (spec.data() instanceof DataSource.Inline inline) {
            traits.holder(inline, Set.of("inputs", "targets"));
        }
        traits.found.addAll(NetworkTraits.of(spec));
        return traits.found;
    }

    /** All traits that a network can have. */
    static SortedSet<Feature> all() {
        SortedSet<Feature> all = new TreeSet<>(NetworkTraits.all());
        all.addAll(underHolder(NetworkSpec.class, WITHOUT, Set.of()));
        all.addAll(ofLayer(false));
        all.addAll(ofLayer(true));
        all.addAll(underHolder(DataSource.Inline.class, Set.of("inputs", "targets"), Set.of()));
        return all;
    }

    /** All traits that the training can have. */
    static Set<Feature> ofTraining() {
        return under("training", Training.class, Set.of());
    }

    /** All traits that a layer can have. */
    static Set<Feature> ofLayer(boolean last) {
        Set<Feature> all = new TreeSet<>();
        for (Vocabulary.Entry entry : words(Layer.class)) {
            Class<?> layer = entry.schema().orElseThrow().type();
            all.addAll(underHolder(layer, Set.of("activation"), Set.of()));
        }
        all.addAll(under(last ? OUTPUT_ACTIVATION : "activation", dev.plumbline.spec.Activation.class, Set.of()));
        return all;
    }

    /** The keys that can have several values in a network, in different layers. All others have one value. */
    static Set<String> keysOfSeveral() {
        return ofLayer(false).stream().map(Feature::key).collect(java.util.stream.Collectors.toSet());
    }

    /** The words of a family that do not need another file. */
    static List<Vocabulary.Entry> words(Class<?> family) {
        List<Vocabulary.Entry> known = WORDS.get(family);
        if (known == null) {
            known = Vocabulary.of(family).entries().stream()
                    .filter(entry -> entry.schema().stream()
                            .flatMap(schema -> schema.parameters().stream())
                            .noneMatch(parameter -> parameter.name().equals("file")))
                    .toList();
            WORDS.put(family, known);
        }
        return known;
    }

    /** The words of a family that are allowed inside these records; a word is not nested in a word of its own type. */
    static List<Vocabulary.Entry> words(Class<?> family, Set<Class<?>> within) {
        return words(family).stream()
                .filter(entry -> entry.schema()
                        .filter(schema -> within.contains(schema.type()))
                        .isEmpty())
                .toList();
    }

    /**
     * The traits that are possible with this word for this key.
     *
     * @param within the enclosing records
     */
    static Set<Feature> under(String key, Vocabulary.Entry entry, Set<Class<?>> within) {
        return known(new Place(key, entry.name(), within), () -> find(key, entry, within));
    }

    private static Set<Feature> find(String key, Vocabulary.Entry entry, Set<Class<?>> within) {
        Set<Feature> all = new TreeSet<>();
        all.add(new Feature(key, entry.name()));
        entry.schema().ifPresent(schema -> all.addAll(underHolder(schema.type(), Set.of(), within)));
        return all;
    }

    /**
     * The traits that are possible with a value of this type for this key.
     *
     * @param within the enclosing records
     */
    static Set<Feature> under(String key, Type type, Set<Class<?>> within) {
        return known(new Place(key, type, within), () -> find(key, type, within));
    }

    /** The traits that are possible with a present value of an optional parameter. */
    static Set<Feature> present(String key, Type content, Set<Class<?>> within) {
        return known(new Place(key, Optional.of(content), within), () -> {
            Set<Feature> all = new HashSet<>(under(key, content, within));
            all.add(own(key));
            return all;
        });
    }

    private static Set<Feature> find(String key, Type type, Set<Class<?>> within) {
        Set<Feature> all = new TreeSet<>();
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            all.add(none(key));
            all.add(own(key));
            all.addAll(under(key, generic.getActualTypeArguments()[0], within));
        } else if (type == boolean.class) {
            all.add(new Feature(key, "false"));
            all.add(new Feature(key, "true"));
        } else if (type instanceof Class<?> family && (family.isEnum() || family.isSealed())) {
            if (family != BatchSize.class) {
                words(family, within).forEach(entry -> all.addAll(under(key, entry, within)));
            }
        } else if (type instanceof Class<?> holder && holder.isRecord()) {
            all.addAll(underHolder(holder, Set.of(), within));
        }
        return all;
    }

    static Feature none(String key) {
        return new Feature(key, "none");
    }

    static Feature own(String key) {
        return new Feature(key, "own");
    }

    static Feature off(String key, boolean off) {
        return new Feature(key, off ? "0" : "not 0");
    }

    private static Set<Feature> known(Place place, Supplier<Set<Feature>> search) {
        // Not computeIfAbsent, because the search is recursive.
        Set<Feature> known = KNOWN.get(place);
        if (known == null) {
            known = Set.copyOf(search.get());
            KNOWN.put(place, known);
        }
        return known;
    }

    private static Set<Feature> underHolder(Class<?> holder, Set<String> without, Set<Class<?>> within) {
        Set<Class<?>> withinThis = new HashSet<>(within);
        withinThis.add(holder);
        Set<Feature> all = new TreeSet<>();
        for (Parameter parameter : Schema.of(holder).parameters()) {
            if (!without.contains(parameter.name()) && !NOT_DRAWN.contains(parameter.name())) {
                all.addAll(under(parameter.name(), parameter.type(), withinThis));
                if (isOff(parameter)) {
                    all.add(off(parameter.name(), true));
                    all.add(off(parameter.name(), false));
                }
            }
        }
        return all;
    }

    /** Whether a number has the default 0, which turns a feature off. */
    static boolean isOff(Parameter parameter) {
        return (parameter.type() == double.class || parameter.type() == int.class)
                && parameter
                        .byDefault()
                        .filter(text -> Double.parseDouble(text) == 0)
                        .isPresent();
    }

    private void holder(Object holder, Set<String> without) {
        for (Parameter parameter : Schema.of(holder.getClass()).parameters()) {
            if (without.contains(parameter.name()) || NOT_DRAWN.contains(parameter.name())) {
                continue;
            }
            Object value = parameter.valueIn(holder);
            if (isOff(parameter)) {
                found.add(off(parameter.name(), ((Number) value).doubleValue() == 0));
            } else if (!(value instanceof BatchSize)) {
                value(parameter.name(), value);
            }
        }
    }

    private void value(String key, Object value) {
        if (value instanceof Optional<?> optional) {
            found.add(optional.isPresent() ? own(key) : none(key));
            optional.ifPresent(content -> value(key, content));
        } else if (value instanceof Boolean || value instanceof Enum<?>) {
            found.add(new Feature(key, value instanceof Enum<?> ? Schema.wordOf(value) : value.toString()));
        } else if (value instanceof Training) {
            holder(value, Set.of());
        } else if (value instanceof Record holder) {
            boolean isWord =
                    java.util.Arrays.stream(holder.getClass().getInterfaces()).anyMatch(Class::isSealed);
            if (isWord) {
                found.add(new Feature(key, Schema.wordOf(holder)));
            }
            holder(holder, Set.of());
        }
    }
}
