package dev.plumbline.report.words;

import com.google.gson.JsonArray;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.spec.error.ErrorKind;
import java.util.List;

/** The kinds of errors as text, Markdown and JSON. */
public final class ErrorReference {
    private ErrorReference() {}

    /** The codes with their titles. */
    public static String overview(Style style) {
        StringBuilder text = new StringBuilder(style.strong("Errors")).append('\n');
        for (ErrorKind kind : ErrorKind.values()) {
            text.append(TextLayout.entry(kind.code(), ErrorKind.LENGTH, kind.title()));
        }
        return text.toString();
    }

    /** One kind. */
    public static String text(ErrorKind kind, Style style) {
        StringBuilder text = new StringBuilder(style.strong(kind.code()))
                .append(style.faint(", an error: "))
                .append(kind.title())
                .append("\n\n")
                .append(TextLayout.paragraph("  ", kind.explanation()));
        if (!kind.wrong().isEmpty()) {
            example(text, "Wrong", kind.wrong(), style);
            example(text, "Right", kind.right(), style);
        }
        return text.toString();
    }

    private static void example(StringBuilder text, String heading, String lines, Style style) {
        text.append('\n').append(style.strong(heading)).append("\n  ");
        text.append(lines.replace("\n", "\n  ")).append('\n');
    }

    /** The page of these kinds, or of one. */
    public static String markdown(List<ErrorKind> kinds) {
        StringBuilder text = new StringBuilder("""
                # The errors

                Each error message begins with the code of its kind, such as `error[E010]`, and `plumbline words E010` explains
                it. A code keeps its meaning in all versions. This page is what `plumbline words errors --markdown` prints.

                | code | error | explanation |
                |---|---|---|
                """);
        for (ErrorKind kind : kinds) {
            String example = kind.wrong().isEmpty()
                    ? ""
                    : " Wrong: " + cell(kind.wrong()) + ". Right: " + cell(kind.right()) + ".";
            text.append("| " + kind.code() + " | " + kind.title() + " | " + kind.explanation() + example + " |\n");
        }
        return text.toString();
    }

    private static String cell(String lines) {
        return "`" + lines.replace("\n", "`, `") + "`";
    }

    /** Each kind with its code, title, explanation and example. */
    public static JsonArray json(List<ErrorKind> kinds) {
        return Json.array(
                kinds,
                kind -> Json.object(
                        "code", kind.code(),
                        "title", kind.title(),
                        "explanation", kind.explanation(),
                        "wrong", kind.wrong(),
                        "right", kind.right()));
    }
}
