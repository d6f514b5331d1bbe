package dev.plumbline.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final Pattern NAME = Pattern.compile(Pattern.quote(START)
            + "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}-(folder-)?\\d+" + Pattern.quote(END));
    private static final String TEXT =
            "Plumbline writes a file here. What a killed process left, the next one deletes.\n";

    /** Different in each process, also where processes of several machines or containers share a directory. */
    private static final String PROCESS = UUID.randomUUID().toString();

    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** The number of parts that this process has begun; it tells two of the same name apart. */
    private static long begun;

    private final Path directory;
    private final FileChannel mark;

    private PartFile(Path directory, FileChannel mark) {
        this.directory = directory;
        this.mark = mark;
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
        synchronized (PROCESS) {
            while (true) {
                Path directory = free(real, endsWithProcess ? "" : "folder-");
                if (endsWithProcess) { // before it exists, because the end may come; Java deletes in reverse order
                    directory.toFile().deleteOnExit();
                    directory.resolve(MARK).toFile().deleteOnExit();
                    directory.resolve(CONTENT).toFile().deleteOnExit();
                }
                Optional<FileChannel> mark = create(directory);
                if (mark.isPresent()) {
                    return new PartFile(directory, mark.get());
                }
            }
        }
    }

    /**
     * Creates a directory and its locked mark.
     *
     * @return nothing if, before the mark was locked, another process deleted the directory as one that was left
     */
    private static Optional<FileChannel> create(Path directory) throws IOException {
        Files.createDirectory(directory);
        Path path = directory.resolve(MARK);
        FileChannel mark;
        try {
            mark = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            mark.lock(); // waits for one that deletes it
            mark.write(StandardCharsets.UTF_8.encode(TEXT + begun++ + "\n"));
        } catch (IOException e) {
            // Where files cannot be locked, the mark stays empty, and only this process deletes the directory.
        }
        if (Files.exists(path)) {
            return Optional.of(mark);
        }
        mark.close();
        return Optional.empty();
    }

    /** The name of a new directory; the few names are used again, because Java keeps those that it has to delete. */
    private static Path free(Path place, String kind) {
        for (int i = 0; ; i++) {
            Path directory = place.resolve(START + PROCESS + "-" + kind + i + END);
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                return directory;
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
        try {
            delete(directory);
        } finally {
            mark.close();
        }
    }

    /** Deletes what killed processes left in a directory. */
    public static void clear(Path place) throws IOException {
        Path real = place.toRealPath();
        // One thread at a time: a process cannot lock a file twice. And the system sees a deadlock where a thread of
        // each of two processes waits for the other process, though another thread of that one has the lock.
        synchronized (PROCESS) {
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(real, START + "*" + END)) {
                for (Path file : leftovers) {
                    // Under POSIX, a process that closes any channel of a file loses its locks on it.
                    if (!String.valueOf(file.getFileName()).startsWith(START + PROCESS)) {
                        deleteIfLeft(file);
                    }
                }
            }
        }
    }

    /**
     * Deletes a directory that has our mark, which no process has locked, and nothing but what a part has. A process that was
     * killed at the beginning or at the end left an empty mark or none; then the name has to be one of ours.
     */
    private static void deleteIfLeft(Path directory) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            Set<String> files = files(directory);
            boolean named =
                    NAME.matcher(String.valueOf(directory.getFileName())).matches();
            if (files.isEmpty() && named) {
                Files.delete(directory);
            } else if (files.contains(MARK) && Set.of(MARK, CONTENT).containsAll(files)) {
                deleteIfLeft(directory, named && files.size() == 1);
            }
        } catch (IOException | OverlappingFileLockException e) {
            return; // another user's, another process or class loader has it, or the file system has no locks
        }
    }

    private static void deleteIfLeft(Path directory, boolean mayHaveNoText) throws IOException {
        Path path = directory.resolve(MARK);
        try (FileChannel mark = FileChannel.open(path, OPEN)) {
            String text = text(mark);
            if ((text.startsWith(TEXT) || (text.isEmpty() && mayHaveNoText)) && mark.tryLock() != null) {
                // The next part of the process may have the same name by now. Both stay open: to close one ends the
                // lock.
                try (FileChannel present = FileChannel.open(path, OPEN)) {
                    if (text(mark).equals(text(present))) {
                        delete(directory);
                    }
                }
            }
        }
    }

    private static Set<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        }
    }

    private static String text(FileChannel mark) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(2 * TEXT.length());
        mark.position(0);
        while (text.hasRemaining() && mark.read(text) >= 0) {
            continue;
        }
        return StandardCharsets.UTF_8.decode(text.flip()).toString();
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
