package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.OwnClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says where DL4J's side of a check is a class of Plumbline's. */
public final class OwnClasses {
    private static final String NAME = "on DL4J";

    private OwnClasses() {}

    /** As text that stands below a verdict, each line with a line break at its end; empty where there is none. */
    public static String text(NetworkSpec spec, Style style) {
        return part(spec)
                .map(part -> "\n" + Account.text(part, "reference".length(), style))
                .orElse("");
    }

    /** A verdict, and below it what is said of such classes. */
    static Account in(Account verdict, NetworkSpec spec) {
        List<Account.Part> parts = new ArrayList<>(verdict.parts());
        part(spec).ifPresent(parts::add);
        return new Account(verdict.tone(), verdict.verdict(), verdict.sentence(), verdict.entries(), parts);
    }

    private static Optional<Account.Part> part(NetworkSpec spec) {
        Account.Entries entries = new Account.Entries();
        OwnClass.usedBy(spec)
                .forEach(own -> entries.add(
                        NAME, own.part() + " is Plumbline's class " + own.javaName() + ": " + own.reason()));
        return entries.list().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Account.Part("Plumbline's classes on DL4J, guarded by NumPy's numbers", entries.list()));
    }

    /** As a list for a document. */
    static JsonArray json(List<OwnClass> classes) {
        JsonArray list = new JsonArray();
        for (OwnClass own : classes) {
            JsonObject each = new JsonObject();
            each.addProperty("class", own.javaName());
            each.addProperty("computes", own.part());
            each.addProperty("condition", own.condition());
            each.addProperty("reason", own.reason());
            list.add(each);
        }
        return list;
    }
}
