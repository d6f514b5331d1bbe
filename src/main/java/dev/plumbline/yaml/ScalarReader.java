package dev.plumbline.yaml;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodePath;
import dev.plumbline.yaml.node.Scalars;
import dev.plumbline.yaml.node.YamlMessages;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Optional;

/** Reads numbers, strings and booleans; reports other values together with the allowed ones. */
final class ScalarReader {
    private final ReadingProblems findings;

    ScalarReader(ReadingProblems findings) {
        this.findings = findings;
    }

    /** Reads a value of this type; if that fails, reports the problem and returns empty. */
    Optional<Object> read(Type type, Node node, NodePath where, String allowed) {
        if (!(node instanceof Node.Scalar scalar)) {
            return wrong(node, where, "", allowed);
        }
        if (ValueTypes.isWhole(type)) {
            return whole(type == int.class || type == Integer.class, scalar, where, allowed);
        }
        if (ValueTypes.isDouble(type)) {
            return number(scalar, where, allowed).map(value -> value);
        }
        return ValueTypes.isBoolean(type) ? truth(scalar, where, allowed) : text(scalar, where, allowed);
    }

    private Optional<Object> whole(boolean isInt, Node.Scalar scalar, NodePath where, String allowed) {
        Scalars.Kind kind = Scalars.kind(scalar);
        if (kind == Scalars.Kind.FRACTIONAL) {
            double value = Scalars.doubleValue(scalar.text());
            String hint = Math.rint(value) == value && Math.abs(value) < 1e15 ? "write " + (long) value : "";
            return number(scalar, where, hint, allowed);
        }
        if (kind != Scalars.Kind.WHOLE) {
            return wrong(scalar, where, numberHint(scalar), allowed);
        }
        Optional<Long> value = Scalars.longValue(scalar.text());
        if (isInt) {
            value = value.filter(number -> number == number.intValue());
        }
        if (value.isEmpty()) {
            boolean negative = scalar.text().startsWith("-");
            long bound = isInt
                    ? (negative ? Integer.MIN_VALUE : Integer.MAX_VALUE)
                    : (negative ? Long.MIN_VALUE : Long.MAX_VALUE);
            return number(scalar, where, (negative ? "less than " : "more than ") + bound, allowed);
        }
        return value.map(number -> isInt ? (Object) number.intValue() : (Object) number);
    }

    /** Reads the number at an index of a list. */
    Optional<Double> number(Node.Scalar scalar, NodePath list, int i, String allowed) {
        Optional<Double> finite = finite(scalar);
        if (finite.isEmpty() && findings.isFull()) {
            findings.count();
            return finite;
        }
        return finite.isPresent() ? finite : number(scalar, list.index(i), allowed);
    }

    private static Optional<Double> finite(Node.Scalar scalar) {
        if (!scalar.plain() || !isNumber(scalar.text())) {
            return Optional.empty();
        }
        double value = Scalars.doubleValue(scalar.text());
        boolean isExact = Double.isFinite(value) && !Scalars.vanishes(scalar.text(), value);
        return isExact ? Optional.of(value) : Optional.empty();
    }

    private Optional<Double> number(Node.Scalar scalar, NodePath where, String allowed) {
        Optional<Double> finite = finite(scalar);
        if (finite.isPresent()) {
            return finite;
        }
        if (!scalar.plain() || !isNumber(scalar.text())) {
            wrong(scalar, where, numberHint(scalar), allowed);
            return Optional.empty();
        }
        double value = Scalars.doubleValue(scalar.text());
        boolean isLarge = Double.isInfinite(value)
                && !scalar.text().toLowerCase(Locale.ROOT).endsWith("inf");
        number(
                scalar,
                where,
                isLarge ? "too large for 64 bits" : value == 0 ? "too small for 64 bits: it would become 0" : "",
                allowed);
        return Optional.empty();
    }

    private Optional<Object> truth(Node.Scalar scalar, NodePath where, String allowed) {
        if (Scalars.kind(scalar) == Scalars.Kind.BOOLEAN) {
            return Optional.of(scalar.text().startsWith("t") || scalar.text().startsWith("T"));
        }
        String hint = switch (scalar.text().toLowerCase(Locale.ROOT)) {
            case "yes", "on", "y", "1", "true" ->
                scalar.plain() ? "did you mean `true`?" : "write `true`, without quotes";
            case "no", "off", "n", "0", "false" ->
                scalar.plain() ? "did you mean `false`?" : "write `false`, without quotes";
            default -> "";
        };
        return wrong(scalar, where, hint, allowed);
    }

    private Optional<Object> text(Node.Scalar scalar, NodePath where, String allowed) {
        Scalars.Kind kind = Scalars.kind(scalar);
        if (kind == Scalars.Kind.TEXT) {
            return Optional.of(scalar.text());
        }
        String hint = kind == Scalars.Kind.NULL ? "" : "as a text it is written \"" + YamlMessages.bare(scalar) + "\"";
        return wrong(scalar, where, hint, allowed);
    }

    private static String numberHint(Node.Scalar scalar) {
        if (Scalars.kind(scalar) != Scalars.Kind.TEXT) {
            return "";
        }
        if (isNumber(scalar.text())) {
            return "a number has no quotes";
        }
        String joined = scalar.text().replaceAll("(?<=[0-9])[_,' ](?=[0-9])", "");
        return isNumber(joined) && joined.length() < 30 ? "write " + joined : "";
    }

    private static boolean isNumber(String text) {
        Scalars.Kind kind = Scalars.kind(text);
        return kind == Scalars.Kind.WHOLE || kind == Scalars.Kind.FRACTIONAL;
    }

    /** Reports a number that is not allowed. */
    Optional<Object> number(Node.Scalar scalar, NodePath where, String hint, String allowed) {
        findings.report(
                ErrorKind.OUT_OF_RANGE,
                scalar,
                where.name() + " is " + YamlMessages.bare(scalar),
                hint,
                "allowed here: " + allowed);
        return Optional.empty();
    }

    /** Reports a value of a wrong type. */
    Optional<Object> wrong(Node node, NodePath where, String hint, String allowed) {
        boolean isEmpty = node instanceof Node.Scalar scalar && Scalars.kind(scalar) == Scalars.Kind.NULL;
        ErrorKind kind = isEmpty ? ErrorKind.MISSING_KEY : ErrorKind.WRONG_TYPE;
        findings.report(kind, node, where.name() + " is " + YamlMessages.found(node), hint, "allowed here: " + allowed);
        return Optional.empty();
    }
}
