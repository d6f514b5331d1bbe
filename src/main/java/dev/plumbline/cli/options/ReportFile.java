package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.PartFile;
import dev.plumbline.spec.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The file of a report or an experiment. It is opened before the training, so that a path that is not writable fails at
 * once. An existing file stays until the whole new report replaces it.
 *
 * @param path the path as the user gave it
 * @param canonical the same for every path that leads to the file
 * @param part what is written; empty for a device such as /dev/stdout
 */
public record ReportFile(Path path, Path canonical, Optional<PartFile> part) implements AutoCloseable {
    private static final int BEGINNING = 1 << 16;

    /**
     * The kinds of files, recognized by their first characters and a mark near the beginning. Another existing file is
     * not replaced.
     */
    public enum Kind {
        JUNIT("a report", "<?xml", "plumbline check"),
        HTML("a report", "<!DOCTYPE html>", "Plumbline</title>"),
        /** An archive with the arrays of an experiment. */
        EXPERIMENT("an experiment", "PK", "") {
            @Override
            boolean isOf(Path file) throws IOException {
                if (Files.size(file) == 0) {
                    return true;
                }
                try (ZipFile archive = new ZipFile(file.toFile())) {
                    return Stream.of("X", "W1", "layers", "activations", "reduction")
                            .allMatch(name -> archive.getEntry(name + ".npy") != null);
                } catch (ZipException e) {
                    return false;
                }
            }
        };

        private final String noun;
        private final String start;
        private final String mark;

        Kind(String noun, String start, String mark) {
            this.noun = noun;
            this.start = start;
            this.mark = mark;
        }

        boolean isOf(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                String text = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
                return text.isEmpty() || text.startsWith(start) && text.contains(mark);
            }
        }
    }

    /**
     * Opens the file for writing.
     *
     * @throws UnwritableException if the path is not writable, or if an existing file is not a report
     */
    public static ReportFile at(Path path, Kind kind) {
        try {
            if (path.toString().isEmpty()) {
                throw new UnwritableException("the path of " + kind.noun + " is empty");
            }
            if (Files.isDirectory(path)) {
                throw new UnwritableException("`" + path + "` is a directory; " + kind.noun + " is a file");
            }
            if (Files.exists(path) && !Files.isWritable(path)) {
                throw new UnwritableException("`" + path + "` exists and is not writable");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return new ReportFile(path, path, Optional.empty());
            }
            if (Files.exists(path) && !kind.isOf(path)) {
                throw new UnwritableException("`" + path + "` exists and is not " + kind.noun + " of Plumbline, so "
                        + "it is not replaced: choose another name, or delete it");
            }
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path directory = Optional.ofNullable(target.getParent()).orElse(Path.of("/"));
            if (!Files.isDirectory(directory)) {
                throw new UnwritableException(
                        "`" + path + "` cannot be written: there is no directory `" + directory + "`");
            }
            PartFile part = PartFile.in(directory);
            Path canonical = directory.toRealPath().resolve(target.getFileName());
            return new ReportFile(target.equals(path.toAbsolutePath()) ? path : target, canonical, Optional.of(part));
        } catch (IOException e) {
            throw new UnwritableException(AtomicFile.notWritable(path, e).found());
        }
    }

    /** Whether both paths lead to the same file. */
    public boolean isSame(ReportFile other) {
        return canonical.equals(other.canonical);
    }

    /**
     * Writes the whole report.
     *
     * @throws UnwritableException if writing fails, for instance because the disk is full
     */
    public void write(String text) {
        write(file -> Files.writeString(file, text, StandardCharsets.UTF_8));
    }

    /** Writes the content of a file. */
    public interface Content {
        /** Writes the content to a file, which may exist. */
        void writeTo(Path file) throws IOException;
    }

    /**
     * Writes the whole file.
     *
     * @throws UnwritableException if writing fails, for instance because the disk is full
     */
    public void write(Content content) {
        try {
            if (part.isPresent()) {
                content.writeTo(part.get().path());
                part.get().moveTo(path.toAbsolutePath());
            } else {
                content.writeTo(path);
            }
        } catch (IOException e) {
            throw new UnwritableException(AtomicFile.notWritable(path, e).found());
        }
    }

    /** Deletes the part if no report was written. */
    @Override
    public void close() {
        try {
            if (part.isPresent()) {
                part.get().close();
            }
        } catch (IOException e) {
            // The directory has become read-only. The next part that is written there deletes this one.
        }
    }

    /** A path is not writable; the message gives the reason. */
    public static final class UnwritableException extends UsageException {
        private static final long serialVersionUID = 1L;

        UnwritableException(String message) {
            super(ErrorKind.NOT_WRITABLE, message);
        }
    }
}
