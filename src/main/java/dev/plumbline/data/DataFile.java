package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An existing file that a specification names.
 *
 * @param path the path
 * @param name the name in the specification and in messages
 */
public record DataFile(Path path, String name) {
    private static final int MOST_SIBLINGS = 1_000;

    /** What is read without a cluster. */
    public static final String ALLOWED_HERE =
            "a local CSV file; `train`, `evaluate` and `predict` read others on Spark (`--spark MASTER`)";

    /** The reason why only a cluster can read a table of this name; empty if it may be a local file. */
    public static Optional<String> onlyOnSpark(String name) {
        if (name.toLowerCase(Locale.ROOT).endsWith(".parquet")) {
            return Optional.of(MessageNames.quote(name) + " is a Parquet file");
        }
        return RemoteAddress.is(name)
                ? Optional.of(MessageNames.quote(name) + " is not on this machine's file system")
                : Optional.empty();
    }

    /** Finds the file; if it does not exist, adds a problem at {@code specPath} and returns empty. */
    public static Optional<DataFile> find(String name, Path directory, String specPath, DataProblems findings) {
        Path path;
        try {
            path = directory.resolve(name);
        } catch (InvalidPathException e) {
            findings.add(
                    ErrorKind.OUT_OF_RANGE, specPath, "found " + MessageNames.quote(name), "a path: " + e.getReason());
            return Optional.empty();
        }
        if (!Files.exists(path)) {
            findings.add(
                    ErrorKind.FILE_NOT_FOUND,
                    specPath,
                    missing(name, path),
                    "a file, by its path from that of the network file");
        } else if (Files.isDirectory(path)) {
            findings.add(ErrorKind.UNREADABLE_FILE, specPath, MessageNames.quote(name) + " is a directory", "a file");
        } else if (!Files.isRegularFile(path)) {
            findings.add(
                    ErrorKind.UNREADABLE_FILE, specPath, MessageNames.quote(name) + " is not a regular file", "a file");
        } else {
            return Optional.of(new DataFile(path, name));
        }
        return Optional.empty();
    }

    private static String missing(String name, Path path) {
        Path parent = path.getParent();
        Path last = path.getFileName();
        if (parent == null || last == null || !Files.isDirectory(parent)) {
            return "there is no file " + MessageNames.quote(name) + ", and its directory does not exist either";
        }
        String before = name.endsWith(last.toString())
                ? name.substring(0, name.length() - last.toString().length())
                : "";
        String near = NearMiss.of(
                        last.toString(),
                        siblings(parent).stream()
                                .filter(entry -> !entry.equals(last.toString()))
                                .toList())
                .map(sibling -> "; did you mean " + MessageNames.quote(before + sibling) + "?")
                .orElse("");
        return "there is no file " + MessageNames.quote(name) + near;
    }

    private static List<String> siblings(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.limit(MOST_SIBLINGS)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // The file is missing either way; only the suggestion is lost.
        }
    }
}
