package dev.plumbline.yaml;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Finds characters that YAML does not allow; the parser itself names no line for them. */
final class Characters {
    private Characters() {}

    static void check(Source source) {
        String text = source.text();
        int point;
        for (int i = 0; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            if ((point < 0x20 || point > 0x7E) && !StreamReader.isPrintable(point)) {
                throw new InvalidFileException(new Diagnostic(
                        source,
                        String.format(Locale.ROOT, "the character U+%04X is not allowed in a YAML file", point),
                        Optional.of(new Annotation(source.at(i), "")),
                        List.of(),
                        List.of("in a text between double quotes it is written "
                                + (point < 0x10000
                                        ? String.format(Locale.ROOT, "\\u%04x", point)
                                        : String.format(Locale.ROOT, "\\U%08x", point)))));
            }
        }
    }
}
