package dev.plumbline.cli.check;

import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.recording.CommandWords;
import dev.plumbline.recording.WatchedScript;
import dev.plumbline.spec.error.ErrorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The networks that a command line names. A word may be a pattern such as {@code submissions/*.py}, which a shell or we expand.
 *
 * @param file the file that the others were to train; or the script, or the first of them
 * @param networks the networks to check; empty if it is the file alone
 * @param isMany whether the result is a table
 */
record NetworkList(Path file, List<String> networks, boolean isMany) {
    private static final List<String> ENDINGS = List.of(".py", ".ipynb", ".npz", ".jsonl", ".java");
    private static final String WILDCARDS = "*?[{";

    /**
     * The networks of a command line. A shell that expands a pattern after {@code --against} gives all but the first file
     * without it.
     *
     * @throws UsageException if a pattern matches nothing, or if it is not clear what to check
     */
    static NetworkList of(List<Path> files, List<String> against) {
        List<String> words = files.stream().map(Path::toString).toList();
        if (against.isEmpty() && words.size() > 1 && !isScript(words.get(0)) && !isPattern(words.get(0))) {
            throw new UsageException(ErrorKind.UNKNOWN_OPTION, "unexpected argument `" + words.get(1) + "`");
        }
        if (against.isEmpty()) {
            return words.size() == 1 && !isPattern(words.get(0))
                    ? new NetworkList(files.get(0), List.of(), false)
                    : ofScripts(expanded(words));
        }
        List<Path> exercises =
                files.stream().filter(file -> !WatchedScript.isScript(file)).toList();
        if (exercises.size() != 1) {
            throw new UsageException(
                    ErrorKind.OPTION_CONFLICT,
                    exercises.isEmpty()
                            ? "`--against` names a network, and FILE is a script: check one of them"
                            : "`--against` compares with one FILE, and there are " + exercises.size());
        }
        Stream<String> scripts = words.stream().filter(NetworkList::isScript);
        List<String> named = Stream.concat(against.stream(), scripts).toList();
        List<String> networks = expanded(named);
        boolean isMany = networks.size() > 1
                || isScript(networks.get(0))
                || named.stream().anyMatch(NetworkList::isPattern);
        return new NetworkList(exercises.get(0), networks, isMany);
    }

    private static NetworkList ofScripts(List<String> scripts) {
        scripts.stream().filter(script -> !isScript(script)).findFirst().ifPresent(file -> {
            throw new UsageException(
                    ErrorKind.OPTION_CONFLICT,
                    "several FILEs must be Python scripts, and `" + file + "` is none;"
                            + " other networks are checked against a network file, with `--against`");
        });
        return new NetworkList(Path.of(scripts.get(0)), scripts, true);
    }

    /** Whether a word is a pattern: it has a wildcard, is not the name of a file, and is not a command. */
    private static boolean isPattern(String word) {
        boolean hasWildcard = word.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
        return hasWildcard
                && !exists(word)
                && !(isCommand(word) && matches(word).isEmpty());
    }

    private static boolean exists(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isCommand(String word) {
        int blank = word.indexOf(' ');
        return blank > 0 && CommandWords.programs().anyMatch(word.substring(0, blank)::equals);
    }

    /** Whether a word names a script, by its ending. */
    static boolean isScript(String word) {
        return WatchedScript.isScript(word) && (exists(word) || !isCommand(word));
    }

    /**
     * The words, with the files of each pattern in its place, in order of their names, and each once.
     *
     * @throws UsageException if a pattern matches no file
     */
    static List<String> expanded(List<String> words) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : words) {
            List<String> files = isPattern(word) ? matches(word) : List.of(word);
            if (files.isEmpty()) {
                throw new UsageException(
                        ErrorKind.FILE_NOT_FOUND,
                        "`" + word + "` matches no file that ends in " + String.join(", ", ENDINGS));
            }
            names.addAll(files);
        }
        return List.copyOf(names);
    }

    private static List<String> matches(String pattern) {
        int wildcard = 0;
        while (WILDCARDS.indexOf(pattern.charAt(wildcard)) < 0) {
            wildcard++;
        }
        int slash = pattern.lastIndexOf('/', wildcard);
        Path root = slash < 0 ? Path.of("") : Path.of(pattern.substring(0, slash + 1));
        String rest = pattern.substring(slash + 1);
        int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
        List<String> files = new ArrayList<>();
        if (!Files.isDirectory(root.toAbsolutePath())) {
            return files;
        }
        try (Stream<Path> walk = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
            walk.filter(file -> matcher.matches(root.relativize(file)) && isNetwork(root, file))
                    .forEach(file -> files.add(file.toString()));
        } catch (IOException | UncheckedIOException | PatternSyntaxException e) {
            throw new UsageException(
                    ErrorKind.FILE_NOT_FOUND, "`" + pattern + "` cannot be searched: " + e.getMessage());
        }
        files.sort(null);
        return files;
    }

    /** Whether a file is a network, by its ending, and neither it nor one of its directories is hidden. */
    private static boolean isNetwork(Path root, Path file) {
        for (Path part : root.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    /** Names without the directories that all have in common. */
    static List<String> shortened(List<String> names) {
        int common = names.get(0).lastIndexOf('/') + 1;
        for (String name : names) {
            while (!name.startsWith(names.get(0).substring(0, common))) {
                common = names.get(0).lastIndexOf('/', common - 2) + 1;
            }
        }
        int length = common;
        return names.stream().map(name -> name.substring(length)).toList();
    }
}
