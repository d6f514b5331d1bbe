package dev.plumbline.cli.terminal;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.spec.vocabulary.Printable;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Messages for errors of the command line, in two lines. */
public final class UsageErrors {
    private static final Pattern CONSTANTS = Pattern.compile("expected one of (\\[[^\\]]*\\])");

    private UsageErrors() {}

    /** The message and a pointer to the help. */
    public static String text(ParameterException error) {
        String name = error.getCommandLine().getCommandSpec().qualifiedName();
        return kind(error).prefix() + message(error) + "\nTry `" + name + " --help`.";
    }

    /** The kind of an error. */
    public static ErrorKind kind(ParameterException error) {
        if (error.getCause() instanceof UsageException usage) {
            return usage.kind();
        }
        if (error instanceof UnmatchedArgumentException) {
            return ErrorKind.UNKNOWN_OPTION;
        }
        if (error instanceof OverwrittenOptionException) {
            return ErrorKind.DUPLICATE;
        }
        return error instanceof MissingParameterException ? ErrorKind.MISSING_OPTION : ErrorKind.INVALID_OPTION;
    }

    /** The message alone, in one line. */
    public static String message(ParameterException error) {
        return Printable.line(
                error instanceof UnmatchedArgumentException unmatched
                        ? unmatched(unmatched)
                        : decapitalized(inWords(String.valueOf(error.getMessage()))));
    }

    private static String unmatched(UnmatchedArgumentException error) {
        CommandLine command = error.getCommandLine();
        String first = error.getUnmatched().get(0);
        boolean isOption = first.startsWith("-");
        boolean isVerb = !isOption && !command.getSubcommands().isEmpty();
        String what = isOption ? "unknown option" : isVerb ? "unknown command" : "unexpected argument";
        Set<String> allowed = isOption
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        String hint = NearMiss.of(first.replaceFirst("=.*", ""), allowed)
                .map(near -> "; did you mean " + quoted(near) + "?")
                .orElse(isVerb ? "; allowed: " + String.join(", ", allowed) : "");
        return what + " " + quoted(first) + hint;
    }

    private static String quoted(String text) {
        return "`" + Printable.line(text) + "`";
    }

    /** Replaces Java's names of constants, which picocli lists, by the words as they are typed. */
    private static String inWords(String message) {
        return CONSTANTS
                .matcher(message)
                .replaceAll(list -> Matcher.quoteReplacement(
                        "expected one of " + list.group(1).toLowerCase(Locale.ROOT)))
                .replace(" (case-insensitive)", "")
                .replaceAll("' is not an? (int|long)$", "' is not a whole number in this range")
                .replaceAll("' is not an? (double|float)$", "' is not a number");
    }

    private static String decapitalized(String message) {
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
