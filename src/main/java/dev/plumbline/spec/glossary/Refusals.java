package dev.plumbline.spec.glossary;

import dev.plumbline.spec.vocabulary.ForeignNames;
import dev.plumbline.spec.vocabulary.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the features that are {@link Refused}. */
public final class Refusals {
    private Refusals() {}

    /** The names that are refused as words of this family, or as parameters of this record. */
    public static List<Refused> of(Class<?> holder) {
        return List.of(holder.getAnnotationsByType(Refused.class));
    }

    /** The refusal of this name there; empty if it is not refused. */
    public static Optional<Refused> find(Class<?> holder, String name) {
        return of(holder).stream()
                .filter(refused ->
                        Arrays.stream(refused.names()).anyMatch(foreignName -> ForeignNames.isSame(foreignName, name)))
                .findFirst();
    }

    /** The refusal of a word with this name in any family; empty if it is not refused. */
    public static Optional<Refused> find(String name) {
        return Glossary.whole().types().stream()
                .flatMap(family -> find(family, name).stream())
                .findFirst();
    }

    /** The place of the proof, in a few words. */
    public static String proof(Refused refused) {
        return "proven as " + refused.finding() + " in src/docs/dl4j-findings.md";
    }
}
