package dev.plumbline.dl4j.export;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.glossary.Dl4jReplacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program contains the source of each of Plumbline's classes that it uses. */
class ProgramClassesTests {
    @ParameterizedTest
    @EnumSource(Dl4jReplacement.class)
    void containsEveryClassThatItUses(Dl4jReplacement own) {
        String program = ProgramClasses.with("final class Program { Object it = new " + own.javaName() + "(); }");

        assertTrue(program.matches("(?s).*\n(?:final class|record|class) " + own.javaName() + "\\b.*"), program);
    }
}
