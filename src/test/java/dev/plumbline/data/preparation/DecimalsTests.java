package dev.plumbline.data.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+1",
                "1.",
                ".5",
                "-.5e-3",
                "007",
                "1E5",
                "1e-05",
                "0.1",
                "123456789012345678901234567890",
                "9007199254740993",
                "9007199254740992",
                "1e22",
                "1e23",
                "1e-22",
                "1e-23",
                "0.000000000000000000000001",
                "4.9e-324",
                "1e-400",
                "1.7976931348623157e308",
                "2.2250738585072012e-308",
                "0e999999999999",
                "100000000000000000000e-20",
                "0.1000000000000000055511151231257827021181583404541015625"
            })
    void readsWhatJavaReads(String text) {
        assertSame(text);
    }

    @Test
    void readsEveryDoubleToTheBit() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                assertSame(Double.toString(any));
            }
            assertSame(Double.toString(random.nextDouble()));
            assertSame(random.nextLong(1L << 54) + "e" + random.nextInt(-30, 30));
        }
    }

    @Test
    void saysThatANumberIsTooLarge() {
        assertEquals(Double.POSITIVE_INFINITY, parse("1e309"));
        assertEquals(Double.NEGATIVE_INFINITY, parse("-1e99999999999"));
    }

    private static void assertSame(String text) {
        assertEquals(Double.parseDouble(text), parse(text), () -> text);
    }

    private static double parse(String text) {
        String padded = "9 " + text + "\t 9";
        return Decimals.parse(padded.toCharArray(), 1, padded.length() - 2);
    }
}
