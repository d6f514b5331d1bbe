package dev.plumbline.cli.terminal;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Style;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Problems of files, as text and as JSON. */
public final class Problems {
    private static final Pattern ERROR = Pattern.compile("(?m)^error\\[E\\d+]");

    private Problems() {}

    /** The text of diagnostics, with emphasis by the given style. */
    public static String text(String message, Style style) {
        return style == Style.PLAIN ? message : ERROR.matcher(message).replaceAll(match -> style.bad(match.group()));
    }

    /** The JSON document that a verb prints for invalid input, in place of its result. */
    public static String document(BadInputException bad) {
        return document(json(bad.diagnostics()), bad.uncollected());
    }

    /** The JSON document for problems that have no place in a file. The lines after the first of each are its notes. */
    public static String documentOf(List<Problem> problems) {
        return document(
                Json.array(problems, problem -> {
                    List<String> lines = problem.toString()
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
                    return lines.isEmpty()
                            ? json(problem.kind(), null, null, null, "", "", List.of())
                            : json(problem.kind(), null, null, null, lines.get(0), "", lines.subList(1, lines.size()));
                }),
                0);
    }

    private static String document(JsonArray problems, int more) {
        return Json.text(Json.object("ok", false, "problems", problems, "more", more));
    }

    /** Each problem with its code, file, line, column, message, hint and notes. */
    public static JsonArray json(List<Diagnostic> diagnostics) {
        return Json.array(
                diagnostics,
                diagnostic -> json(
                        diagnostic.kind(),
                        diagnostic.file(),
                        diagnostic.line(),
                        diagnostic.column(),
                        diagnostic.message(),
                        diagnostic.hint(),
                        diagnostic.notes()));
    }

    private static JsonObject json(
            ErrorKind kind,
            @Nullable String file,
            @Nullable Integer line,
            @Nullable Integer column,
            String message,
            String hint,
            List<String> notes) {
        return Json.object(
                "code", kind.code(),
                "file", file,
                "line", line,
                "column", column,
                "message", message,
                "hint", hint,
                "notes", notes);
    }
}
