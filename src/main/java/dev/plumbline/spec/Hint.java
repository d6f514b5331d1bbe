package dev.plumbline.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A word or a key of another library, and what to write here for it, where that is not simply the name of one word or
 * key. On a family it is for its words and for the keys of all of them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Hint.All.class)
public @interface Hint {

    /** What is written elsewhere; case and separators do not count. */
    String[] names();

    /** What says it here: a clause. */
    String value();

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** In any order. */
        Hint[] value();
    }
}
