package dev.plumbline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that a report is to be written to. Whether it can be is found out at once, before anything is trained; what stands
 * there stays until the whole of the new report takes its place.
 */
final class ReportFile implements AutoCloseable {
    private final Path path;
    private final Optional<Path> beside; // what is written first; empty for what is no file, as /dev/stdout

    private ReportFile(Path path, Optional<Path> beside) {
        this.path = path;
        this.beside = beside;
        beside.ifPresent(file -> file.toFile().deleteOnExit());
    }

    /**
     * The file of this path.
     *
     * @throws UnwritableException if nothing can be written to it
     */
    static ReportFile at(Path path) {
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
                return new ReportFile(path, Optional.empty());
            }
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path directory = Optional.ofNullable(target.getParent()).orElse(Path.of("/"));
            if (!Files.isDirectory(directory)) {
                throw new UnwritableException(
                        "`" + path + "` cannot be written: there is no directory `" + directory + "`");
            }
            Path beside = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
            Files.createFile(beside);
            return new ReportFile(target.equals(path.toAbsolutePath()) ? path : target, Optional.of(beside));
        } catch (IOException e) {
            throw new UnwritableException("`" + path + "` cannot be written: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException ? "the directory may not be written to" : e.toString();
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
