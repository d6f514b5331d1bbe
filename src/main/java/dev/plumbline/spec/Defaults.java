package dev.plumbline.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/** Turns the text of {@link Field#byDefault()} into the value it stands for. */
final class Defaults {
    private Defaults() {}

    /** The value; the text is a programmer's, so one that cannot be read is a programmer's mistake. */
    static Object read(String text, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return text.equals("[]") ? List.of() : List.of(read(text, list.getActualTypeArguments()[0]));
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == double.class) {
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
            return allOf(family);
        }
        return Vocabulary.of(family)
                .find(text)
                .map(entry -> entry.schema()
                        .<Object>map(schema -> allOf(schema.type()))
                        .orElseGet(entry::constant))
                .orElseThrow(() -> new IllegalStateException("no word " + text + " in " + family));
    }

    /** The record with every parameter at its default. */
    private static <T> T allOf(Class<T> record) {
        return Draft.of(record).finish();
    }
}
