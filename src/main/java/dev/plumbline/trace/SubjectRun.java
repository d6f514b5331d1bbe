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

    /**
     * The recorded tensors that have the same numbers in every step, and not those before the training. They are one array,
     * recorded again and again while it changes, unless the training itself leaves them unchanged.
     */
    default List<Unchanged> unchanged() {
        return List.of();
    }

    /**
     * A recorded tensor that has the same numbers in every step.
     *
     * @param message what is wrong with the recording if the tensor changes in the training
     */
    record Unchanged(Quantity quantity, int layer, String message) {}

    /** Releases the resources of the run. */
    @Override
    void close();
}
