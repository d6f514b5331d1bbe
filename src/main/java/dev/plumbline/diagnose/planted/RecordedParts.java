package dev.plumbline.diagnose.planted;

import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectRun;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a network records of its training.
 *
 * @param places the tensors of a step; empty if every tensor is recorded, as of an engine
 * @param outputs whether it gives its outputs after the training
 */
public record RecordedParts(Optional<Set<Place>> places, boolean outputs) {
    /** Every tensor of every step. */
    public static final RecordedParts ALL = new RecordedParts(Optional.empty(), true);

    /** The parts that a network records in its first step, and whether it gives outputs in the end. */
    public static RecordedParts of(CanonicalSubject network) {
        Set<Place> places = new HashSet<>();
        try (SubjectRun run = network.start(network.experiment())) {
            for (Batch batch : network.experiment().batches()) {
                Optional<StepTrace> step = run.step(batch);
                if (step.isEmpty()) {
                    break;
                }
                step.get().keys().forEach(key -> places.add(key.place()));
            }
            return new RecordedParts(Optional.of(places), run.outputs().isPresent());
        }
    }

    boolean contain(Key key) {
        return places.isEmpty() || places.get().contains(key.place());
    }
}
