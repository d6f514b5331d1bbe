package dev.plumbline.spec.vocabulary;

import dev.plumbline.spec.error.ErrorKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One problem of a specification.
 *
 * @param kind the kind, whose code the message shows
 * @param path the place, relative to the record that found it: {@code layers[0].units}; empty for the record itself
 * @param message what is wrong, with the value that was found
 * @param allowed what is allowed; empty if the message contains it
 */
public record Problem(ErrorKind kind, String path, String message, String allowed) {
    private static final Pattern LAYER = Pattern.compile("layers\\[(\\d+)]\\.?(.*)");

    /** A problem without a place, or with its place in the message. */
    public static Problem of(ErrorKind kind, String message) {
        return new Problem(kind, "", message, "");
    }

    /** The same problem, relative to the record that contains the one that found it. */
    public Problem within(String outer) {
        String joined = path.isEmpty() || path.startsWith("[") ? outer + path : outer + "." + path;
        return new Problem(kind, joined, message, allowed);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : place(path) + ": ") + sentence(message, allowed);
    }

    /** A path, with a layer counted as the reports count it: "layer 2, units" for {@code layers[1].units}. */
    public static String place(String path) {
        Matcher layer = LAYER.matcher(path);
        return layer.matches()
                ? "layer " + (Integer.parseInt(layer.group(1)) + 1)
                        + (layer.group(2).isEmpty() ? "" : ", " + layer.group(2))
                : path;
    }

    /** What is wrong and what is allowed, in one line: "found 0; allowed: 1 or more". */
    public static String sentence(String message, String allowed) {
        if (allowed.isEmpty()) {
            return message;
        }
        return message + (message.endsWith("?") ? " Allowed: " : "; allowed: ") + allowed;
    }
}
