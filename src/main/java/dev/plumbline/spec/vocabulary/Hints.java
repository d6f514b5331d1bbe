package dev.plumbline.spec.vocabulary;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the {@link Hint} for a name of another library. */
public final class Hints {
    private Hints() {}

    /** The hint for this name in place of a word of the family, or of a key of the record; empty if there is none. */
    public static Optional<String> find(Class<?> holder, String name) {
        return Stream.concat(Stream.of(holder), Arrays.stream(holder.getInterfaces()))
                .flatMap(type -> Arrays.stream(type.getAnnotationsByType(Hint.class)))
                .filter(hint ->
                        Arrays.stream(hint.names()).anyMatch(foreignName -> ForeignNames.isSame(foreignName, name)))
                .map(Hint::value)
                .findFirst();
    }
}
