package dev.plumbline.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Something that DL4J has and computes wrongly, so that there is no word for it here. On a family it names words that it
 * does not have, on a record parameters. Whoever writes one of these names is told the reason instead of a list of others.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Refused.All.class)
public @interface Refused {

    /** What it is called, by DL4J or elsewhere; case and separators do not count. */
    String[] names();

    /** What DL4J does wrongly, after a colon. */
    String reason();

    /** What may be written instead; empty if there is nothing like it. */
    String instead() default "";

    /** Where it is proven: the name of a section of {@code src/docs/dl4j-findings.md}. */
    String finding();

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** In any order. */
        Refused[] value();
    }
}
