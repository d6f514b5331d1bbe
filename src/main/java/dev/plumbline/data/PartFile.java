package dev.plumbline.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that is being written, until it replaces its target or is not needed any more. It has a directory of its own,
 * {@code .plumbline-ID.part}, with a mark that this process has locked. The directory is deleted at the end, that of a file
 * also if a signal ends the process. One that a killed process left has the mark and no lock; the next part in the same place deletes it, and
 * nothing else. Names and process numbers do not count: a user may have such a name, and a process in another container a number
 * of its own. Order of use: write {@link #path}, {@link #moveTo}, close.
 */
public final class PartFile implements Closeable {
    private static final String START = ".plumbline-";
    private static final String END = ".part";
    private static final String MARK = "plumbline.lock";
    private static final String CONTENT = "content";
    private static final byte[] TEXT =
            "Plumbline writes a file here. What a killed process left, the next one deletes.\n"
                    .getBytes(StandardCharsets.UTF_8);

    /** Different in each process, also where processes of several machines or containers share a directory. */
    private static final String PROCESS = UUID.randomUUID().toString();

    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /**
     * The open marks of this process. Under POSIX, a process that closes any channel of a file loses its locks on it, so its own
     * marks must not be opened again.
     */
    private static final Map<Path, FileChannel> LIVE = new ConcurrentHashMap<>();

    private final Path directory;

    private PartFile(Path directory) {
        this.directory = directory;
    }

    /**
     * Begins a file, and deletes what killed processes left in the same place.
     *
     * @param place the directory of the target
     */
    public static PartFile in(Path place) throws IOException {
        return in(place, true);
    }

    /**
     * Begins a folder, which a signal leaves to the next process: Java deletes only files and empty folders when it ends.
     *
     * @param place the directory of the target
     */
    public static PartFile folderIn(Path place) throws IOException {
        PartFile part = in(place, false);
        Files.createDirectory(part.path());
        return part;
    }

    private static PartFile in(Path place, boolean endsWithProcess) throws IOException {
        if (!Files.isDirectory(place)) {
            throw new FileSystemException(place.toString(), null, "there is no such directory");
        }
        Path real = place.toRealPath();
        clear(real);
        synchronized (LIVE) {
            Path directory = free(real, endsWithProcess ? "" : "folder-");
            if (endsWithProcess) { // before it exists, because the end may come; Java deletes after all that writes
                // then
                directory.toFile().deleteOnExit();
                directory.resolve(MARK).toFile().deleteOnExit();
                directory.resolve(CONTENT).toFile().deleteOnExit();
            }
            Files.createDirectory(directory);
            FileChannel mark = FileChannel.open(
                    directory.resolve(MARK),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            LIVE.put(directory, mark);
            // Where files cannot be locked, the mark stays empty, and only this process deletes the directory.
            if (lock(mark)) {
                mark.write(ByteBuffer.wrap(TEXT));
            }
            return new PartFile(directory);
        }
    }

    /** The name of a new directory; the few names are used again, because Java keeps those that it has to delete. */
    private static Path free(Path place, String kind) {
        for (int i = 0; ; i++) {
            Path directory = place.resolve(START + PROCESS + "-" + kind + i + END);
            if (!LIVE.containsKey(directory) && !Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                return directory;
            }
        }
    }

    private static boolean lock(FileChannel mark) {
        try {
            return Optional.ofNullable(mark.tryLock()).isPresent();
        } catch (IOException e) {
            return false; // the file system has no locks
        }
    }

    /** The path to write, where nothing exists yet. */
    public Path path() {
        return directory.resolve(CONTENT);
    }

    /** Replaces the target, in the same file system, by what was written. */
    public void moveTo(Path target) throws IOException {
        Files.move(path(), target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what was written and not moved. */
    @Override
    public void close() throws IOException {
        try {
            delete(directory);
        } finally {
            FileChannel mark = LIVE.remove(directory);
            if (mark != null) {
                mark.close();
            }
        }
    }

    /** Deletes what killed processes left in a directory. */
    public static void clear(Path place) throws IOException {
        Path real = place.toRealPath();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(real, START + "*" + END)) {
            for (Path each : all) {
                if (!LIVE.containsKey(each)) {
                    deleteIfLeft(each);
                }
            }
        }
    }

    /** Deletes a directory that has our mark, which no process has locked, and nothing but what a part has. */
    private static void deleteIfLeft(Path directory) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !hasOnlyAPart(directory)) {
                return;
            }
            try (FileChannel mark = FileChannel.open(directory.resolve(MARK), OPEN)) {
                if (hasText(mark) && lock(mark)) {
                    delete(directory);
                }
            }
        } catch (IOException e) {
            return; // another user's, or another process deletes it
        }
    }

    private static boolean hasOnlyAPart(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.equals(MARK) && !name.equals(CONTENT)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean hasText(FileChannel mark) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(TEXT.length + 1);
        while (text.hasRemaining() && mark.read(text) >= 0) {
            continue;
        }
        return text.flip().equals(ByteBuffer.wrap(TEXT));
    }

    /**
     * Deletes the content first and the mark after it, so that a part that is deleted by half is still recognized. Links are
     * deleted, and what they point to is not.
     */
    private static void delete(Path directory) throws IOException {
        Path content = directory.resolve(CONTENT);
        if (Files.exists(content, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(content, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        Files.deleteIfExists(directory.resolve(MARK));
        Files.deleteIfExists(directory);
    }
}
