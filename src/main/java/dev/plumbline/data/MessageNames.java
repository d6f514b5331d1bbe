package dev.plumbline.data;

import dev.plumbline.spec.vocabulary.NearMiss;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats names and values in messages. */
public final class MessageNames {
    private static final int LONGEST_SHOWN = 40;
    private static final int MOST_LISTED = 12;

    private MessageNames() {}

    /** A value in backquotes on one line, with control characters escaped, shortened if it is long. */
    public static String quote(String value) {
        StringBuilder text = new StringBuilder("`");
        int end = Math.min(value.length(), LONGEST_SHOWN);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            text.append(
                    switch (c) {
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        default ->
                            Character.isISOControl(c)
                                    ? String.format(Locale.ROOT, "\\x%02x", (int) c)
                                    : String.valueOf(c);
                    });
        }
        return text.append(end < value.length() ? "…`" : "`").toString();
    }

    /** A count with its unit: "1 value", "2,000 values". */
    public static String count(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    /** A list of names; if there are many, the last ones are only counted. */
    public static String list(Collection<String> names) {
        String listed =
                names.stream().limit(MOST_LISTED).map(MessageNames::bare).collect(Collectors.joining(", "));
        int more = names.size() - MOST_LISTED;
        return more > 0 ? listed + ", … and " + more + " more" : listed;
    }

    /** A name without quotes around it. */
    public static String bare(String name) {
        String quoted = quote(name);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** "; did you mean `x`?" if one of the names is similar to the one found, otherwise empty. */
    public static String didYouMean(String unknown, Collection<String> names) {
        return NearMiss.of(unknown, names)
                .map(name -> "; did you mean " + quote(name) + "?")
                .orElse("");
    }
}
