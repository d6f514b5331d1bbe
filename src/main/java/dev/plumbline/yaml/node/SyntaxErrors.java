package dev.plumbline.yaml.node;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.diagnostic.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Converts errors of the YAML parser to diagnostics in the form of all other problems. */
final class SyntaxErrors {
    private static final Pattern EXPECTED = Pattern.compile("expected '?(.+?)'?, but (?:got|found) '?(.+?)'?");

    private static final Pattern UNFIT = Pattern.compile(
            "\\\\(U(?!000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})" + "|x(?![0-9a-fA-F]{2})|u(?![0-9a-fA-F]{4})|\\z)");

    private final Source source;
    private final String context;
    private final String problem;
    private final Optional<Span> opened;
    private final Span place;

    /** Finds an escape sequence for which the parser fails without a place; the first possible one is shown. */
    static Diagnostic escape(Source source) {
        Matcher matcher = UNFIT.matcher(source.text());
        Optional<Annotation> label =
                matcher.find() ? Optional.of(new Annotation(source.at(matcher.start()), "")) : Optional.empty();
        return new Diagnostic(
                ErrorKind.YAML_SYNTAX,
                source,
                "this escape sequence is not a character",
                label,
                List.of(),
                List.of("allowed here: \\x41, \\u0041 and \\U00000041, the code of a character, at most 10FFFF, in two,"
                        + " four or eight digits"));
    }

    private SyntaxErrors(Source source, MarkedYamlEngineException error) {
        this.source = source;
        this.context = Optional.ofNullable(error.getContext()).orElse("");
        this.problem = Optional.ofNullable(error.getProblem()).orElse("");
        this.opened = error.getContextMark().map(SyntaxErrors::span);
        this.place = error.getProblemMark().map(SyntaxErrors::span).orElse(Span.of(1, 1, 1));
    }

    private static Span span(Mark mark) {
        return Span.of(mark.getLine() + 1, mark.getColumn() + 1, 1);
    }

    /** Converts an error that has a place. */
    static Diagnostic diagnostic(Source source, MarkedYamlEngineException error) {
        return new SyntaxErrors(source, error).diagnostic();
    }

    /** Converts an error without a place. */
    static Diagnostic diagnostic(Source source, YamlEngineException error) {
        ErrorKind kind = error instanceof YamlVersionException ? ErrorKind.UNSUPPORTED_YAML : ErrorKind.YAML_SYNTAX;
        String message = error instanceof YamlVersionException
                ? "this file declares another version of YAML"
                : "this is not YAML: "
                        + String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        List<String> notes =
                error instanceof YamlVersionException ? List.of("allowed here: %YAML 1.2, or nothing") : List.of();
        return new Diagnostic(kind, source, message, Optional.empty(), List.of(), notes);
    }

    private Diagnostic diagnostic() {
        if (problem.contains("(TAB)")) {
            return at(tab(), "a tab cannot indent in YAML", "use spaces");
        }
        if (context.contains("flow sequence") || context.contains("flow mapping")) {
            return unclosed();
        }
        if (problem.equals("found unexpected end of stream") && opened.isPresent()) {
            return at(opened.get(), "this text has no closing quote", "its other quote is missing");
        }
        if (problem.equals("mapping values are not allowed here")) {
            return at(
                    place,
                    "`:` is not allowed here",
                    "",
                    "a key begins a line or follows `{` or `,`; keys of one mapping are indented alike;",
                    "a text that contains `: ` is written in quotes");
        }
        if (problem.equals("could not find expected ':'")) {
            return at(opened.orElse(place), "this is not a key: there is no `:` after it", "");
        }
        Matcher cannotStart = Pattern.compile("found character '(.+)' that cannot start any token.*")
                .matcher(problem);
        if (cannotStart.matches()) {
            return at(
                    place,
                    "a value cannot begin with `" + cannotStart.group(1) + "`",
                    "",
                    "a text that begins with it is written in quotes");
        }
        Matcher escape =
                Pattern.compile("found unknown escape character (.+)\\(.*").matcher(problem);
        if (escape.matches()) {
            return at(
                    place,
                    "`\\" + escape.group(1) + "` means nothing in a text between double quotes",
                    "",
                    "a backslash is written `\\\\` there, or the text between single quotes");
        }
        Matcher expected = EXPECTED.matcher(problem);
        if (expected.matches()) {
            return unexpected(expected.group(2));
        }
        return at(place, "this is not YAML: " + (context.isEmpty() ? "" : context + ", ") + problem, "");
    }

    /** A bracket that is not closed, or a comma that is missing before the next value. */
    private Diagnostic unclosed() {
        Span bracket = opened.orElse(place);
        char open = context.contains("sequence") ? '[' : '{';
        char close = open == '[' ? ']' : '}';
        if (problem.contains("<stream end>")) {
            return at(bracket, "this `" + open + "` is never closed", "");
        }
        boolean isPath = open == '{' && source.line(place.line()).startsWith("[", place.column() - 1);
        return new Diagnostic(
                ErrorKind.YAML_SYNTAX,
                source,
                "expected `,` or `" + close + "` here",
                Optional.of(new Annotation(place, "")),
                List.of(new Annotation(bracket, "this `" + open + "` is open")),
                isPath
                        ? List.of("a key that contains a bracket is written in quotes: \"layers[0].units\"")
                        : List.of());
    }

    private Diagnostic unexpected(String token) {
        if (token.equals("<stream end>")) {
            return at(opened.orElse(place), "this has no end", "");
        }
        if (token.length() == 1) {
            return at(place, "`" + token + "` is not allowed here", "");
        }
        return at(
                place,
                context.contains("block") ? "this does not match the lines before it" : "nothing is allowed here",
                "",
                "keys of one mapping, and the entries of one list, are indented alike");
    }

    private Span tab() {
        int column = source.line(place.line()).indexOf('\t');
        return column < 0 ? place : Span.of(place.line(), column + 1, 1);
    }

    private Diagnostic at(Span span, String message, String hint, String... notes) {
        return notes.length == 0
                ? source.problem(ErrorKind.YAML_SYNTAX, span, message, hint)
                : source.problem(ErrorKind.YAML_SYNTAX, span, message, hint, String.join(" ", notes));
    }
}
