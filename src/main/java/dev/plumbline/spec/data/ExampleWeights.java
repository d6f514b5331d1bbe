package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.ArrayList;
import java.util.List;

/** The rules for the weights of examples from any source. */
public final class ExampleWeights {
    private static final int ENOUGH = 10;

    private ExampleWeights() {}

    /**
     * The problems of the weights, at {@code weights} or one of its elements; at most the first ten.
     *
     * @param examples the number of examples
     */
    public static List<Problem> problems(List<Double> weights, int examples) {
        List<Problem> problems = new ArrayList<>();
        if (weights.size() != examples) {
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    "weights",
                    weights.size() + " weights for " + examples + " examples",
                    "one weight for each example"));
        }
        for (int i = 0; i < weights.size() && problems.size() < ENOUGH; i++) {
            double weight = weights.get(i);
            if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
                problems.add(new Problem(
                        ErrorKind.OUT_OF_RANGE,
                        "weights[" + i + "]",
                        "found " + weight,
                        "a finite number of at least 0"));
            }
        }
        if (problems.isEmpty() && weights.stream().allMatch(weight -> weight == 0)) {
            problems.add(new Problem(
                    ErrorKind.NO_EFFECT,
                    "weights",
                    "every weight is 0, so no example would count",
                    "at least one weight above 0"));
        }
        return problems;
    }
}
