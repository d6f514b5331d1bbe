package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Hint;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The validation part: examples that are held out of the training. Exactly one of share, file and column selects them.
 *
 * <p>A share is drawn from NumPy's random numbers for the seed, independent of those of the weights: with n examples,
 * {@code np.random.seed(seed)} and {@code np.random.permutation(n)[:k]}, where k = {@code int(share * n + 0.5)}, at
 * least 1 and at most n − 1. Stratified, this is done for the examples of each class in the order of the classes, one
 * after the other from the same stream, and k may be 0 or all but one. Both parts keep the order of the file.
 */
@Word(
        formula = "held out = np.random.permutation(n)[:int(share * n + 0.5)], after np.random.seed(seed)",
        meaning =
                "A share is at least one example and not all. With `stratified`, each class is drawn separately, one after "
                        + "the other from the same stream, and a class may have none held out. Both parts keep the order of the "
                        + "data. The initial weights do not depend on the draw. Exactly one of share, file and column is needed.",
        differs = "Keras: validation_split takes the last examples, without a draw.")
@Hint(
        names = {"test_size", "fraction", "split"},
        value = "`share` is the share of the examples that is held out")
@Hint(names = "stratify", value = "`stratified: true` takes the share of each class")
public record Validation(
        @Field(
                value = "the share of the examples that is held out, drawn at random",
                example = "0.2",
                range = "(0, 1)",
                keras = "validation_split")
        Optional<Double> share,

        @Field(value = "whether the share is drawn from each class", byDefault = "false")
        boolean stratified,

        @Field(
                value = "the seed of the draw; default: the network's",
                range = "[0, 4294967295]",
                keras = "random_state")
        Optional<Long> seed,

        @Field(value = "a file like that of the data, with the held-out examples", keras = "validation_data")
        Optional<String> file,

        @Field(value = "the labels of `file`, if the data are in IDX files")
        Optional<String> targets,

        @Field(value = "the column that marks the held-out rows")
        Optional<String> column,

        @Field(value = "the value of that column in held-out rows")
        Optional<String> value) {
    public Validation {
        List<Problem> problems = new ArrayList<>();
        long ways = Stream.of(share, file, column).filter(Optional::isPresent).count();
        if (ways != 1) {
            String first = share.isPresent() && ways > 1 ? "share" : file.isPresent() && ways > 1 ? "file" : "";
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    first,
                    ways == 0
                            ? "the held-out examples are not specified"
                            : "the held-out examples are specified in " + "two ways",
                    "one of `share: 0.2`, `file: test.csv`, and `column` with `value`"));
        }
        if (stratified && share.isEmpty()) {
            problems.add(noEffect("stratified"));
        }
        if (seed.isPresent() && share.isEmpty()) {
            problems.add(noEffect("seed"));
        }
        if (targets.isPresent() && file.isEmpty()) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "targets",
                    "`file` is missing; it is needed with `targets`",
                    "`file` with `targets`"));
        }
        if (column.isPresent() != value.isPresent()) {
            String present = column.isPresent() ? "column" : "value";
            String missing = column.isPresent() ? "value" : "column";
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    present,
                    "`" + missing + "` is missing; it is needed with `" + present + "`",
                    "`column` with " + "`value`"));
        }
        Schema.of(Validation.class).check(problems, share, stratified, seed, file, targets, column, value);
    }

    private static Problem noEffect(String key) {
        return new Problem(
                ErrorKind.NO_EFFECT,
                key,
                "`" + key + "` would have no effect without `share`",
                "`share`, or no `" + key + "`");
    }
}
