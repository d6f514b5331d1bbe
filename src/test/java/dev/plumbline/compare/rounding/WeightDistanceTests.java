package dev.plumbline.compare.rounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightDistanceTests {
    private static final NetworkSpec SPEC =
            YamlReader.read(Path.of("configs/two-layer.yaml")).spec();

    private static List<LayerWeights> weights(double first) {
        return List.of(new LayerWeights(Matrix.of(new double[][] {{first}, {2}, {2}}), Optional.empty()));
    }

    private static WeightDistance distance(double first) {
        return WeightDistance.of(SPEC, 4, 100, weights(1), weights(first));
    }

    @Test
    void lastPlacesAreRounding() {
        assertEquals(0, distance(1).distance());
        assertTrue(distance(1).isRounding());
        assertTrue(distance(1 + 1e-13).isRounding());
    }

    @Test
    void aLargerDistanceIsNot() {
        assertEquals(1e-3 / 3, distance(1 + 1e-3).distance(), 1e-12);
        assertFalse(distance(1 + 1e-3).isRounding());
        assertFalse(distance(1 + 1e-9).isRounding());
        assertFalse(distance(Double.NaN).isRounding());
    }

    @Test
    void aTrainingThatAmplifiesRoundingMayBeFurtherAway() {
        WeightDistance far = distance(1 + 1e-9);
        assertTrue(far.withSensitivity(weights(1), weights(1 + 1e-9)).isRounding());
        assertFalse(far.withSensitivity(weights(1), weights(1 + 1e-12)).isRounding());
    }

    @Test
    void perturbedWeightsAreOneLastPlaceAway() {
        double moved =
                WeightDistance.perturbed(SPEC, weights(1)).get(0).weights().get(0, 0);
        assertEquals(Math.ulp(1.0), Math.abs(moved - 1));
    }
}
