package dev.plumbline.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.plumbline.report.Json;
import dev.plumbline.report.Style;
import dev.plumbline.yaml.Diagnostic;
import java.util.List;

/** Problems of files, as text and as JSON. */
final class Problems {
    private Problems() {}

    /** The text of diagnostics, with emphasis by the given style. */
    static String text(String message, Style style) {
        return style == Style.PLAIN ? message : message.replaceAll("(?m)^error", style.bad("error"));
    }

    /** The JSON document that a verb prints for invalid input, in place of its result. */
    static String document(BadInputException bad) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", false);
        document.add("problems", json(bad.diagnostics()));
        document.addProperty("more", bad.uncollected());
        return Json.text(document);
    }

    /** The JSON document for problems that have no place in a file. */
    static String documentOf(List<String> messages) {
        JsonArray problems = new JsonArray();
        for (String message : messages) {
            JsonObject problem = new JsonObject();
            for (String place : List.of("file", "line", "column")) {
                problem.add(place, JsonNull.INSTANCE);
            }
            problem.addProperty("message", message);
            problem.addProperty("hint", "");
            problem.add("notes", new JsonArray());
            problems.add(problem);
        }
        JsonObject document = new JsonObject();
        document.addProperty("ok", false);
        document.add("problems", problems);
        document.addProperty("more", 0);
        return Json.text(document);
    }

    /** Each problem with its file, line, column, message, hint and notes. */
    static JsonArray json(List<Diagnostic> diagnostics) {
        JsonArray problems = new JsonArray();
        for (Diagnostic diagnostic : diagnostics) {
            JsonObject problem = new JsonObject();
            problem.addProperty("file", diagnostic.file());
            problem.addProperty("line", diagnostic.line());
            problem.addProperty("column", diagnostic.column());
            problem.addProperty("message", diagnostic.message());
            problem.addProperty("hint", diagnostic.hint());
            JsonArray notes = new JsonArray();
            diagnostic.notes().forEach(notes::add);
            problem.add("notes", notes);
            problems.add(problem);
        }
        return problems;
    }
}
