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
 * @param shown the recorded value
 * @param right the correct value
 * @param before the value before the step for weights and biases, which are compared by their change
 * @param residual the relative difference from the replay's value, in norm
 * @param matches whether it equals the replay's value up to rounding
 * @param isRight whether it equals the correct value up to rounding, whatever mistakes the replay has
 */
public record TensorMismatches(
        Key key,
        Matrix shown,
        Matrix right,
        Optional<Matrix> before,
        double residual,
        boolean matches,
        boolean isRight) {
    /** A wrong tensor that was not compared with a replay. */
    public static TensorMismatches wrong(Key key, Matrix shown, Matrix right) {
        return new TensorMismatches(key, shown, right, Optional.empty(), Double.NaN, false, false);
    }

    public Place place() {
        return key.place();
    }

    /** The residual that rounding alone can leave: this unit, relative to the change of weights and biases. */
    public double roundingOf(double unit) {
        return before.filter(right::hasShapeOf)
                .map(from -> unit * right.norm() / right.normOfDifference(from))
                .orElse(unit);
    }

    /** The ratio of the tensor, or of its change, to the correct one. */
    public Optional<Finding.Ratio> ratio() {
        if (!shown.hasShapeOf(right)) {
            return Optional.empty();
        }
        return before.map(from -> Finding.Ratio.of(shown.minus(from), right.minus(from)))
                .orElseGet(() -> Finding.Ratio.of(shown, right));
    }
}
