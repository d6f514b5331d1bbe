package dev.plumbline.spec.data;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;

/** The rule for missing values of the inputs; what replaces them is learned from the training part. */
public sealed interface MissingValueRule
        permits MissingValueRule.Error, MissingValueRule.Mean, MissingValueRule.Median, MissingValueRule.Constant {

    /** Calls the case of this word. */
    <R> R match(Cases<R> cases);

    /** One method for each word. */
    interface Cases<R> {
        R error();

        R mean();

        R median();

        R constant(Constant constant);
    }

    /** A missing value is an error with its row and column. */
    @SuppressWarnings("JavaLangClash") // The word is the name of the record.
    @Word(formula = "a missing value is an error, with its row and column")
    record Error() implements MissingValueRule {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.error();
        }
    }

    /** The column's mean replaces it. */
    @Word(
            formula = "x = mean of the column's present values in the training part",
            meaning = "All inputs of a missing category are 0.")
    record Mean() implements MissingValueRule {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mean();
        }
    }

    /** The column's median replaces it. */
    @Word(
            formula = "x = median of the column's present values in the training part",
            meaning =
                    "Of an even number of values, the mean of the two in the middle. All inputs of a missing category "
                            + "are 0.")
    record Median() implements MissingValueRule {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.median();
        }
    }

    /** A number replaces it. */
    @Word(formula = "x = value", meaning = "`prepare` scales the value too. All inputs of a missing category are 0.")
    record Constant(
            @Field(value = "the number", example = "0") double value) implements MissingValueRule {
        public Constant {
            Schema.of(Constant.class).check(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(this);
        }
    }
}
