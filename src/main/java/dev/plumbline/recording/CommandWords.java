package dev.plumbline.recording;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.SubjectFailedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Splits a command into words, without a shell. */
public final class CommandWords {
    private static final Set<String> SHELL_OPERATORS = Set.of("|", "||", "&&", "&", ";", ">", ">>", "<", "2>", "2>&1");

    private final String command;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private CommandWords(String command) {
        this.command = command;
    }

    /**
     * The words, at least one. Blanks separate words, except within single or double quotes or after a backslash. A
     * backslash before any character other than a blank, a quote or a backslash is an ordinary character, as in paths
     * of Windows.
     *
     * @throws SubjectFailedException if a quote is not closed, if there is no word, or if a word is a shell operator
     */
    public static List<String> split(String command) {
        return new CommandWords(command).split();
    }

    private List<String> split() {
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            boolean isEscape = c == '\\' && quote != '\'' && i + 1 < command.length();
            if (isEscape && isEscapable(command.charAt(i + 1), quote)) {
                i++;
                append(command.charAt(i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inWord = true; // empty quotes are a word too
            } else if (c == quote && quote != 0) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                end();
            } else {
                append(c);
            }
        }
        if (quote != 0) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_NOT_FOUND, "the quote " + quote + " in the command " + command + " is not closed");
        }
        end();
        return checked();
    }

    private static boolean isEscapable(char c, char quote) {
        return c == '\\' || c == '"' || quote == 0 && (c == '\'' || c == ' ');
    }

    private void append(char c) {
        word.append(c);
        inWord = true;
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private List<String> checked() {
        if (words.isEmpty()) {
            throw new SubjectFailedException(ErrorKind.CODE_NOT_FOUND, "the command is empty");
        }
        words.stream().filter(SHELL_OPERATORS::contains).findFirst().ifPresent(operator -> {
            throw new SubjectFailedException(
                    ErrorKind.CODE_NOT_FOUND,
                    "the command is started without a shell, so `" + operator
                            + "` has no meaning; put it into a script, or use sh -c '...'");
        });
        return List.copyOf(words);
    }

    /** The programs on the PATH, by name. */
    public static Stream<String> programs() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .flatMap(CommandWords::programsIn);
    }

    private static Stream<String> programsIn(String directory) {
        try {
            File[] files = Path.of(directory).toFile().listFiles();
            return files == null
                    ? Stream.empty()
                    : Arrays.stream(files)
                            .map(File::toPath)
                            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                            .map(file -> file.getFileName().toString());
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
