package dev.plumbline.spec.vocabulary;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A feature that DL4J computes wrongly, so Plumbline has no word for it. On a family, it names missing words; on a
 * record, missing parameters. A user who writes one of these names gets the reason instead of a list of alternatives.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Refused.All.class)
public @interface Refused {

    /** Its names, in DL4J or elsewhere; case and separators are ignored. */
    String[] names();

    /** The fault in DL4J; the text follows a colon. */
    String reason();

    /** What to write instead; empty if there is nothing similar. */
    String instead() default "";

    /** The place of the proof: the name of a section of {@code src/docs/dl4j-findings.md}. */
    String finding();

    /** Several refusals. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** In any order. */
        Refused[] value();
    }
}
