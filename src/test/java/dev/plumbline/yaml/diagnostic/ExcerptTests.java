package dev.plumbline.yaml.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.spec.error.ErrorKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The caret is under the right characters, after any text before them. */
class ExcerptTests {
    private static String show(String line, String part, String hint) {
        int from = line.codePointCount(0, line.indexOf(part)) + 1;
        Span span = Span.of(1, from, part.codePointCount(0, part.length()));
        Annotation label = new Annotation(span, hint);
        String text = new Diagnostic(
                        ErrorKind.OUT_OF_RANGE, new Source("f", line), "m", Optional.of(label), List.of(), List.of())
                .toString();
        return text.substring(text.indexOf('|') - 2);
    }

    @Test
    void showsATabAsOneBlank() {
        assertEquals("""
                1 | a: b c
                  |      ^ here""", show("a:\tb\tc", "c", "here"));
    }

    @Test
    void countsWideCharactersAsTwoColumns() {
        assertEquals("""
                1 | 名前: 😀 x
                  |          ^""", show("名前: 😀 x", "x", ""));
        assertEquals("""
                1 | a: 名前 x
                  |    ^^^^""", show("a: 名前 x", "名前", ""));
    }

    @Test
    void countsCombiningMarksAsNone() {
        assertEquals("""
                1 | re\u0301su\u0301me\u0301: x
                  |         ^""", show("re\u0301su\u0301me\u0301: x", "x", ""));
    }

    @Test
    void showsNothingThatATerminalWouldActOn() {
        assertEquals("""
                1 | a: \uFFFDb\uFFFD x
                  |        ^""", show("a: \u202Eb\u0085 x", "x", ""));
    }

    @Test
    void cutsALongLineAtBothEnds() {
        String line = "a".repeat(500) + " here " + "b".repeat(500);

        assertEquals("""
                1 | …aaaaaaaaaaaaaaaaaaaaaaa here bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
                  |                          ^^^^ it is""", show(line, "here", "it is"));
    }

    @Test
    void cutsALongLineAtItsBeginningOnly() {
        String line = "a".repeat(500) + " here";

        assertEquals("""
                1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa here
                  |                                                                        ^^^^
                  |                                                          did you mean there?""", show(line, "here", "did you mean there?"));
    }

    @Test
    void leavesALineThatFitsAsItIs() {
        String line = "a".repeat(70) + " here";

        assertEquals("1 | " + line + "\n  | " + " ".repeat(71) + "^^^^", show(line, "here", ""));
    }
}
