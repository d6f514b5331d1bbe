package dev.plumbline.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.math.NumpyValues;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each initializer against NumPy, by the lines in its documentation: src/test/numpy/make_weights.py. */
class InitialWeightsTests {
    private static final NumpyValues NUMPY = new NumpyValues("weights.txt");
    private static final int[][] CASES = {{1, 5, 3}, {2, 3, 5}, {3, 4, 4}, {4, 1, 1}, {5, 1, 7}, {6, 7, 1}, {7, 17, 13}
    };

    /** Normal numbers rarely differ in the last bit, as {@link NumpyRandom} says. */
    private static final double DRAWN = 0x1p-52;

    /** LAPACK multiplies in another order; the largest difference here is 6e-16. */
    private static final double ORTHOGONAL = 1e-14;

    /** These come from the network file or another file. */
    private static final Set<String> READ = Set.of("given", "npy", "npz");

    private static Initializer initializer(String word) {
        return switch (word) {
            case "uniform" -> new Initializer.Uniform(-0.3, 0.8);
            case "constant" -> new Initializer.Constant(0.3);
            case "normal" -> new Initializer.Normal(0.1, 0.7);
            case "truncated_normal" -> new Initializer.TruncatedNormal(0.1, 0.7);
            case "orthogonal" -> new Initializer.Orthogonal(1.5);
            default -> Words.named(Initializer.class, word);
        };
    }

    @TestFactory
    Stream<DynamicTest> drawsWhatNumpyDraws() {
        return Vocabulary.of(Initializer.class).entries().stream()
                .map(Vocabulary.Entry::name)
                .filter(word -> !READ.contains(word))
                .flatMap(word -> Stream.of(CASES)
                        .map(shape -> DynamicTest.dynamicTest(
                                word + " " + shape[1] + "×" + shape[2], () -> drawsAsNumpy(word, shape))));
    }

    private static void drawsAsNumpy(String word, int... shape) {
        String name = word + " " + shape[1] + " " + shape[2] + " of seed " + shape[0];
        NumpyRandom random = new NumpyRandom(shape[0]);
        Matrix drawn = initializer(word).match(new InitialWeights(random, shape[1], shape[2], Optional.empty()));
        Matrix expected = NUMPY.matrix(name);

        assertEquals(expected.shape(), drawn.shape());
        double tolerance = word.equals("orthogonal") ? ORTHOGONAL : DRAWN;
        assertTrue(
                drawn.normOfDifference(expected) <= tolerance * expected.norm(),
                () -> name + ": " + drawn.differenceFrom(expected));
        double next = Double.parseDouble(NUMPY.text("after " + name).split(" ")[1]);
        assertEquals(next, random.random(), "as many numbers drawn");
    }

    @Test
    void orthogonalMatricesAreOrthogonalAlsoWhereTheyAreLarge() {
        Matrix tall =
                new Initializer.Orthogonal(1).match(new InitialWeights(new NumpyRandom(1), 200, 100, Optional.empty()));
        Matrix wide =
                new Initializer.Orthogonal(2).match(new InitialWeights(new NumpyRandom(1), 100, 200, Optional.empty()));

        assertTrue(tall.T().dot(tall).maxAbsDifference(Matrix.eye(100)) < 1e-13);
        assertTrue(wide.dot(wide.T()).maxAbsDifference(Matrix.eye(100).times(4)) < 4e-13);
    }

    @Test
    void truncatedNormalNumbersStayWithinTwoDeviations() {
        double[] drawn = new NumpyRandom(1).truncatedNormal(3, 0.5, 100_000);

        double max = Matrix.row(drawn).max();
        double min = Matrix.row(drawn).min();
        assertTrue(max <= 4 && max > 3.99, "max " + max);
        assertTrue(min >= 2 && min < 2.01, "min " + min);
        assertEquals(3, Matrix.row(drawn).mean(), 0.01);
        assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(1).truncatedNormal(0, -1, 1));
    }

    @Test
    void givenWeightsAreNotChanged() {
        Matrix given = new Initializer.Given(List.of(List.of(1.0, -0.0, 3.0), List.of(4.0, 5.0, 6.0)))
                .match(new InitialWeights(new NumpyRandom(1), 2, 3, Optional.empty()));

        assertArrayEquals(new double[] {1, -0.0, 3, 4, 5, 6}, given.toRowMajor());
    }

    @Test
    void weightsInAFileAreNotChanged() {
        Matrix read = Matrix.ones(2, 3);
        Initializer npy = new Initializer.Npy("w.npy");
        Initializer npz = new Initializer.Npz("w.npz", Optional.empty());

        assertEquals(read, npy.match(new InitialWeights(new NumpyRandom(1), 2, 3, Optional.of(read))));
        assertEquals(read, npz.match(new InitialWeights(new NumpyRandom(1), 2, 3, Optional.of(read))));
        InitialWeights nothingRead = new InitialWeights(new NumpyRandom(1), 2, 3, Optional.empty());
        assertEquals(
                "the initial weights of 2×3 are in a file, which must be read first",
                assertThrows(IllegalArgumentException.class, () -> npy.match(nothingRead))
                        .getMessage());
    }
}
