package dev.plumbline.yaml.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers by YAML 1.2's core schema. */
class ScalarsTests {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1", "007", "0x1F", "0o17", "99999999999999999999"})
    void knowsWholeNumbers(String text) {
        assertEquals(Scalars.Kind.WHOLE, Scalars.kind(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.", ".5", "-.5", "1e3", "1E-3", "1.5e+3", ".inf", "-.Inf", "+.INF", ".nan", ".NaN"})
    void knowsFractionalNumbers(String text) {
        assertEquals(Scalars.Kind.FRACTIONAL, Scalars.kind(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "-",
                "+",
                "e3",
                ".e3",
                "1e",
                "1e+",
                "1.2.3",
                "1_000",
                "0x",
                "0xG",
                "0o8",
                "-0x1",
                "nan",
                "inf",
                "-.nan",
                "1f",
                "1d",
                "0x1p3",
                "NaN",
                "Infinity",
                "\u0661"
            })
    void takesEverythingElseForText(String text) {
        assertEquals(Scalars.Kind.TEXT, Scalars.kind(text));
    }

    @Test
    void knowsTheBoundsOfLongs() {
        assertEquals(Optional.of(Long.MAX_VALUE), Scalars.longValue("9223372036854775807"));
        assertEquals(Optional.empty(), Scalars.longValue("9223372036854775808"));
        assertEquals(Optional.of(Long.MIN_VALUE), Scalars.longValue("-9223372036854775808"));
        assertEquals(Optional.of(Long.MAX_VALUE), Scalars.longValue("0x7fffffffffffffff"));
        assertEquals(Optional.of(Long.MAX_VALUE), Scalars.longValue("0o777777777777777777777"));
        assertEquals(Optional.empty(), Scalars.longValue("0o1777777777777777777777"));
    }

    @Test
    void readsMillionsOfDigitsAtOnce() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            String digits = "9".repeat(8 << 20);
            assertEquals(Optional.empty(), Scalars.longValue(digits));
            assertEquals(Double.POSITIVE_INFINITY, Scalars.doubleValue("0x" + digits));
            assertEquals(Double.POSITIVE_INFINITY, Scalars.doubleValue(digits));
        });
    }
}
