package dev.plumbline.spec.data;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.List;

/** The classes that a target column names. */
public sealed interface ClassList permits ClassList.Infer, ClassList.Named {

    /** The classes are the different values of the target column. */
    @Word(
            formula = "classes = np.unique(targets)",
            meaning = "In alphabetical order, or in numerical order if all are numbers.")
    record Infer() implements ClassList {}

    /**
     * Classes by their names.
     *
     * @param names the names in the order of the outputs
     */
    @Word(formula = "classes = these, in the order of the outputs", shorthand = Word.Shorthand.VALUE)
    record Named(
            @Field(value = "the names of the classes, at least two", example = "a")
            List<String> names) implements ClassList {
        public Named {
            names = List.copyOf(names);
            Schema.of(Named.class).check(names);
        }
    }
}
