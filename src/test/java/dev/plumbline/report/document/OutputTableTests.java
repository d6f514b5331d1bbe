package dev.plumbline.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Evaluation;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTableTests {

    @Test
    void showsTenRowsAndFourColumnsWithin80() {
        Matrix targets = Matrix.zeros(60_000, 10);
        Evaluation evaluation = new Evaluation(Matrix.full(60_000, 10, -1.5), targets, 0);
        String text =
                OutputTable.of("Outputs", List.of("DL4J", "reference"), List.of(evaluation, evaluation), Style.PLAIN);

        assertEquals("""
                Outputs
                  example                 output 1      output 2      output 3      output 4
                        1  target                0             0             0             0
                           DL4J        -1.50000000   -1.50000000   -1.50000000   -1.50000000
                           reference   -1.50000000   -1.50000000   -1.50000000   -1.50000000
                        2  target                0             0             0             0
                """, text.lines().limit(6).reduce("", (all, line) -> all + line + "\n"));
        assertTrue(text.endsWith("\n  … and 59,990 more examples, and 6 more outputs of each\n"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 80));
    }

    @Test
    void showsWhatIsNotFinite() {
        Evaluation evaluation =
                new Evaluation(Matrix.column(Double.NaN, Double.POSITIVE_INFINITY, 1e20), Matrix.column(0, 0.5, 1), 0);

        assertEquals("""
                Outputs
                  example        target          mine
                        1             0           NaN
                        2    0.50000000      Infinity
                        3             1    1.0000e+20
                """, OutputTable.of("Outputs", List.of("mine"), List.of(evaluation), Style.PLAIN));
    }

    @Test
    void namesTheTargetAndThePredictedClass() {
        Matrix targets = Matrix.of(new double[][] {{0, 1, 0}, {0, 0, 1}});
        Evaluation one = new Evaluation(Matrix.of(new double[][] {{0.25, 0.5, 0.25}, {0.75, 0, 0.25}}), targets, 0);
        Evaluation other = new Evaluation(Matrix.of(new double[][] {{0.5, 0.375, 0.125}, {1, 0, 0}}), targets, 0);

        assertEquals(
                """
                Outputs
                  example  target     predicted          DL4J     reference
                        1  dog        dog          0.50000000    0.37500000
                        2  bird       cat          0.75000000    1.00000000
                """,
                OutputTable.ofClasses(
                        "Outputs",
                        List.of("cat", "dog", "bird"),
                        List.of("DL4J", "reference"),
                        List.of(one, other),
                        Style.PLAIN));
    }
}
