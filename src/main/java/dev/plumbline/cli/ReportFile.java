package dev.plumbline.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that a report is to be written to. Whether it can be is found out at once, before anything is trained; what stands
 * there stays until the whole of the new report takes its place.
 */
final class ReportFile implements AutoCloseable {
    private static final String PART = ".part";
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
        JUNIT("<?xml", "plumbline check"),
        HTML("<!DOCTYPE html>", "Plumbline</title>");

        private final String start;
        private final String mark;

        Kind(String start, String mark) {
            this.start = start;
            this.mark = mark;
        }

        private boolean isOf(Path file) throws IOException {
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
                throw new UnwritableException("the path of a report is empty");
            }
            if (Files.isDirectory(path)) {
                throw new UnwritableException("`" + path + "` is a directory; a report is a file");
            }
            if (Files.exists(path) && !Files.isWritable(path)) {
                throw new UnwritableException("`" + path + "` is there and may not be written to");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return new ReportFile(path, path, Optional.empty());
            }
            if (Files.exists(path) && !kind.isOf(path)) {
                throw new UnwritableException("`" + path + "` is there and is no report of Plumbline's, so it is not"
                        + " replaced: give another name, or delete it");
            }
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path directory = Optional.ofNullable(target.getParent()).orElse(Path.of("/"));
            if (!Files.isDirectory(directory)) {
                throw new UnwritableException(
                        "`" + path + "` cannot be written: there is no directory `" + directory + "`");
            }
            String name = "." + target.getFileName() + ".";
            clear(directory, name);
            Path beside = directory.resolve(name + ProcessHandle.current().pid() + PART);
            Files.deleteIfExists(beside); // of another process of this number, long ago
            Files.createFile(beside);
            Path canonical = directory.toRealPath().resolve(target.getFileName());
            return new ReportFile(target.equals(path.toAbsolutePath()) ? path : target, canonical, Optional.of(beside));
        } catch (IOException e) {
            throw new UnwritableException("`" + path + "` cannot be written: " + reason(e));
        }
    }

    /** Deletes what processes left that were ended before they could. */
    private static void clear(Path directory, String name) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                directory, file -> file.getFileName().toString().startsWith(name))) {
            for (Path file : files) {
                String rest = file.getFileName().toString().substring(name.length());
                if (rest.matches("\\d{1,18}" + Pattern.quote(PART))
                        && ProcessHandle.of(Long.parseLong(rest.substring(0, rest.length() - PART.length())))
                                .isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
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
        try {
            if (beside.isPresent()) {
                Files.writeString(beside.get(), text, StandardCharsets.UTF_8);
                Files.move(
                        beside.get(),
                        path.toAbsolutePath(),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
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
