package dev.plumbline.subject;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The bytes of a trace: a few in memory, many in a file. The file is deleted as soon as it is open, and so it is gone
 * when the process ends, however it ends.
 */
interface TraceBytes {
    /** The largest trace in memory. */
    int MOST_IN_MEMORY = 1 << 26;

    /** The number of bytes. */
    long size() throws IOException;

    /** Fills the buffer with the bytes from a position on, as far as there are any. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Bytes in memory. */
    static TraceBytes of(byte[] bytes, int size) {
        return new TraceBytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(ByteBuffer into, long position) {
                int count = (int) Math.min(into.remaining(), size - position);
                into.put(bytes, (int) position, count);
            }
        };
    }

    /** Takes the bytes of a file, which is deleted. */
    static TraceBytes of(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no longer a file");
        }
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE, LinkOption.NOFOLLOW_LINKS));
        long size = channel.size();
        if (size > MOST_IN_MEMORY) {
            return of(channel, size);
        }
        try (channel) {
            byte[] bytes = new byte[(int) size];
            of(channel, size).read(ByteBuffer.wrap(bytes), 0);
            return of(bytes, bytes.length);
        }
    }

    /** The bytes of an open file. */
    static TraceBytes of(FileChannel channel, long size) {
        return new TraceBytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(ByteBuffer into, long position) throws IOException {
                long end = Math.min(size, position + into.remaining());
                for (long at = position; at < end; ) {
                    int count = channel.read(into, at);
                    if (count < 0) {
                        throw new EOFException("it became shorter");
                    }
                    at += count;
                }
            }
        };
    }
}
