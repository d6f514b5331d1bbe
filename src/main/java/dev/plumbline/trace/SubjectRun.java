package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;

/** A training of a subject in progress. Order of use: step until it returns an empty value, outputs, close. */
public interface SubjectRun extends AutoCloseable {

    /** The tensors that the subject records at this step, in its own shapes; empty after its last step. */
    Optional<StepTrace> step(Batch batch);

    /** The outputs for all examples after the last step, examples × outputs, if the network gives them. */
    Optional<Matrix> outputs();

    /** The weights before the first step, if the subject reports that it did not use those of the experiment. */
    default Optional<List<LayerWeights>> ownInitialWeights() {
        return Optional.empty();
    }

    /** Notes for the reader of a comparison about how the subject records its numbers, each a sentence. */
    default List<String> notes() {
        return List.of();
    }

    /** Releases the resources of the run. */
    @Override
    void close();
}
