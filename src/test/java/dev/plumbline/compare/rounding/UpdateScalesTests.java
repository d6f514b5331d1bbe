package dev.plumbline.compare.rounding;

import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Optimizer.Momentum;
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
}
