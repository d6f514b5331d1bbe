package dev.plumbline.recording;

import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates temporary directories, named after the process; directories of killed processes are deleted later. */
public final class TemporaryDirectory {
    private static final Pattern NAME = Pattern.compile("plumbline-(\\d{1,18})-.*");

    private TemporaryDirectory() {}

    /**
     * A new directory.
     *
     * @throws SubjectFailedException if none can be created
     */
    public static Path directory() {
        Path all = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try {
            clear(all);
            return Files.createTempDirectory(
                    all, "plumbline-" + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new SubjectFailedException(
                    "no temporary directory can be created in " + all
                            + ": give another one, such as PLUMBLINE_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                    e);
        }
    }

    private static void clear(Path all) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(all, "plumbline-*")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches()
                        && Files.isDirectory(file)
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    delete(file);
                }
            }
        }
    }

    /** Deletes a directory and its contents as far as possible. */
    public static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path file, @Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return; // another user's, or in use
        }
    }
}
