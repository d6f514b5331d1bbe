package dev.plumbline.compare.rounding;

import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;
import static dev.plumbline.spec.Optimizer.RatePosition.VELOCITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Optimizer.Momentum;
import dev.plumbline.spec.Optimizer.Nesterov;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateScalesTests {
    /** The bound once took the learning rate from the update, which may consist of the optimizer state alone. */
    @Test
    void theOptimizerStateIsExactWhateverTheGradient() {
        Matrix gradient = Matrix.full(1, 1, 1e-30);
        Matrix scale = Matrix.full(1, 1, 1e-10);
        Matrix before = Matrix.full(1, 1, 1);
        Matrix after = Matrix.full(1, 1, 0.9);
        UpdateScales scales = new UpdateScales(gradient, scale, List.of(before), List.of(after), 0.1, 5, 1e-14, 1e-290);

        List<Matrix> found = scales.of(new Momentum(LearningRate.of(0.1), 0.1, GRADIENT));

        assertTrue(found.stream().allMatch(of -> of.max() < 4), found::toString);
    }

    /** v' = 0.1 · 1 + 1 has the unit of the gradient, and the rate of 0.1 multiplies all errors of the update. */
    @Test
    void aRateOnTheVelocityScalesTheErrorOfTheUpdateOnly() {
        Matrix some = Matrix.full(1, 1, 1);
        Matrix after = Matrix.full(1, 1, 1.1);
        UpdateScales scales = new UpdateScales(some, some, List.of(some), List.of(after), 0.1, 5, 1e-14, 1e-290);

        List<Matrix> classical = scales.of(new Momentum(LearningRate.of(0.1), 0.1, VELOCITY));
        List<Matrix> nesterov = scales.of(new Nesterov(LearningRate.of(0.1), 0.1, VELOCITY));

        double ofVelocity = 1 + 2 * 0.1 + 1.1;
        assertEquals(ofVelocity, classical.get(0).max(), 1e-12);
        assertEquals(0.1 * (ofVelocity + 1.1), classical.get(1).max(), 1e-12);
        assertEquals(ofVelocity, nesterov.get(0).max(), 1e-12);
        assertEquals(
                0.1 * (1 + 0.1 * ofVelocity + 2 * (1 + 0.1 * 1.1)),
                nesterov.get(1).max(),
                1e-12);
    }
}
