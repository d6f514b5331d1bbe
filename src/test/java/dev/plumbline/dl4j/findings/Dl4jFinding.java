package dev.plumbline.dl4j.findings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of a fault of DL4J, which fails when DL4J fixes the fault. It compares its measurements with the
 * {@link Section} of {@code src/docs/dl4j-findings.md} with the same name.
 */
@Test
@ExtendWith(Section.OfTheTest.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Dl4jFinding {

    /** The finding's name, which is also its anchor on the page. */
    String value();
}
