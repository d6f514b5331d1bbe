package dev.plumbline.data;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
     * @throws IOException if that fails; the old file, if there is one, is unchanged
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path directory = Optional.ofNullable(target.getParent()).orElse(target);
        try (PartFile part = PartFile.in(directory)) {
            try (FileChannel channel =
                    FileChannel.open(part.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(new StaysOpen(out));
                out.flush();
                channel.force(true); // a rename can reach the disk before the bytes do
            }
            part.moveTo(target);
        }
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
