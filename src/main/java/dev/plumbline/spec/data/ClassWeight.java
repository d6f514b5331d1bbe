package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weight of each class, which multiplies the loss of its training examples. */
public sealed interface ClassWeight permits ClassWeight.Balanced, ClassWeight.ByClass {

    /** All classes count equally, however many examples they have. */
    @Word(
            formula = "weight of c = examples / (classes * examples of c)",
            meaning = "The examples are those of the training part, as in scikit-learn's class_weight=\"balanced\".")
    record Balanced() implements ClassWeight {}

    /** A weight for each class. */
    @Word(formula = "weight of c = weights[c]", shorthand = Word.Shorthand.VALUE)
    record ByClass(
            @Field(
                    value = "the weight of each class by its name; without names, by the number of its output, from 0",
                    range = "[0, inf)",
                    example = "no: 1, yes: 3")
            Map<String, Double> weights)
            implements ClassWeight {
        public ByClass {
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
            List<Problem> problems = new ArrayList<>();
            weights.forEach((name, weight) -> {
                if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
                    problems.add(new Problem(
                            ErrorKind.OUT_OF_RANGE,
                            "weights." + name,
                            "the weight of the class `" + name + "` is " + weight,
                            "a finite number of at least 0"));
                }
            });
            if (!weights.isEmpty() && weights.values().stream().allMatch(weight -> weight == 0)) {
                problems.add(new Problem(
                        ErrorKind.NO_EFFECT,
                        "weights",
                        "every weight is 0, so no example would count",
                        "at least one weight above 0"));
            }
            Schema.of(ByClass.class).check(problems, weights);
        }
    }
}
