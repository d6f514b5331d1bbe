package dev.plumbline.spec.vocabulary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.spec.Optimizer;
import org.junit.jupiter.api.Test;

/** A parameter takes what its annotation does not give from the same parameter of another word. */
class ParameterTests {
    @Test
    void takesTheAttributesThatItDoesNotGive() {
        Parameter own = Schema.of(Optimizer.Adamax.class).parameter("beta2");
        Parameter other = Schema.of(Optimizer.Adam.class).parameter("beta2");

        assertEquals("the decay rate of n, β2", own.description());
        assertEquals("the decay rate of v, β2", other.description());
        assertEquals(other.defaultValue(), own.defaultValue());
        assertEquals(other.range(), own.range());
        assertEquals(other.foreignNames(), own.foreignNames());
    }

    private record Alone(@Field double value) {}

    private record Elsewhere(@Field(like = Alone.class) double other) {}

    @Test
    void refusesAParameterWithoutAMeaningAndOneThatTheOtherWordDoesNotHave() {
        assertThrows(IllegalStateException.class, () -> Schema.of(Alone.class));
        assertThrows(IllegalStateException.class, () -> Schema.of(Elsewhere.class));
    }
}
