package dev.plumbline.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/** Turns the text of {@link Field#byDefault()} or {@link Field#example()} into its value. */
final class Defaults {
    private Defaults() {}

    /** The value. The text comes from an annotation, so an invalid text is a programming error. */
    static Object read(String text, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return text.equals("[]") ? List.of() : List.of(read(text, list.getActualTypeArguments()[0]));
        }
        if (type == int.class || type == Integer.class) {
            return Integer.parseInt(text);
        }
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == double.class || type == Double.class) {
            return Double.parseDouble(text);
        }
        if (type == boolean.class) {
            return text.equals("true");
        }
        if (type == String.class) {
            return text;
        }
        Class<?> family = (Class<?>) type;
        if (family.isRecord()) {
            return RecordBuilder.of(family).finish();
        }
        return Vocabulary.of(family).find(text).map(Vocabulary.Entry::byDefault).orElseGet(() -> ofValue(text, family));
    }

    /** The word of a family that is written as its value only, with this value. */
    private static Object ofValue(String text, Class<?> family) {
        Schema<?> word = Vocabulary.of(family)
                .withShorthand(Word.Shorthand.VALUE)
                .flatMap(Vocabulary.Entry::schema)
                .orElseThrow(() -> new IllegalStateException("no word " + text + " in " + family));
        return word.create(List.of(read(text, word.parameters().get(0).type())));
    }
}
