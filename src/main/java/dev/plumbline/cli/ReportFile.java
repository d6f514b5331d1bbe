package dev.plumbline.cli;

import dev.plumbline.data.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A file that a report, or an experiment, is to be written to. Whether it can be is found out at once, before anything is trained; what stands
 * there stays until the whole of the new report takes its place.
 */
final class ReportFile implements AutoCloseable {
    private static final int BEGINNING = 1 << 16;

    private final Path path;
    private final Path canonical;
    private final Optional<Path> beside; // what is written first; empty for what is no file, as /dev/stdout

    private ReportFile(Path path, Path canonical, Optional<Path> beside) {
        this.path = path;
        this.canonical = canonical;
        this.beside = beside;
        beside.ifPresent(file -> file.toFile().deleteOnExit());
    }

    /** What a report begins with and has near its beginning; a file that is there and has it not is not replaced. */
    enum Kind {
        JUNIT("a report", "<?xml", "plumbline check"),
        HTML("a report", "<!DOCTYPE html>", "Plumbline</title>"),
        /** An archive; of those, an experiment has these arrays. */
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
     * The file of this path.
     *
     * @throws UnwritableException if nothing can be written to it, or if what stands there is no report
     */
    static ReportFile at(Path path, Kind kind) {
        try {
            if (path.toString().isEmpty()) {
                throw new UnwritableException("the path of " + kind.noun + " is empty");
            }
            if (Files.isDirectory(path)) {
                throw new UnwritableException("`" + path + "` is a directory; " + kind.noun + " is a file");
            }
            if (Files.exists(path) && !Files.isWritable(path)) {
                throw new UnwritableException("`" + path + "` is there and may not be written to");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return new ReportFile(path, path, Optional.empty());
            }
            if (Files.exists(path) && !kind.isOf(path)) {
                throw new UnwritableException("`" + path + "` is there and is not " + kind.noun
                        + " of Plumbline's, so it is not" + " replaced: give another name, or delete it");
            }
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path directory = Optional.ofNullable(target.getParent()).orElse(Path.of("/"));
            if (!Files.isDirectory(directory)) {
                throw new UnwritableException(
                        "`" + path + "` cannot be written: there is no directory `" + directory + "`");
            }
            AtomicFile.clear(directory, target.getFileName());
            Path beside = AtomicFile.part(directory, target.getFileName());
            Files.deleteIfExists(beside); // of another process of this number, long ago
            Files.createFile(beside);
            Path canonical = directory.toRealPath().resolve(target.getFileName());
            return new ReportFile(target.equals(path.toAbsolutePath()) ? path : target, canonical, Optional.of(beside));
        } catch (IOException e) {
            throw new UnwritableException("`" + path + "` cannot be written: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "the directory may not be written to";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return String.valueOf(reason);
    }

    /** Whether both are the same file. */
    boolean isSame(ReportFile other) {
        return canonical.equals(other.canonical);
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /**
     * Writes the whole report.
     *
     * @throws UnwritableException if that fails after all, as on a full disk
     */
    void write(String text) {
        write(file -> Files.writeString(file, text, StandardCharsets.UTF_8));
    }

    /** What is to stand in a file. */
    interface Content {
        /** Writes it to a file that is there. */
        void writeTo(Path file) throws IOException;
    }

    /**
     * Writes the whole file.
     *
     * @throws UnwritableException if that fails after all, as on a full disk
     */
    void write(Content content) {
        try {
            if (beside.isPresent()) {
                content.writeTo(beside.get());
                Files.move(
                        beside.get(),
                        path.toAbsolutePath(),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            } else {
                content.writeTo(path);
            }
        } catch (IOException e) {
            throw new UnwritableException("`" + path + "` could not be written: " + reason(e));
        }
    }

    /** Leaves nothing behind where no report was written. */
    @Override
    public void close() {
        beside.ifPresent(file -> file.toFile().delete());
    }

    /** Nothing can be written to a path; the message says why. */
    static final class UnwritableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnwritableException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
