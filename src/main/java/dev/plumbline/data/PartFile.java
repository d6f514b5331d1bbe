package dev.plumbline.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that is being written, until it replaces its target. It has a directory of its own beside the target, {@code
 * .plumbline-ID.part}, with a mark that this process has locked. The directory is deleted at the end, also if a signal ends the
 * process. One that a killed process left has the mark and no lock; the next part in the same place deletes it, and nothing
 * else. Order of use: write {@link #path}, {@link #moveTo}, close.
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

    /** Of this process; opening and closing the mark of one would release its lock. */
    private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel mark;

    private PartFile(Path directory, FileChannel mark) {
        this.directory = directory;
        this.mark = mark;
    }

    /**
     * Begins a file or folder, and deletes what killed processes left in the same place.
     *
     * @param place the directory of the target
     */
    public static PartFile in(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            throw new FileSystemException(place.toString(), null, "there is no such directory");
        }
        Path real = place.toRealPath();
        clear(real);
        Path directory = create(real);
        FileChannel mark =
                FileChannel.open(directory.resolve(MARK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            mark.lock();
        } catch (IOException e) {
            // Some network file systems have no locks. Then nobody can lock the mark, so nobody deletes the directory.
        }
        mark.write(ByteBuffer.wrap(TEXT));
        return new PartFile(directory, mark);
    }

    /** Creates a directory that is deleted when the process ends; the few names are used again, because Java keeps them. */
    private static Path create(Path place) throws IOException {
        for (int i = 0; ; i++) {
            Path directory = place.resolve(START + PROCESS + "-" + i + END);
            if (LIVE.add(directory)) {
                try {
                    directory.toFile().deleteOnExit(); // before it exists: the process may be ending
                    directory.resolve(MARK).toFile().deleteOnExit();
                    directory.resolve(CONTENT).toFile().deleteOnExit();
                    return Files.createDirectory(directory);
                } catch (FileAlreadyExistsException e) {
                    continue; // it could not be deleted
                } catch (IOException | RuntimeException e) {
                    LIVE.remove(directory);
                    throw e;
                }
            }
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
        mark.close();
        delete(directory);
        LIVE.remove(directory);
    }

    /** Deletes what killed processes left in a directory. */
    public static void clear(Path place) throws IOException {
        for (Path each : marked(place)) {
            if (isLeft(each)) {
                delete(each);
            }
        }
    }

    private static List<Path> marked(Path place) throws IOException {
        List<Path> marked = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(place.toRealPath(), START + "*" + END)) {
            for (Path each : all) {
                if (!LIVE.contains(each) && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && hasMark(each)) {
                    marked.add(each);
                }
            }
        }
        return marked;
    }

    /** Whether a directory has our mark and nothing but what a part has. */
    private static boolean hasMark(Path directory) {
        Path mark = directory.resolve(MARK);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.equals(MARK) && !name.equals(CONTENT)) {
                    return false;
                }
            }
            return Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(mark) == TEXT.length
                    && Arrays.equals(Files.readAllBytes(mark), TEXT);
        } catch (IOException e) {
            return false; // another user's, or deleted meanwhile
        }
    }

    /** Whether no process has the lock any more. */
    private static boolean isLeft(Path directory) {
        try (FileChannel mark = FileChannel.open(directory.resolve(MARK), StandardOpenOption.WRITE)) {
            return Optional.ofNullable(mark.tryLock()).isPresent();
        } catch (IOException e) {
            return false; // another user's, deleted meanwhile, or a file system without locks
        }
    }

    /** Deletes the content first and the mark after it, so that a part that is deleted by half is still recognized. */
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
