package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Random specifications, generated from the vocabulary alone. */
public final class RandomSpecs {
    private static final List<String> TEXTS = List.of("a", "on: 1", "- x", "😀", "true", "12", "a b", "\t", "é\n");

    /** The number of attempts at a valid part. */
    private static final int TRIES = 20;

    private final Random random;
    private final Set<String> words = new LinkedHashSet<>();

    /** Specifications from this seed. */
    public RandomSpecs(long seed) {
        random = new Random(seed);
    }

    /** The next one that is valid. */
    public NetworkSpec next() {
        Optional<NetworkSpec> spec = spec();
        while (spec.isEmpty()) {
            spec = spec();
        }
        return spec.get();
    }

    /** Every word that was drawn, such as {@code Activation.sigmoid}. */
    Set<String> words() {
        return words;
    }

    private Optional<NetworkSpec> spec() {
        try {
            return Optional.of((NetworkSpec) record(NetworkSpec.class));
        } catch (InvalidSpecException e) {
            return Optional.empty(); // Its parts contradict each other.
        }
    }

    /** One that is possible by itself, as a part: what contradicts another part is found when the whole is made. */
    private Object record(Class<?> type) {
        for (int i = 1; type != NetworkSpec.class && i < TRIES; i++) {
            try {
                return drawn(type);
            } catch (InvalidSpecException e) {
                // Its numbers are not allowed: others are drawn.
            }
        }
        return drawn(type);
    }

    /** Sections that contradict most others, so that hardly any valid file would remain. */
    private static final Set<String> RARE =
            Set.of("validation", "prepare", "early_stopping", "class_weight", "distributed");

    private Object drawn(Class<?> type) {
        List<Object> values = new ArrayList<>();
        for (Parameter parameter : Schema.of(type).parameters()) {
            Type content = ValueTypes.content(parameter.type());
            boolean isLeftOut = RARE.contains(parameter.name()) ? random.nextInt(30) > 0 : random.nextInt(3) == 0;
            if (parameter.isOptional()) {
                values.add(isLeftOut ? Optional.empty() : Optional.of(value(content)));
            } else {
                Optional<Object> byDefault = isLeftOut ? parameter.defaultValue() : Optional.empty();
                values.add(byDefault.orElseGet(() -> value(content)));
            }
        }
        return Schema.of(type).create(values);
    }

    private Object value(Type type) {
        Optional<Type> element = ValueTypes.element(type);
        if (element.isPresent()) {
            int size = ValueTypes.element(element.get()).isPresent()
                    ? 2
                    : ValueTypes.isDouble(element.get()) ? 1 : 1 + random.nextInt(2);
            return IntStream.range(0, size).mapToObj(i -> value(element.get())).toList();
        }
        Optional<Type> named = ValueTypes.named(type);
        if (named.isPresent()) {
            return Map.of(TEXTS.get(random.nextInt(TEXTS.size())), value(named.get()));
        }
        if (type == int.class || type == Integer.class) {
            return random.nextInt(4) == 0 ? 1 + random.nextInt(1000) : 1;
        }
        if (type == long.class || type == Long.class) {
            return random.nextLong(4294967296L);
        }
        if (ValueTypes.isDouble(type)) {
            return random.nextBoolean() ? random.nextInt(5) : Double.longBitsToDouble(random.nextLong());
        }
        if (ValueTypes.isBoolean(type)) {
            return random.nextBoolean();
        }
        if (type == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        return ValueTypes.isSection(type) ? record((Class<?>) type) : word((Class<?>) type);
    }

    private Object word(Class<?> family) {
        List<Vocabulary.Entry> entries = Vocabulary.of(family).entries();
        Vocabulary.Entry entry = entries.get(random.nextInt(entries.size()));
        Object made = entry.value()
                .orElseGet(() -> record(entry.schema().orElseThrow().type()));
        words.add(family.getSimpleName() + "." + entry.name());
        return made;
    }
}
