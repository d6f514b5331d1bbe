package dev.plumbline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputImportanceTests {
    private static final int EXAMPLES = 40;
    private static final Matrix INPUTS = Matrix.wrap(EXAMPLES, 3, new NumpyRandom(3).uniform(-1, 1, 3 * EXAMPLES));

    private static ToDoubleFunction<Matrix> lossOf(Matrix targets, double... weights) {
        return inputs ->
                inputs.dot(Matrix.column(weights)).minus(targets).square().mean();
    }

    private static List<InputImportance.Column> columns(String name, int width, String... others) {
        List<InputImportance.Column> columns = new ArrayList<>(List.of(new InputImportance.Column(name, width)));
        for (String other : others) {
            columns.add(new InputImportance.Column(other, 1));
        }
        return columns;
    }

    /** For ŷ = y = 3 x₁ the loss is the mean of (3 x₁ of another example − 3 x₁)². */
    @Test
    void isTheRiseOfTheLossUnderNumpysPermutations() {
        Matrix targets = INPUTS.dot(Matrix.column(3, 0, 0));
        NumpyRandom random = new NumpyRandom(1);
        double sum = 0;
        for (int i = 0; i < InputImportance.PERMUTATIONS; i++) {
            sum += targets.take(random.permutation(EXAMPLES))
                    .minus(targets)
                    .square()
                    .mean();
        }
        List<InputImportance> importances =
                InputImportance.of(INPUTS, columns("x1", 1, "x2", "x3"), 1, lossOf(targets, 3, 0, 0));
        assertEquals(sum / InputImportance.PERMUTATIONS, importances.get(0).mean(), 1e-12);
        assertTrue(importances.get(0).spread() > 0);
        assertEquals(
                List.of(new InputImportance("x2", 0, 0), new InputImportance("x3", 0, 0)), importances.subList(1, 3));
    }

    /** Two inputs that cancel out keep doing so only if their rows stay together. */
    @Test
    void theInputsOfAColumnArePermutedTogether() {
        Matrix same = INPUTS.dot(Matrix.of(new double[][] {{1, 1, 0}, {0, 0, 0}, {0, 0, 1}}));
        ToDoubleFunction<Matrix> loss = lossOf(Matrix.zeros(EXAMPLES, 1), 1, -1, 0);
        assertEquals(
                List.of(new InputImportance("pair", 0, 0), new InputImportance("x3", 0, 0)),
                InputImportance.of(same, columns("pair", 2, "x3"), 1, loss));
        assertTrue(InputImportance.of(same, columns("x1", 1, "x2", "x3"), 1, loss)
                        .get(0)
                        .mean()
                > 0.1);
    }

    @Test
    void aColumnIsRestoredBeforeTheNextAndNoMatrixChangesLater() {
        List<Matrix> seen = new ArrayList<>();
        InputImportance.of(INPUTS, columns("x1", 1, "x2", "x3"), 1, inputs -> {
            seen.add(inputs);
            return 0;
        });
        assertEquals(1 + 3 * InputImportance.PERMUTATIONS, seen.size());
        for (int i = 1; i < seen.size(); i++) {
            int permuted = (i - 1) / InputImportance.PERMUTATIONS;
            for (int column = 0; column < 3; column++) {
                boolean isSame = column(seen.get(i), column).equals(column(INPUTS, column));
                assertEquals(column != permuted, isSame, i + ", " + column);
            }
        }
    }

    private static List<Double> column(Matrix matrix, int column) {
        return IntStream.range(0, matrix.rows())
                .mapToObj(row -> matrix.get(row, column))
                .toList();
    }
}
