package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.List;

/** The weight of each class, which multiplies the loss of its training examples. */
public sealed interface ClassWeight permits ClassWeight.Balanced, ClassWeight.ByClass {

    /** All classes count equally, however many examples they have. */
    @Word(
            formula = "weight of c = examples / (classes * examples of c)",
            meaning = "The examples are those of the training part, as in scikit-learn's class_weight=\"balanced\".")
    record Balanced() implements ClassWeight {}

    /**
     * A weight for each class.
     *
     * @param weights the weights in the order of these names
     */
    @Word(formula = "weight of classes[i] = weights[i]", shorthand = Word.Shorthand.PARAMETERS)
    record ByClass(
            @Field(value = "the names of all classes; without names, the numbers of the outputs: \"0\"", example = "a")
            List<String> classes,

            @Field(value = "the weight of each of these classes", range = "[0, inf)")
            List<Double> weights)
            implements ClassWeight {
        public ByClass {
            classes = List.copyOf(classes);
            weights = List.copyOf(weights);
            List<Problem> problems = new ArrayList<>();
            if (classes.size() != weights.size()) {
                problems.add(new Problem(
                        ErrorKind.SIZE_MISMATCH,
                        "weights",
                        weights.size() + " weights for " + classes.size() + " classes",
                        "one weight for each class"));
            } else if (!weights.isEmpty()) {
                problems.addAll(ExampleWeights.problems(weights, classes.size()));
            }
            if (classes.stream().distinct().count() < classes.size()) {
                problems.add(new Problem(ErrorKind.DUPLICATE, "classes", "a class is listed twice", "each class once"));
            }
            Schema.of(ByClass.class).check(problems, classes, weights);
            InvalidSpecException.throwIfAny(problems);
        }
    }
}
