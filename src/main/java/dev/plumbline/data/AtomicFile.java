package dev.plumbline.data;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a file completely or not at all. The bytes go to a temporary file in the same directory, {@code
 * .NAME.PID.part}, and are forced to the disk; only then the new file replaces the old one. After a crash the old file
 * still exists.
 */
public final class AtomicFile {
    private static final String PART = ".part";

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
     * @throws IOException if that fails; the old file, if there is one, is unchanged
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path directory = Optional.ofNullable(target.getParent()).orElse(target);
        Path part = directory.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + PART);
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(new StaysOpen(out));
                out.flush();
                channel.force(true); // a rename can reach the disk before the bytes do
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes the temporary files that killed processes left in this directory. */
    public static void clear(Path directory) throws IOException {
        clear(directory, ".*");
    }

    /** Deletes the temporary files of one file only, for a directory of the user. */
    public static void clear(Path directory, Path name) throws IOException {
        clear(directory, Pattern.quote(name.toString()));
    }

    private static void clear(Path directory, String names) throws IOException {
        for (Path file : left(directory, names)) {
            Files.deleteIfExists(file);
        }
    }

    /** The temporary files and directories that killed processes left in this directory. */
    public static List<Path> left(Path directory) throws IOException {
        return left(directory, ".*");
    }

    private static List<Path> left(Path directory, String names) throws IOException {
        List<Path> found = new ArrayList<>();
        Pattern left = Pattern.compile("\\." + names + "\\.(\\d{1,18})" + Pattern.quote(PART));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*" + PART)) {
            for (Path file : files) {
                Matcher name = left.matcher(String.valueOf(file.getFileName()));
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** The temporary file for a name: in the same directory, with the name and the id of this process. */
    public static Path part(Path directory, Path name) {
        return directory.resolve("." + name + "." + ProcessHandle.current().pid() + PART);
    }

    /**
     * A stream whose close has no effect, because the file must still be forced to the disk after its writer closes the
     * stream.
     */
    private static final class StaysOpen extends FilterOutputStream {
        private StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
