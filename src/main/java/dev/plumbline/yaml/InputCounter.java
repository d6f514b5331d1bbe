package dev.plumbline.yaml;

import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.RecordBuilder;

/** Counts the inputs of an example where a file leaves out {@code inputs}. */
@FunctionalInterface
public interface InputCounter {
    /**
     * The number of inputs.
     *
     * @param network a {@link dev.plumbline.spec.NetworkSpec} with all values but this one
     * @throws InvalidSpecException with the problems of the data
     */
    int count(RecordBuilder<?> network);
}
