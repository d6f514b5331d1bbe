package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Writes a file completely or not at all. The bytes go to a {@link PartFile} and are forced to the disk; only then the new file
 * replaces the old one. After a crash the old file still exists.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the bytes of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes to the stream; closing it does nothing. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, or replaces it.
     *
     * @throws DataException if it cannot be written; the message names the file, and the old file, if there is one, is
     *     unchanged
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path directory = Optional.ofNullable(target.getParent()).orElse(target);
        try (PartFile part = named(file, () -> PartFile.in(directory))) {
            try (FileChannel channel = named(
                    file,
                    () -> FileChannel.open(part.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                OutputStream out =
                        new Named(file, new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), () -> {});
                content.writeTo(out);
                out.flush();
                named(file, () -> {
                    channel.force(true); // a rename can reach the disk before the bytes do
                    return part;
                });
            }
            named(file, () -> {
                part.moveTo(target);
                return part;
            });
        }
    }

    /**
     * Opens a file that is written step by step, and replaces an old one at once. Each failure is a {@link DataException} that
     * names the file.
     */
    public static OutputStream open(Path file) throws IOException {
        OutputStream out = named(file, () -> new BufferedOutputStream(Files.newOutputStream(file)));
        return new Named(file, out, out);
    }

    /** The problem of a file that cannot be written. The operating system does not name a file on a full disk. */
    public static DataException notWritable(Path file, IOException failure) {
        boolean isNamed = failure instanceof DataException;
        if (isNamed && !(failure.getCause() instanceof IOException)) {
            return (DataException) failure;
        }
        IOException cause = isNamed && failure.getCause() instanceof IOException unnamed ? unnamed : failure;
        DataException problem =
                new DataException(ErrorKind.NOT_WRITABLE, "`" + file + "` could not be written: " + reason(cause), "");
        problem.initCause(cause);
        return problem;
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "the directory is not writable";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return String.valueOf(reason);
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T named(Path file, Step<T> step) throws DataException {
        try {
            return step.run();
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    /** A stream whose failures name the file. */
    private static final class Named extends FilterOutputStream {
        private final Path file;
        private final Closeable
                end; // nothing, if the file must be forced to the disk after its writer closes the stream

        private Named(Path file, OutputStream out, Closeable end) {
            super(out);
            this.file = file;
            this.end = end;
        }

        @Override
        public void write(int octet) throws IOException {
            named(file, () -> {
                out.write(octet);
                return out;
            });
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            named(file, () -> {
                out.write(bytes, offset, length);
                return out;
            });
        }

        @Override
        public void flush() throws IOException {
            named(file, () -> {
                out.flush();
                return out;
            });
        }

        @Override
        public void close() throws IOException {
            try (end) {
                flush();
            }
        }
    }
}
