package dev.plumbline.yaml.diagnostic;

import dev.plumbline.spec.vocabulary.Printable;

/** Formats a diagnostic as compilers do: the place, its line, carets under the characters, and notes. */
final class DiagnosticText {
    /** The largest width of an excerpt from the file. */
    static final int WIDTH = 80;

    private final Diagnostic diagnostic;
    private final StringBuilder out = new StringBuilder();
    private final String indent;

    DiagnosticText(Diagnostic diagnostic) {
        this.diagnostic = diagnostic;
        int last = diagnostic.others().stream()
                .mapToInt(annotation -> annotation.span().line())
                .reduce(diagnostic.line(), Math::max);
        this.indent = " ".repeat(Integer.toString(last).length());
        write();
    }

    private void write() {
        out.append(diagnostic.kind().prefix()).append(diagnostic.message());
        out.append('\n').append(indent).append(" --> ").append(Printable.line(diagnostic.file()));
        diagnostic.label().ifPresent(label -> {
            out.append(':').append(diagnostic.line()).append(':').append(diagnostic.column());
            if (!label.equals(Annotation.START)) {
                excerpt(label, '^');
            }
        });
        diagnostic.others().forEach(annotation -> excerpt(annotation, '-'));
        diagnostic.notes().forEach(this::note);
    }

    private void excerpt(Annotation label, char mark) {
        Span span = label.span();
        Excerpt excerpt = Excerpt.of(diagnostic.source().line(span.line()), span, WIDTH - indent.length() - 3);
        String number = Integer.toString(span.line());
        line(number + indent.substring(number.length()) + " | ", excerpt.text());
        String marks = " ".repeat(excerpt.offset()) + String.valueOf(mark).repeat(excerpt.width());
        String gutter = indent + " | ";
        int length = Excerpt.width(label.text());
        if (gutter.length() + marks.length() + 1 + length <= WIDTH) {
            line(gutter, label.text().isEmpty() ? marks : marks + " " + label.text());
        } else {
            line(gutter, marks);
            int offset = Math.min(excerpt.offset(), Math.max(0, WIDTH - gutter.length() - length));
            line(gutter, " ".repeat(offset) + label.text());
        }
    }

    private void line(String gutter, String text) {
        out.append('\n').append((gutter + text).stripTrailing());
    }

    /** Wraps long lists of allowed values. */
    private void note(String note) {
        String gutter = indent + " = ";
        StringBuilder current = new StringBuilder(gutter);
        int start = current.length();
        for (String word : note.split(" ", -1)) {
            if (current.length() > start && Excerpt.width(current) + 1 + Excerpt.width(word) > WIDTH) {
                out.append('\n').append(current);
                current.setLength(0);
                current.append(" ".repeat(gutter.length() + 2));
                start = current.length();
            }
            current.append(current.length() > start ? " " : "").append(word);
        }
        out.append('\n').append(current);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
