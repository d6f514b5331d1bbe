package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Placeholders;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** There is a placeholder for every word, so that a new word cannot make the reader fail. */
class PlaceholdersTests {
    @Test
    void everyWordHasOne() {
        RoundTripTests.everyFamily(
                NetworkSpec.class,
                family -> Vocabulary.of(family).entries().stream()
                        .flatMap(entry -> entry.schema().stream())
                        .forEach(schema -> {
                            assertDoesNotThrow(() -> Placeholders.of(schema.type(), 0), schema.type()::getName);
                            assertDoesNotThrow(() -> Placeholders.of(schema.type(), 1), schema.type()::getName);
                        }));
    }

    @Test
    void theTwoOfAParameterDifferWhereTheyCan() {
        for (Parameter parameter : Schema.of(NetworkSpec.class).parameters()) {
            boolean hasOnlyOneValue = Set.of("report", "training", "compare", "prepare", "validation")
                    .contains(parameter.name());
            if (!hasOnlyOneValue) {
                assertNotEquals(Placeholders.of(parameter, 0), Placeholders.of(parameter, 1), parameter.name());
            }
        }
    }
}
