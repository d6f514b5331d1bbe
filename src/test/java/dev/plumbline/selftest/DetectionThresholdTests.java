package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionThresholdTests {

    @ParameterizedTest
    @ValueSource(doubles = {1e-15, 3e-14, 1e-12, 4e-10, 7e-3, 5e4})
    void bracketALimitWhereverItIs(double limit) {
        DetectionThreshold sizes = DetectionThreshold.search(1e-12, size -> size >= limit);

        assertTrue(sizes.passed() < limit && limit <= sizes.found(), sizes.toString());
        assertTrue(sizes.found() <= 1.3 * sizes.passed(), sizes.toString());
    }

    @Test
    void nothingPassesWhereEveryErrorIsFound() {
        assertEquals(0, DetectionThreshold.search(1e-12, size -> true).passed());
    }

    @Test
    void nothingIsFoundWhereEveryErrorPasses() {
        assertEquals(
                Double.POSITIVE_INFINITY,
                DetectionThreshold.search(1e-12, size -> false).found());
    }
}
