package dev.plumbline.spec.vocabulary;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The words of one family: the records of a sealed interface, or the constants of an enum, in the order in which they
 * are written there.
 */
public final class Vocabulary {
    private static final Map<Class<?>, Vocabulary> KNOWN = new ConcurrentHashMap<>();

    private final Class<?> family;
    private final List<Entry> entries;

    private Vocabulary(Class<?> family) {
        this.family = family;
        this.entries = words(family).toList();
    }

    private static Stream<Entry> words(Class<?> family) {
        if (family.isEnum()) {
            return Arrays.stream(family.getEnumConstants()).map(constant -> constantEntry(family, constant));
        }
        return Arrays.stream(family.getPermittedSubclasses())
                .map(record -> new Entry(
                        Schema.snakeCase(record.getSimpleName()),
                        annotation(record.getAnnotation(Word.class), record),
                        Optional.of(Schema.of(record)),
                        Optional.empty()));
    }

    private static Entry constantEntry(Class<?> family, Object constant) {
        try {
            Word word = family.getField(((Enum<?>) constant).name()).getAnnotation(Word.class);
            return new Entry(
                    Schema.wordOf(constant), annotation(word, constant), Optional.empty(), Optional.of(constant));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Word annotation(@org.jspecify.annotations.Nullable Word word, Object holder) {
        if (word == null) {
            throw new IllegalStateException(holder + " has no @Word");
        }
        return word;
    }

    /** The words of a sealed interface or an enum of the specification. */
    public static Vocabulary of(Class<?> family) {
        // Not computeIfAbsent: one family's words can request another family during the call.
        Vocabulary vocabulary = KNOWN.get(family);
        if (vocabulary == null) {
            vocabulary = new Vocabulary(family);
            KNOWN.putIfAbsent(family, vocabulary);
        }
        return vocabulary;
    }

    /** The interface or enum, such as {@code Activation}. */
    public Class<?> family() {
        return family;
    }

    /** Its name in a sentence: "activation", "batch size". */
    public String name() {
        return Schema.snakeCase(family.getSimpleName()).replace('_', ' ');
    }

    /** All words. */
    public List<Entry> entries() {
        return entries;
    }

    /** The word of this exact name. */
    public Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The word with this shorthand, if there is one. */
    public Optional<Entry> withShorthand(Word.Shorthand shorthand) {
        return entries.stream()
                .filter(entry -> entry.word().shorthand() == shorthand)
                .findFirst();
    }

    /**
     * One word.
     *
     * @param name as it is written in files
     * @param word its meaning
     * @param schema its parameters, where it is a record
     * @param value the constant, where it is one
     */
    public record Entry(String name, Word word, Optional<Schema<?>> schema, Optional<Object> value) {

        /**
         * The word with every parameter at its default.
         *
         * @throws InvalidSpecException if one of them has none
         */
        public Object byDefault() {
            return schema.<Object>map(record -> RecordBuilder.of(record.type()).finish())
                    .orElseGet(this::constant);
        }

        /** Other libraries' names for it. */
        public ForeignNames foreignNames() {
            return new ForeignNames(word.dl4j(), word.keras(), word.pytorch());
        }

        /** The enum's constant; only for words of an enum. */
        Object constant() {
            return value.orElseThrow();
        }
    }
}
