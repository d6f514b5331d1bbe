package dev.plumbline.spec.vocabulary;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions about the types of parameters. */
public final class ValueTypes {
    private ValueTypes() {}

    /** The type inside an Optional; any other type unchanged. */
    public static Type content(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    /** The type of a list's elements; empty if the type is not a list. */
    public static Optional<Type> element(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class
                ? Optional.of(generic.getActualTypeArguments()[0])
                : Optional.empty();
    }

    /** The type of the values of a mapping whose keys are any names; empty for other types. */
    public static Optional<Type> named(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Map.class
                ? Optional.of(generic.getActualTypeArguments()[1])
                : Optional.empty();
    }

    /** Whether the values are words of a vocabulary. */
    public static boolean isFamily(Type type) {
        return type instanceof Class<?> family && (family.isEnum() || family.isSealed());
    }

    /** Whether the values are records with keys. */
    public static boolean isSection(Type type) {
        return type instanceof Class<?> section && section.isRecord();
    }

    /** Whether the values are whole numbers. */
    public static boolean isWhole(Type type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    /** Whether the values are numbers with a fraction. */
    public static boolean isDouble(Type type) {
        return type == double.class || type == Double.class;
    }

    /** Whether the values are true and false. */
    public static boolean isBoolean(Type type) {
        return type == boolean.class || type == Boolean.class;
    }
}
