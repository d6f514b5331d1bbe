package dev.plumbline.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds what is {@link Refused}. */
public final class Refusals {
    private Refusals() {}

    /** What is refused in place of this family's words, or of this record's parameters. */
    public static List<Refused> of(Class<?> holder) {
        return List.of(holder.getAnnotationsByType(Refused.class));
    }

    /** Why this name is refused there; empty if it is not. */
    public static Optional<Refused> find(Class<?> holder, String name) {
        return of(holder).stream()
                .filter(refused -> Arrays.stream(refused.names()).anyMatch(known -> ForeignNames.isSame(known, name)))
                .findFirst();
    }

    /** Why a word of this name is refused, in whichever family it would be; empty if it is not. */
    public static Optional<Refused> find(String name) {
        return Glossary.whole().types().stream()
                .flatMap(family -> find(family, name).stream())
                .findFirst();
    }

    /** Where it is proven, in a few words. */
    public static String proof(Refused refused) {
        return "proven as " + refused.finding() + " in src/docs/dl4j-findings.md";
    }
}
