package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.glossary.LayerDefaults;
import dev.plumbline.spec.glossary.Sweep;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Placeholders;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.spec.vocabulary.Word;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the values of a parameter, a type or a section may be, in words. */
final class SchemaTypes {
    private SchemaTypes() {}

    /** The single parameter of a word that is written as its value only, such as the number of examples in a batch. */
    static Optional<Parameter> shorthandValue(Vocabulary vocabulary) {
        return vocabulary
                .withShorthand(Word.Shorthand.VALUE)
                .flatMap(Vocabulary.Entry::schema)
                .map(schema -> schema.parameters().get(0));
    }

    /** Describes the allowed values of a parameter: "sigmoid, tanh", "a whole number of at least 1". */
    static String allowed(Parameter parameter) {
        return allowed(ValueTypes.content(parameter.type()), parameter.allowed());
    }

    /**
     * Describes the allowed values of a type.
     *
     * @param number the description of a number
     */
    static String allowed(Type type, String number) {
        Optional<Type> element = ValueTypes.element(type);
        if (element.isPresent() && ValueTypes.isDouble(element.get())) {
            return "a list of numbers, such as [0, 1]";
        }
        if (element.flatMap(ValueTypes::element).isPresent()) {
            return "a list of rows, such as [[0, 1], [1, 0]]";
        }
        if (element.isPresent()) {
            return "a list, such as " + YamlWriter.flow(Placeholders.of(type, 0));
        }
        if (ValueTypes.named(type).isPresent()) {
            return "a mapping of names, each to " + number;
        }
        if (ValueTypes.isFamily(type)) {
            return words(Vocabulary.of((Class<?>) type));
        }
        if (ValueTypes.isSection(type)) {
            return "a mapping of " + keys(Schema.of((Class<?>) type));
        }
        if (ValueTypes.isBoolean(type)) {
            return "true, false";
        }
        return type == String.class ? "a text" : number;
    }

    /** A cache of the words of each family, because thousands of problems may list them. */
    private static final Map<Class<?>, String> WORDS = new ConcurrentHashMap<>();

    /** "sigmoid, tanh"; "all, or a whole number of at least 1"; "csv, npz, or a mapping of inputs, targets". */
    static String words(Vocabulary vocabulary) {
        String words = WORDS.get(vocabulary.family());
        if (words == null) { // not computeIfAbsent: the words of one family may contain those of another
            words = listed(vocabulary);
            WORDS.put(vocabulary.family(), words);
        }
        return words;
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

    /** "units, activation, bias, init"; "no key" if there are none. */
    static String keys(Schema<?> schema) {
        return schema.parameters().isEmpty() ? "no key" : String.join(", ", names(schema));
    }

    /**
     * The keys that are allowed in a mapping: the names of the parameters, and at the top level of a file also
     * `defaults` and `sweep`.
     */
    static List<String> names(Schema<?> schema) {
        Stream<String> names = schema.parameters().stream().map(Parameter::name);
        if (schema.type() != NetworkSpec.class) {
            return names.toList();
        }
        Stream<String> inFile =
                names.flatMap(name -> name.equals("layers") ? Stream.of(name, LayerDefaults.KEY) : Stream.of(name));
        return Stream.concat(inFile, Stream.of(Sweep.KEY)).toList();
    }
}
