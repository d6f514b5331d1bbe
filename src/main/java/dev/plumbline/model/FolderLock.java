package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.error.ErrorKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps other trainings out of a directory, if its file system has locks. The operating system releases the lock when
 * the process ends, however it ends. Order of use: take, close.
 */
public final class FolderLock implements Closeable {
    /** One byte behind the end of every file, because Windows forbids others to read what is locked. */
    private static final long PLACE = Long.MAX_VALUE - 1;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param directory the directory, for the message
     * @param file the file that carries the lock, which nobody replaces; created if it is missing
     * @throws DataException if another training has the lock
     */
    public static FolderLock take(Path directory, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw new DataException(
                    ErrorKind.WRONG_STATE,
                    directory + " is in use by another training: wait until it ends, or choose another directory",
                    "");
        }
        return new FolderLock(channel);
    }

    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock(PLACE, 1, false) != null;
        } catch (OverlappingFileLockException e) { // a thread of this process has it
            return false;
        } catch (IOException e) { // some network file systems have no locks; a training there is better than none
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
