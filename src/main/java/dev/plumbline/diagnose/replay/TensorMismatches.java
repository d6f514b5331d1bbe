package dev.plumbline.diagnose.replay;

import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import java.util.Optional;

/**
 * A recorded tensor, compared with the value that a replay computes from the preceding tensors.
 *
 * @param key the tensor
 * @param recorded the recorded value
 * @param correct the correct value
 * @param before the value before the step for weights and biases, which are compared by their change
 * @param residual the relative difference from the replay's value, in norm
 * @param matches whether it equals the replay's value up to rounding
 * @param isRight whether it equals the correct value up to rounding, whatever mistakes the replay has
 */
public record TensorMismatches(
        Key key,
        Matrix recorded,
        Matrix correct,
        Optional<Matrix> before,
        double residual,
        boolean matches,
        boolean isRight) {
    /** A wrong tensor that was not compared with a replay. */
    public static TensorMismatches wrong(Key key, Matrix recorded, Matrix correct) {
        return new TensorMismatches(key, recorded, correct, Optional.empty(), Double.NaN, false, false);
    }

    public Place place() {
        return key.place();
    }

    /** The residual that rounding alone can leave: this unit, relative to the change of weights and biases. */
    public double roundingOf(double unit) {
        return before.filter(correct::hasShapeOf)
                .map(from -> unit * correct.norm() / correct.normOfDifference(from))
                .orElse(unit);
    }

    /** The ratio of the tensor, or of its change, to the correct one. */
    public Optional<Finding.Ratio> ratio() {
        if (!recorded.hasShapeOf(correct)) {
            return Optional.empty();
        }
        return before.map(from -> Finding.Ratio.of(recorded.minus(from), correct.minus(from)))
                .orElseGet(() -> Finding.Ratio.of(recorded, correct));
    }
}
