package dev.plumbline.spec;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.List;
import java.util.Optional;

/**
 * Training by several workers with synchronous parameter averaging. A step of the training is a round: every worker starts
 * from the same weights, takes its own part of the round's examples in {@code averagingFrequency} steps or fewer, and then
 * the weights of all workers are averaged. The result does not depend on where the workers run.
 *
 * <p>A round has {@code workers} × {@code averagingFrequency} × {@code batchSizePerWorker} examples, in the order of the
 * epoch. The last round of an epoch has those that are left. Each worker takes consecutive examples; the numbers of two
 * workers differ by one at most, and the first workers have more. A worker without examples is not in the average.
 */
@Word(
        formula = "W = (W_1 + … + W_n) / n after each round, and the optimizer state alike",
        meaning =
                "A round has workers × averaging_frequency × batch_size_per_worker examples in the order of the epoch; the "
                        + "last round of an epoch has the rest. Each worker takes consecutive examples; two workers differ by at "
                        + "most one example. All workers have the same weight in the average; a worker without examples is left out. "
                        + "Adam and the schedules of the learning rate count the steps of a worker.",
        differs =
                "DL4J: ParameterAveragingTrainingMaster draws the examples of each worker at random, drops those beyond a "
                        + "full round, and by default loses the optimizer state.")
public record Distributed(
        @Field(
                value = "the number of workers that train at the same time",
                example = "2",
                range = "[1, 10000]",
                dl4j = "numWorkers")
        int workers,

        @Field(
                value = "the number of steps that a worker takes between two averages",
                byDefault = "1",
                range = "[1, inf)",
                dl4j = "averagingFrequency")
        int averagingFrequency,

        @Field(
                value = "the number of examples in a step of a worker; default: `batch_size`",
                range = "[1, inf)",
                dl4j = "batchSizePerWorker")
        Optional<Integer> batchSizePerWorker,

        @Field(
                value = "whether the optimizer state is averaged too; otherwise each round begins without it",
                byDefault = "true",
                dl4j = "saveUpdater",
                differs = "DL4J: the default is false.")
        boolean saveUpdater) {
    public Distributed {
        Schema.of(Distributed.class).check(workers, averagingFrequency, batchSizePerWorker, saveUpdater);
    }

    /**
     * Returns the network if it is trained by one.
     *
     * @param what what works for such networks only, as the beginning of a sentence
     * @throws InvalidSpecException if several workers train it
     */
    public static NetworkSpec requireOne(NetworkSpec spec, String what) {
        if (spec.training().distributed().isPresent()) {
            throw new InvalidSpecException(List.of(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "training.distributed",
                    what + " supports only trainings without `distributed`",
                    "leave it out")));
        }
        return spec;
    }
}
