package dev.plumbline.spec.vocabulary;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The meaning of a word of the vocabulary. It annotates a record of a sealed interface, or a constant of an enum. The
 * word's name is the name of the record or constant in snake case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Word {

    /** The exact formula, in plain text, that every engine computes. */
    String formula();

    /**
     * For an activation, the range of its outputs; for a loss, the outputs for which it is defined. An interval such as
     * {@code (0, 1)}.
     */
    String outputs() default "(-inf, inf)";

    /** For a loss, the targets for which it is defined, as an interval. */
    String targets() default "(-inf, inf)";

    /** DL4J's names for it; the first is the name in its documentation. */
    String[] dl4j() default {};

    /** Keras's names for it. */
    String[] keras() default {};

    /** PyTorch's names for it. */
    String[] pytorch() default {};

    /** Facts that the formula does not contain, such as the purpose or the slope at a kink, in sentences. */
    String meaning() default "";

    /**
     * The differences from the words with these names in other libraries, one or two sentences each, starting with the
     * library's name; also the differences from the paper's formula. Only differences are listed.
     */
    String[] differs() default {};

    /** A form that is shorter than {@code word: { parameters }}. */
    Shorthand shorthand() default Shorthand.NONE;

    /** A short form of a word. */
    enum Shorthand {
        /** {@code word} alone, if every parameter has a default, or {@code word: { parameters }}. */
        NONE,
        /** Only the value of the single parameter: {@code batch_size: 32}. */
        VALUE,
        /** Only the parameters: {@code data: { inputs: …, targets: … }}. */
        PARAMETERS
    }
}
