package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;

/** A subject's training in progress. Order of use: step after step as long as there is one, outputs, close. */
public interface SubjectRun extends AutoCloseable {

    /** The tensors of the subject at this step, each in its own shape; empty after its last step. */
    Optional<StepTrace> step(Batch batch);

    /** What the network makes of all examples after its last step, examples × outputs, where it says so. */
    Optional<Matrix> outputs();

    /** The weights before the first step, where the subject says that it did not take the experiment's. */
    default Optional<List<LayerWeights>> ownInitialWeights() {
        return Optional.empty();
    }

    /** What a reader of a comparison should know of how the subject shows its numbers, each a sentence. */
    default List<String> notes() {
        return List.of();
    }

    /** Gives back what the run holds. */
    @Override
    void close();
}
