package dev.plumbline.yaml;

import dev.plumbline.spec.LayerDefaults;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Vocabulary;
import dev.plumbline.spec.Word;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of parameters, taken apart. */
final class Types {
    private Types() {}

    /** What an Optional holds; any other type itself. */
    static Type content(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    /** The type of a list's elements; empty if it is no list. */
    static Optional<Type> element(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class
                ? Optional.of(generic.getActualTypeArguments()[0])
                : Optional.empty();
    }

    /** Whether its values are the words of a vocabulary. */
    static boolean isFamily(Type type) {
        return type instanceof Class<?> family && (family.isEnum() || family.isSealed());
    }

    static boolean isSection(Type type) {
        return type instanceof Class<?> section && section.isRecord();
    }

    static boolean isWhole(Type type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    static boolean isDouble(Type type) {
        return type == double.class || type == Double.class;
    }

    static boolean isBoolean(Type type) {
        return type == boolean.class || type == Boolean.class;
    }

    /** The only parameter of the word whose value may stand for it, such as the number of a batch's examples. */
    static Optional<Parameter> shorthandValue(Vocabulary vocabulary) {
        return vocabulary
                .withShorthand(Word.Shorthand.VALUE)
                .flatMap(Vocabulary.Entry::schema)
                .map(schema -> schema.parameters().get(0));
    }

    /** What may be written for a parameter: "sigmoid, tanh", "a whole number of at least 1". */
    static String allowed(Parameter parameter) {
        return allowed(content(parameter.type()), parameter.allowed());
    }

    /**
     * What may be written for a type.
     *
     * @param number what to say where it is a number
     */
    static String allowed(Type type, String number) {
        Optional<Type> element = element(type);
        if (element.isPresent() && isDouble(element.get())) {
            return "a list of numbers, such as [0, 1]";
        }
        if (element.flatMap(Types::element).isPresent()) {
            return "a list of rows, such as [[0, 1], [1, 0]]";
        }
        if (element.isPresent()) {
            return "a list, such as " + YamlWriter.flow(Placeholders.of(type, 0));
        }
        if (isFamily(type)) {
            return words(Vocabulary.of((Class<?>) type));
        }
        if (isSection(type)) {
            return "a mapping of " + keys(Schema.of((Class<?>) type));
        }
        if (isBoolean(type)) {
            return "true, false";
        }
        return type == String.class ? "a text" : number;
    }

    /** The words of each family, which are told with each of thousands of problems. */
    private static final Map<Class<?>, String> WORDS = new ConcurrentHashMap<>();

    /** "sigmoid, tanh"; "all, or a whole number of at least 1"; "csv, npz, or a mapping of inputs, targets". */
    static String words(Vocabulary vocabulary) {
        String known = WORDS.get(vocabulary.family());
        if (known == null) { // not computeIfAbsent: the words of one family may name those of another
            known = listed(vocabulary);
            WORDS.put(vocabulary.family(), known);
        }
        return known;
    }

    private static String listed(Vocabulary vocabulary) {
        Stream<String> words = vocabulary.entries().stream()
                .filter(entry -> entry.word().shorthand() == Word.Shorthand.NONE)
                .map(Vocabulary.Entry::name);
        Stream<String> value = shorthandValue(vocabulary).map(parameter -> "or " + allowed(parameter)).stream();
        Stream<String> parameters = vocabulary
                .withShorthand(Word.Shorthand.PARAMETERS)
                .flatMap(Vocabulary.Entry::schema)
                .map(schema -> "or a mapping of " + keys(schema))
                .stream();
        return Stream.concat(words, Stream.concat(value, parameters)).collect(Collectors.joining(", "));
    }

    /** "units, activation, bias, init"; "no key" where there is none. */
    static String keys(Schema<?> schema) {
        return schema.parameters().isEmpty() ? "no key" : String.join(", ", names(schema));
    }

    /** The keys that may stand in a mapping: the names of the parameters, and in a file what its layers share. */
    static List<String> names(Schema<?> schema) {
        return schema.parameters().stream()
                .map(Parameter::name)
                .flatMap(name -> schema.type() == NetworkSpec.class && name.equals("layers")
                        ? Stream.of(name, LayerDefaults.KEY)
                        : Stream.of(name))
                .toList();
    }
}
