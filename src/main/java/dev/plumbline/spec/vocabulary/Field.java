package dev.plumbline.spec.vocabulary;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The meaning of a component of a specification record. The key in a file is the component's name in snake case. A
 * component of type {@code Optional} can be left out and is then empty. Every other component is required unless it has
 * a default.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

    /** The meaning, in one phrase. */
    String value() default "";

    /**
     * A record with a component of the same name, from which the attributes are taken that this annotation does not
     * give; {@code void} for none.
     */
    Class<?> like() default void.class;

    /**
     * The default: a number, {@code true} or {@code false}, a text, or a word all of whose parameters have defaults.
     * For a list it is the only element, and for a section {@code {}} means all its defaults.
     */
    String byDefault() default "";

    /**
     * Where the reader of a file finds a required value that the file leaves out, such as {@code data}; empty if the file
     * has to give it.
     */
    String impliedBy() default "";

    /**
     * A typical value, in the syntax of {@link #byDefault()}, for examples in the documentation; empty for any value.
     */
    String example() default "";

    /** The numbers allowed, as an interval such as {@code (0, inf)} or {@code [0, 1)}; empty for anything finite. */
    String range() default "";

    /** DL4J's names for it. */
    String[] dl4j() default {};

    /** Keras's names for it. */
    String[] keras() default {};

    /** PyTorch's names for it. */
    String[] pytorch() default {};

    /** The differences from the parameters with these names in other libraries, as in {@link Word#differs()}. */
    String[] differs() default {};
}
