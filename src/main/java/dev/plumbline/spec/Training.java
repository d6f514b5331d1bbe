package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the network is trained.
 *
 * @param optimizer how a gradient becomes an update
 * @param batchSize the number of examples in a step
 * @param epochs the number of passes over all examples; 0 runs the network without training
 * @param shuffle whether each epoch uses the examples in a new order, drawn before the epoch as
 *     {@code np.random.permutation(examples)}, after the initial weights
 * @param earlyStopping the conditions to end the training early */
public record Training(
        @Field(value = "how a gradient becomes an update", dl4j = "updater", keras = "optimizer")
        Optimizer optimizer,

        @Field(
                value = "the number of examples in a step: all, or a number",
                example = "32",
                dl4j = "batchSize",
                keras = "batch_size")
        BatchSize batchSize,

        @Field(
                value = "the number of passes over all examples; 0 only runs the network",
                example = "1000",
                range = "[0, inf)",
                dl4j = {"numEpochs", "nEpochs", "iterations"},
                keras = {"epochs", "nb_epoch"})
        int epochs,

        @Field(value = "whether each epoch uses the examples in a new order", byDefault = "false", keras = "shuffle")
        boolean shuffle,

        @Field(value = "when the training ends before its last epoch", keras = "EarlyStopping")
        Optional<EarlyStopping> earlyStopping) {
    public Training {
        Schema.of(Training.class).check(optimizer, batchSize, epochs, shuffle, earlyStopping);
        List<Problem> problems = new ArrayList<>();
        if (shuffle && batchSize instanceof BatchSize.All) {
            problems.add(new Problem(
                    "shuffle",
                    "`shuffle: true` would have no effect: each batch holds all examples",
                    "a `batch_size` smaller than the number of examples, or `shuffle: false`"));
        }
        InvalidSpecException.throwIfAny(problems);
    }
}
