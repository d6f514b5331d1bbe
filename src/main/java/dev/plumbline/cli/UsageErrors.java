package dev.plumbline.cli;

import dev.plumbline.spec.Printable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the command line itself, in two lines. */
final class UsageErrors {
    private static final Pattern CONSTANTS = Pattern.compile("expected one of (\\[[^\\]]*\\])");

    private UsageErrors() {}

    /** The message, with a hint where to read on. */
    static String text(ParameterException error) {
        CommandLine command = error.getCommandLine();
        String message = error instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : decapitalized(inWords(String.valueOf(error.getMessage())));
        String name = command.getCommandSpec().qualifiedName();
        return "plumbline: " + Printable.line(message) + "\nTry `" + name + " --help`.";
    }

    private static String unmatched(UnmatchedArgumentException error) {
        CommandLine command = error.getCommandLine();
        String first = error.getUnmatched().get(0);
        boolean isOption = first.startsWith("-");
        boolean isVerb = !isOption && !command.getSubcommands().isEmpty();
        String what = isOption ? "unknown option" : isVerb ? "unknown verb" : "one argument too many:";
        List<String> near = isOption || isVerb ? suggestions(error) : List.of();
        String hint = "";
        if (!near.isEmpty()) {
            hint = "; did you mean " + near.stream().map(UsageErrors::quoted).collect(Collectors.joining(" or ")) + "?";
        } else if (isVerb) {
            hint = "; the verbs are "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        return what + " " + quoted(first) + hint;
    }

    /** Picocli suggests verbs with the program's name before them. */
    private static List<String> suggestions(UnmatchedArgumentException error) {
        return error.getSuggestions().stream()
                .map(text -> text.substring(text.lastIndexOf(' ') + 1))
                .distinct()
                .limit(2)
                .toList();
    }

    private static String quoted(String text) {
        return "`" + Printable.line(text) + "`";
    }

    /** Constants as they are typed: picocli lists them as Java spells them. */
    private static String inWords(String message) {
        return CONSTANTS
                .matcher(message)
                .replaceAll(list -> Matcher.quoteReplacement(
                        "expected one of " + list.group(1).toLowerCase(Locale.ROOT)))
                .replace(" (case-insensitive)", "");
    }

    private static String decapitalized(String message) {
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
