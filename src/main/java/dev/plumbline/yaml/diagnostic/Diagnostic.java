package dev.plumbline.yaml.diagnostic;

import dev.plumbline.spec.error.ErrorKind;
import java.util.List;
import java.util.Optional;

/**
 * A problem of a file and its place.
 *
 * @param kind the kind, whose code the message shows
 * @param source the text of the file; for a problem of an option that changes the file, the option
 * @param message the problem and the value that was found
 * @param label the place and, if there is one, a hint; empty for the whole file
 * @param others further places that are related to the problem
 * @param notes further help, such as "allowed here: units, activation"
 */
public record Diagnostic(
        ErrorKind kind,
        Source source,
        String message,
        Optional<Annotation> label,
        List<Annotation> others,
        List<String> notes) {
    public Diagnostic {
        Optional<Source> option =
                label.isPresent() ? source.option(label.get().span().line()) : Optional.empty();
        boolean inOption = option.isPresent();
        others = others.stream()
                .filter(annotation -> !inOption && annotation.span().line() < Source.FIRST_OPTION)
                .toList();
        if (inOption) {
            source = option.get();
            label = label.map(place -> new Annotation(place.span().onLine(1), place.text()));
        }
        notes = List.copyOf(notes);
    }

    /** The file's name. */
    public String file() {
        return source.name();
    }

    /** The line, counted from 1; 1 for the whole file. */
    public int line() {
        return label.map(place -> place.span().line()).orElse(1);
    }

    /** The column, counted from 1 in code points; 1 for the whole file. */
    public int column() {
        return label.map(place -> place.span().column()).orElse(1);
    }

    /** The hint next to the place, such as "did you mean `activation`?"; may be empty. */
    public String hint() {
        return label.map(Annotation::text).orElse("");
    }

    /** The formatted message, several lines without a line break at the end. */
    @Override
    public String toString() {
        return new DiagnosticText(this).toString();
    }
}
