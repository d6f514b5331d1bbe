package dev.plumbline.recording;

import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates temporary directories. A directory of a process that was killed is deleted when another process creates one.
 *
 * <p>Only a directory with our mark is deleted: the file {@value #MARK}, whose content no other program writes, and
 * which its process locks as long as it lives. Names and process numbers do not count: users have directories with such
 * names, and a process in another container has a number of its own. The content is written only after the file is
 * locked, so a file with this content and without a lock was left over.
 */
public final class TemporaryDirectory {
    /** The name of the file that marks a directory as ours. */
    static final String MARK = ".plumbline-temporary-directory";

    private static final String PREFIX = "plumbline-";

    private static final byte[] CONTENT = ("This directory belongs to a process of Plumbline. When no process locks this"
                    + " file, the directory is deleted. 6f1c2d0e-95b7-4b8f-8f0c-3d6b8a5e7c21\n")
            .getBytes(StandardCharsets.US_ASCII);

    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /**
     * The open marks of this process. Under POSIX, a process that closes any channel of a file loses its locks on that
     * file, so its own marks must not be opened again.
     */
    private static final Map<Path, FileChannel> OWN = new HashMap<>();

    private TemporaryDirectory() {}

    /**
     * A new directory.
     *
     * @throws SubjectFailedException if none can be created
     */
    public static Path directory() {
        Path all = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try {
            synchronized (OWN) {
                Path directory = Files.createTempDirectory(all.toRealPath(), PREFIX);
                mark(directory);
                clear(all.toRealPath(), Files.getOwner(directory));
                return directory;
            }
        } catch (IOException e) {
            throw new SubjectFailedException(
                    "no temporary directory can be created in " + all
                            + ": give another one, such as PLUMBLINE_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                    e);
        }
    }

    /** Where files cannot be locked, the directory stays unmarked, and only this process deletes it. */
    private static void mark(Path directory) throws IOException {
        FileChannel mark = FileChannel.open(
                directory.resolve(MARK),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        OWN.put(directory, mark);
        if (lock(mark)) {
            mark.write(ByteBuffer.wrap(CONTENT));
        }
    }

    private static boolean lock(FileChannel mark) {
        try {
            FileLock lock = mark.tryLock();
            return lock != null;
        } catch (IOException e) {
            return false; // the file system has no locks
        }
    }

    /** Deletes the directories of a user that were left over. */
    private static void clear(Path all, UserPrincipal user) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(all, PREFIX + "*")) {
            for (Path file : files) {
                if (!OWN.containsKey(file)) {
                    deleteIfLeftOver(file, user);
                }
            }
        }
    }

    private static void deleteIfLeftOver(Path directory, UserPrincipal user) {
        Path file = directory.resolve(MARK);
        try {
            boolean isCandidate = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) == CONTENT.length
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user);
            if (!isCandidate) {
                return;
            }
            try (FileChannel mark = FileChannel.open(file, OPEN)) {
                if (hasContent(mark) && lock(mark)) {
                    deleteTree(directory, Optional.of(file)); // the mark last, so that another process can go on
                    deleteTree(directory, Optional.empty());
                }
            }
        } catch (IOException e) {
            return; // another user's, or another process deletes it
        }
    }

    private static boolean hasContent(FileChannel mark) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(CONTENT.length + 1);
        while (content.hasRemaining() && mark.read(content) >= 0) {
            continue;
        }
        return content.flip().equals(ByteBuffer.wrap(CONTENT));
    }

    /** Deletes a directory and its contents as far as possible. Links are deleted, and what they point to is not. */
    public static void delete(Path directory) {
        synchronized (OWN) {
            try (FileChannel mark = OWN.remove(directory)) {
                deleteTree(directory, Optional.empty());
            } catch (IOException e) {
                return; // another user's, or in use
            }
        }
    }

    private static void deleteTree(Path directory, Optional<Path> spared) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!spared.filter(file::equals).isPresent()) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path file, @Nullable IOException failure) throws IOException {
                if (spared.isEmpty() || !file.equals(directory)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
