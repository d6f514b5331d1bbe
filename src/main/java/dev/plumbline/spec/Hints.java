package dev.plumbline.spec;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what is to be said to a name of other libraries, a {@link Hint}. */
public final class Hints {
    private Hints() {}

    /** What is said to this name in the place of a family's words, or of a record's keys; empty if nothing is. */
    public static Optional<String> find(Class<?> holder, String name) {
        return Stream.concat(Stream.of(holder), Arrays.stream(holder.getInterfaces()))
                .flatMap(each -> Arrays.stream(each.getAnnotationsByType(Hint.class)))
                .filter(hint -> Arrays.stream(hint.names()).anyMatch(known -> ForeignNames.isSame(known, name)))
                .map(Hint::value)
                .findFirst();
    }
}
