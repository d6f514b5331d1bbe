package dev.plumbline.spec;

import dev.plumbline.spec.data.ClassWeight;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the network is trained.
 *
 * @param shuffle whether each epoch uses the examples in a new order, drawn before the epoch as
 *     {@code np.random.permutation(examples)}, after the initial weights
 */
public record Training(
        @Field(value = "how a gradient becomes an update", dl4j = "updater", keras = "optimizer")
        Optimizer optimizer,

        @Field(value = "the number of examples in a step", example = "32", dl4j = "batchSize", keras = "batch_size")
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
        Optional<EarlyStopping> earlyStopping,

        @Field(
                value =
                        "the weight of each class, which multiplies the loss of its examples in the training; default: all"
                                + " examples count equally",
                keras = "class_weight",
                pytorch = "weight")
        Optional<ClassWeight> classWeight,

        @Field("how several workers share the training; default: one trains")
        Optional<Distributed> distributed) {
    public Training {
        Schema.of(Training.class).check(optimizer, batchSize, epochs, shuffle, earlyStopping, classWeight, distributed);
        List<Problem> problems = new ArrayList<>();
        if (shuffle && distributed.isEmpty() && batchSize instanceof BatchSize.All) {
            problems.add(new Problem(
                    ErrorKind.NO_EFFECT,
                    "shuffle",
                    "`shuffle: true` would have no effect: each batch holds all examples",
                    "a `batch_size` smaller than the number of examples, or `shuffle: false`"));
        }
        distributed.ifPresent(workers -> checkBatch(workers, batchSize, problems));
        InvalidSpecException.throwIfAny(problems);
    }

    private static void checkBatch(Distributed distributed, BatchSize batchSize, List<Problem> problems) {
        Optional<Integer> ofWorker = distributed.batchSizePerWorker();
        if (batchSize instanceof BatchSize.Examples examples) {
            if (ofWorker.isPresent() && ofWorker.get() != examples.count()) {
                problems.add(new Problem(
                        ErrorKind.INVALID_COMBINATION,
                        "distributed.batch_size_per_worker",
                        "a step of a worker has " + ofWorker.get() + " examples here and `batch_size: "
                                + examples.count() + "` there",
                        "the same number, or `batch_size: all`"));
            }
        } else if (ofWorker.isEmpty()) {
            problems.add(new Problem(
                    ErrorKind.MISSING_KEY,
                    "distributed",
                    "the number of examples in a step of a worker is missing",
                    "`batch_size_per_worker: 32`, or a number as `batch_size`"));
        }
    }

    /**
     * The number of examples in a full step of the training: a batch, or a round of all workers.
     *
     * @param available the number of all examples
     */
    public int examplesOfStep(int available) {
        return distributed
                .map(settings -> (int) Math.min(available, (long) settings.workers() * examplesOfWorker(available)))
                .orElseGet(() -> batchSize.of(available));
    }

    /** The number of examples that a worker takes in a full round, at most all of them. */
    private long examplesOfWorker(int available) {
        return Math.min(available, (long) distributed.orElseThrow().averagingFrequency() * batchOfWorker());
    }

    /** The number of examples in a full step of a worker. */
    public int batchOfWorker() {
        return distributed.flatMap(Distributed::batchSizePerWorker).orElseGet(() -> batchSize.of(Integer.MAX_VALUE));
    }
}
