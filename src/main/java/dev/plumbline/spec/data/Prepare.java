package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the data are prepared for the network. */
public record Prepare(
        @Field(
                value =
                        "how each input column is scaled, by `standardize` or `min_max`, learned from the training part",
                example = "standardize")
        Optional<Scaling> inputs,

        @Field("how each target is scaled, learned from the training part; predictions and metrics other than the loss "
                + "are in the target's unit")
        Optional<Scaling> targets) {
    /** The allowed targets, if their logarithms are learned. */
    public static final String ABOVE_0 =
            "numbers above 0, whose logarithm `targets: log` takes; or `targets: standardize` in `prepare`";

    public Prepare {
        List<Problem> problems = new ArrayList<>();
        if (inputs.isEmpty() && targets.isEmpty()) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "",
                    "`prepare` has neither `inputs` nor `targets`",
                    "`inputs: standardize`, `targets: standardize`, or no `prepare`"));
        }
        if (inputs.equals(Optional.of(Scaling.LOG))) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "inputs",
                    "`log` is a scaling of targets",
                    "`standardize` or `min_max`, or a column of logarithms"));
        }
        Schema.of(Prepare.class).check(problems, inputs, targets);
    }

    /** Scales the inputs alone. */
    public Prepare(Scaling inputs) {
        this(Optional.of(inputs), Optional.empty());
    }

    /** Whether the network learns the logarithms of the targets, which must then be above 0. */
    public boolean logTargets() {
        return targets.equals(Optional.of(Scaling.LOG));
    }
}
