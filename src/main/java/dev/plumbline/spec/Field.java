package dev.plumbline.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a specification record means. The key in a file is the component's name in snake case. A
 * component of type {@code Optional} may be left out and then stays empty; every other one is required unless it has a
 * default.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

    /** One phrase: what this is. */
    String value();

    /**
     * The value where none is written: a number, {@code true} or {@code false}, a text, or a word all of whose
     * parameters have defaults. For a list it is the only element, and for a section {@code {}} means all its defaults.
     */
    String byDefault() default "";

    /** The numbers allowed, as an interval such as {@code (0, inf)} or {@code [0, 1)}; empty for anything finite. */
    String range() default "";

    /** The names that DL4J gives this. */
    String[] dl4j() default {};

    /** The names that Keras gives this. */
    String[] keras() default {};

    /** The names that PyTorch gives this. */
    String[] pytorch() default {};

    /** How what other libraries call by these names differs, as in {@link Word#differs()}. */
    String[] differs() default {};
}
