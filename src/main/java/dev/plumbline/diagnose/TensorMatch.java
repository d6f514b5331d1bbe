package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Key;
import java.util.Optional;

/**
 * A tensor that a network shows, held against what a replay calculates from the tensors before it.
 *
 * @param key which
 * @param shown as the network has it
 * @param right as it should be
 * @param before of what is learned, what it was before the step: it is judged by its change
 * @param residual how far it is from what the replay calculated, in norm, relative to that
 * @param matches whether it is what the replay calculated but for rounding
 * @param isRight whether it is what it should be but for rounding, whatever mistakes the replay has
 */
record TensorMatch(
        Key key,
        Matrix shown,
        Matrix right,
        Optional<Matrix> before,
        double residual,
        boolean matches,
        boolean isRight) {
    /** A tensor that is not judged by a replay, and is not the right one. */
    static TensorMatch wrong(Key key, Matrix shown, Matrix right) {
        return new TensorMatch(key, shown, right, Optional.empty(), Double.NaN, false, false);
    }

    Replay.Place place() {
        return new Replay.Place(key.quantity(), key.layer());
    }

    /** The constant that the tensor, or its change, is of the right one. */
    Optional<Finding.Ratio> ratio() {
        if (!shown.hasShapeOf(right)) {
            return Optional.empty();
        }
        return before.map(from -> FindingList.ratio(shown.minus(from), right.minus(from)))
                .orElseGet(() -> FindingList.ratio(shown, right));
    }
}
