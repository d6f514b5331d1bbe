package dev.plumbline.diagnose;

import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.trace.Key;
import java.util.Optional;
import java.util.Set;

/**
 * What a network records of its training.
 *
 * @param places the tensors of a step; empty if every tensor is recorded, as of an engine
 * @param outputs whether it gives its outputs after the training
 */
record RecordedParts(Optional<Set<Replay.Place>> places, boolean outputs) {
    /** Every tensor of every step. */
    static final RecordedParts ALL = new RecordedParts(Optional.empty(), true);

    boolean contain(Key key) {
        return places.isEmpty() || places.get().contains(new Replay.Place(key.quantity(), key.layer()));
    }
}
