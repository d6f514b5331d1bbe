package dev.plumbline.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyRandomTests {
    private static final NumpyValues NUMPY = new NumpyValues("random.txt");
    private static final long LARGEST_SEED = 4_294_967_295L;

    /** Of the 5000 normal numbers in random.txt; see the class comment of {@link NumpyRandom} for the reason. */
    private static final int NORMALS_WITH_ANOTHER_LAST_BIT = 2;

    @Test
    void drawsTheNumbersThatTheTutorialPrints() {
        double[] weights = new NumpyRandom(1).uniform(-1, 1, 3);

        assertArrayEquals(new double[] {-0.16595599, 0.44064899, -0.99977125}, weights, 5e-9);
    }

    @Test
    void drawsTheTutorialsWeightsByRandomAndByUniform() {
        NumpyRandom random = new NumpyRandom(1);
        NumpyRandom same = random.copy();

        double[] first = Arrays.stream(random.random(12)).map(r -> 2 * r - 1).toArray();
        double[] second = Arrays.stream(random.random(4)).map(r -> 2 * r - 1).toArray();

        assertBits("the first weights of the tutorial", first);
        assertBits("the second weights of the tutorial", second);
        assertBits("the first weights of the tutorial", same.uniform(-1, 1, 12));
        assertBits("the second weights of the tutorial", same.uniform(-1, 1, 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, LARGEST_SEED})
    void drawsUniformNumbersAsNumpyDoesAlsoAfterAMillion(long seed) {
        NumpyRandom random = new NumpyRandom(seed);

        assertBits("random of seed " + seed, random.random(10));
        assertEquals(
                NUMPY.number("checksum of the next 999990 of seed " + seed), checksumOfDoubles(random.random(999_990)));
        assertBits("random after 1000000 of seed " + seed, random.random(10));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, LARGEST_SEED})
    void scalesUniformNumbersAsNumpyDoes(long seed) {
        NumpyRandom random = new NumpyRandom(seed);

        assertBits("uniform -0.3 to 0.7 of seed " + seed, random.uniform(-0.3, 0.7, 7));
        assertBits("uniform 1e-300 to 1e300 of seed " + seed, random.uniform(1e-300, 1e300, 7));
        assertBits("uniform 3 down to -2 of seed " + seed, random.uniform(3, -2, 7));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, LARGEST_SEED})
    void keepsTheSecondNormalNumberWhateverIsDrawnInBetween(long seed) {
        NumpyRandom random = new NumpyRandom(seed);

        assertBits("normal 0 1 of seed " + seed, random.normal(0, 1, 11));
        assertBits("random between of seed " + seed, random.random(3));
        assertBits("normal 0.1 2.5 of seed " + seed, random.normal(0.1, 2.5, 4));
        assertArrayEquals(NUMPY.ints("permutation between of seed " + seed), random.permutation(5));
        assertBits("normal -3 0.01 of seed " + seed, random.normal(-3, 0.01, 6));
        assertBits("normal with deviation 0 of seed " + seed, random.normal(4, 0, 3));
        assertBits("random at the end of seed " + seed, random.random(3));
    }

    @Test
    void drawsNumpysNormalNumbersExceptForTheLastBitOfTheLogarithm() {
        double[] expected = NUMPY.doubles("5000 normal of seed 7");
        double[] actual = new NumpyRandom(7).normal(0, 1, 5000);

        int different = 0;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 2 * Math.ulp(expected[i]), "number " + i);
            different += expected[i] == actual[i] ? 0 : 1;
        }
        assertEquals(NORMALS_WITH_ANOTHER_LAST_BIT, different);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, LARGEST_SEED})
    void permutesAsNumpyDoes(long seed) {
        for (int n : new int[] {1, 2, 10, 1000}) {
            NumpyRandom random = new NumpyRandom(seed);
            assertArrayEquals(NUMPY.ints("permutation of " + n + " of seed " + seed), random.permutation(n));
            assertBits("random after permutation of " + n + " of seed " + seed, random.random(2));
        }
        NumpyRandom random = new NumpyRandom(seed);
        assertEquals(
                NUMPY.number("checksum of permutation of 70000 of seed " + seed),
                checksumOfInts(random.permutation(70_000)));
        assertBits("random after permutation of 70000 of seed " + seed, random.random(2));
    }

    @Test
    void permutesNothingWithoutDrawing() {
        NumpyRandom random = new NumpyRandom(1);

        assertEquals(0, random.permutation(0).length);
        assertEquals(new NumpyRandom(1).random(), random.random());
    }

    @Test
    void aCopyContinuesFromTheSameStateAndIsIndependent() {
        NumpyRandom random = new NumpyRandom(42);
        random.normal();
        random.random(700);

        NumpyRandom copy = random.copy();
        double[] ofTheCopy = {copy.normal(), copy.random(), copy.normal()};
        copy.random(1000);

        assertArrayEquals(ofTheCopy, new double[] {random.normal(), random.random(), random.normal()});
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, LARGEST_SEED + 1, Long.MIN_VALUE})
    void refusesASeedThatNumpyRefuses(long seed) {
        var error = assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(seed));

        assertEquals("the seed must be between 0 and 2^32 - 1 (4294967295), got " + seed, error.getMessage());
    }

    @Test
    void refusesInvalidParameters() {
        NumpyRandom random = new NumpyRandom(1);

        assertMessage(
                "uniform needs bounds a finite distance apart, got low -1.7E308 and high 1.7E308",
                () -> random.uniform(-1.7e308, 1.7e308, 1));
        assertMessage(
                "uniform needs bounds a finite distance apart, got low NaN and high 1.0",
                () -> random.uniform(Double.NaN, 1, 1));
        assertMessage("the standard deviation must not be negative, got -1.0", () -> random.normal(0, -1, 1));
        assertMessage("the standard deviation must not be negative, got NaN", () -> random.normal(0, Double.NaN, 1));
        assertMessage("cannot draw -1 numbers", () -> random.random(-1));
        assertMessage("cannot draw -2 numbers", () -> random.permutation(-2));
        assertEquals(new NumpyRandom(1).random(), random.random(), "a refused draw must not move the generator");
    }

    @Test
    void hasNormalNumbersOfMeanZeroAndDeviationOne() {
        double[] values = new NumpyRandom(3).normal(0, 1, 100_000);

        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
        assertEquals(0, mean, 0.015, "five standard errors");
        assertEquals(1, variance, 0.025, "five standard errors");
        assertTrue(Arrays.stream(values).allMatch(Double::isFinite));
    }

    private static void assertBits(String name, double[] actual) {
        assertArrayEquals(NUMPY.doubles(name), actual, name);
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }

    private static long checksumOfDoubles(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return checksum(bytes);
    }

    private static long checksumOfInts(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return checksum(bytes);
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return checksum.getValue();
    }
}
