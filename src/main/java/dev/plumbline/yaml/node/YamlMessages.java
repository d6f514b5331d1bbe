package dev.plumbline.yaml.node;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of messages. */
public final class YamlMessages {
    private static final int LONGEST = 40;

    private YamlMessages() {}

    /** Text from the file in backticks, shortened and without control characters. */
    public static String quoted(String text) {
        int[] points = text.codePoints()
                .limit(LONGEST + 1L)
                .map(YamlMessages::harmless)
                .toArray();
        return points.length > LONGEST
                ? "`" + new String(points, 0, LONGEST) + "…`"
                : "`" + new String(points, 0, points.length) + "`";
    }

    private static int harmless(int point) {
        int type = Character.getType(point);
        boolean harmful = type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
        return harmful ? 0xFFFD : point;
    }

    /** "a", "a and b", "a, b and c", each in backticks. */
    public static String enumerated(Collection<String> names) {
        List<String> quoted = names.stream().map(YamlMessages::quoted).toList();
        int last = quoted.size() - 1;
        return last < 1
                ? String.join("", quoted)
                : quoted.stream().limit(last).collect(Collectors.joining(", ")) + " and " + quoted.get(last);
    }

    /** The possessive form: "Keras's"; "DL4J's and Keras's". */
    public static String possessive(String users) {
        return users.replace(" and ", "'s and ") + "'s";
    }

    /** Describes the value that was found: "the text `five`", "the number 3", "a list". */
    public static String found(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return switch (Scalars.kind(scalar)) {
                case NULL -> "empty";
                case BOOLEAN -> quoted(scalar.text());
                case WHOLE, FRACTIONAL -> "the number " + bare(scalar);
                case TEXT -> scalar.text().isEmpty() ? "an empty text" : "the text " + quoted(scalar.text());
            };
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items().isEmpty() ? "an empty list" : "a list";
        }
        return ((Node.Mapping) node).entries().isEmpty() ? "an empty mapping" : "a mapping";
    }

    /** The number as written. */
    public static String bare(Node.Scalar scalar) {
        String quoted = quoted(scalar.text());
        return quoted.substring(1, quoted.length() - 1);
    }
}
