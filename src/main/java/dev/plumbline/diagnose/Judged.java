package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Key;

/**
 * A tensor that a network shows, held against what a replay calculates from the tensors before it.
 *
 * @param key which
 * @param shown as the network has it
 * @param right as it should be
 * @param residual how far it is from what the replay calculated, relative to that
 */
record Judged(Key key, Matrix shown, Matrix right, double residual) {
    Replay.Place place() {
        return new Replay.Place(key.quantity(), key.layer());
    }
}
