package dev.plumbline.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a word of the vocabulary means. It stands on a record of a sealed interface, or on a constant of an enum; the
 * word's name is the record's or the constant's name in snake case.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Word {

    /** The exact formula, in plain text, that every engine computes. */
    String formula();

    /**
     * Of an activation, what its outputs lie between; of a loss, what the outputs must lie between for it to be defined.
     * An interval such as {@code (0, 1)}.
     */
    String outputs() default "(-inf, inf)";

    /** Of a loss, the targets it is defined for, as an interval. */
    String targets() default "(-inf, inf)";

    /** The names that DL4J gives this; the first is the one to look up in its documentation. */
    String[] dl4j() default {};

    /** The names that Keras gives this. */
    String[] keras() default {};

    /** The names that PyTorch gives this. */
    String[] pytorch() default {};

    /** What the formula does not say, such as what it is for or the slope at a kink, in sentences; empty if that is all. */
    String meaning() default "";

    /**
     * How what other libraries call by these names differs from the formula, a sentence or two for each difference that
     * begins with the library's name; or how the paper's formula does, where engines run another. Nothing is said of what
     * is the same.
     */
    String[] differs() default {};

    /** How this may be written shorter than {@code word: { parameters }}. */
    Shorthand shorthand() default Shorthand.NONE;

    /** A shorter way to write a word. */
    enum Shorthand {
        /** {@code word} alone, where every parameter has a default, or {@code word: { parameters }}. */
        NONE,
        /** The value of the only parameter stands for the word: {@code batch_size: 32}. */
        VALUE,
        /** The parameters stand for the word: {@code data: { inputs: …, targets: … }}. */
        PARAMETERS
    }
}
