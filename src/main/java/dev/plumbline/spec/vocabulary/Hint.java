package dev.plumbline.spec.vocabulary;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A word or a key of another library, and what to write in Plumbline instead, where this is more than the name of one
 * word or key. On a family, it applies to its words and to the keys of its words.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Hint.All.class)
public @interface Hint {

    /** The other library's names; case and separators are ignored. */
    String[] names();

    /** What to write instead, as a clause. */
    String value();

    /** Several hints. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** In any order. */
        Hint[] value();
    }
}
