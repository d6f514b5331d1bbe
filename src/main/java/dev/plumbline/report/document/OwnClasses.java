package dev.plumbline.report.document;

import com.google.gson.JsonArray;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import java.util.List;
import java.util.Optional;

/** Lists Plumbline's classes on DL4J's side of a check. */
public final class OwnClasses {
    private static final String NAME = "on DL4J";

    private OwnClasses() {}

    /** The text below a verdict; each line ends with a line break; empty if there are no such classes. */
    public static String text(NetworkSpec spec, Style style) {
        return part(spec)
                .map(part -> "\n" + CheckReport.text(part, "reference".length(), style))
                .orElse("");
    }

    /** The classes as the last part of a verdict; empty if there are none. */
    public static Optional<CheckReport.Part> part(NetworkSpec spec) {
        List<CheckReport.Entry> entries = Dl4jReplacement.usedBy(spec).stream()
                .map(replacement -> new CheckReport.Entry(
                        NAME,
                        replacement.part() + " is Plumbline's class " + replacement.javaName() + ": "
                                + replacement.reason()))
                .toList();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new CheckReport.Part(
                        "Plumbline's classes on DL4J, tested against numbers from NumPy", entries));
    }

    /** The classes as a JSON array. */
    public static JsonArray json(List<Dl4jReplacement> classes) {
        return Json.array(
                classes,
                replacement -> Json.object(
                        "class", replacement.javaName(),
                        "computes", replacement.part(),
                        "condition", replacement.condition(),
                        "reason", replacement.reason()));
    }
}
