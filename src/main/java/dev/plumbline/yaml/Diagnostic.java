package dev.plumbline.yaml;

import java.util.List;
import java.util.Optional;

/**
 * One thing that is wrong with a file, and where.
 *
 * @param source the file's text; for what is wrong with an option that changes it, the option
 * @param message what is wrong and what was found
 * @param label the place and, if there is one, a hint; empty where the whole file is meant
 * @param others further places that have to do with it
 * @param notes what else helps, such as "allowed here: units, activation"
 */
public record Diagnostic(Source source, String message, Optional<Label> label, List<Label> others, List<String> notes) {
    public Diagnostic {
        Optional<Source> option =
                label.isPresent() ? source.option(label.get().span().line()) : Optional.empty();
        boolean inOption = option.isPresent();
        others = others.stream()
                .filter(other -> !inOption && other.span().line() < Source.FIRST_OPTION)
                .toList();
        if (inOption) {
            source = option.get();
            label = label.map(place -> new Label(place.span().onLine(1), place.text()));
        }
        notes = List.copyOf(notes);
    }

    /** The file's name. */
    public String file() {
        return source.name();
    }

    /** The line, counted from 1; 1 where the whole file is meant. */
    public int line() {
        return label.map(place -> place.span().line()).orElse(1);
    }

    /** The column, counted from 1 in code points; 1 where the whole file is meant. */
    public int column() {
        return label.map(place -> place.span().column()).orElse(1);
    }

    /** The hint beside the place, such as "did you mean `activation`?"; may be empty. */
    public String hint() {
        return label.map(Label::text).orElse("");
    }

    /** The whole as it is shown, several lines without a line break at the end. */
    @Override
    public String toString() {
        return new DiagnosticText(this).toString();
    }
}
