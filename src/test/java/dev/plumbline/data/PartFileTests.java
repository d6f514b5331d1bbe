package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A part of a killed process is deleted, and nothing else. */
@DisabledOnOs(OS.WINDOWS)
class PartFileTests {
    private static final String TEXT =
            "Plumbline writes a file here. What a killed process left, the next one deletes.\n";

    @TempDir
    private Path directory;

    /** Holds a part until it is killed. */
    static final class Holder {
        private Holder() {}

        /** @param arguments the directory */
        public static void main(String[] arguments) throws IOException, InterruptedException {
            PartFile part = PartFile.in(Path.of(arguments[0]));
            Files.writeString(part.path(), "half of a file");
            System.out.println("ready");
            Thread.sleep(60_000);
        }
    }

    /** Writes a file again and again. */
    static final class Writer {
        private Writer() {}

        /** @param arguments the directory, and the name of the file */
        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < 1000; i++) {
                AtomicFile.write(Path.of(arguments[0], arguments[1]), out -> out.write('x'));
            }
        }
    }

    private static byte[] read(Process process) {
        try {
            return process.getErrorStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                directory.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private Process holder() throws IOException {
        Process process = start(Holder.class);
        assertEquals('r', process.getInputStream().read());
        return process;
    }

    private void end(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> directory.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void write() throws IOException {
        AtomicFile.write(directory.resolve("o.csv"), out -> out.write('x'));
    }

    @Test
    void aProcessThatIsToldToEndLeavesNothing() throws IOException, InterruptedException {
        Process process = holder();
        assertEquals(3, files().size());
        end(process, "TERM");
        assertEquals(Set.of(), files());
    }

    @Test
    void thePartOfARunningProcessStaysAndThatOfAKilledOneIsDeleted() throws IOException, InterruptedException {
        Process process = holder();
        write();
        assertEquals(4, files().size());
        end(process, "KILL");
        assertEquals(4, files().size());
        write();
        assertEquals(Set.of("o.csv"), files());
    }

    /** Killed before the mark was written, or after it was deleted. */
    @Test
    void whatWasBegunIsDeletedToo() throws IOException {
        String name = ".plumbline-7d6f9a52-13c6-4b0f-8f43-0f2d1a4f9b11-";
        Files.createDirectory(directory.resolve(name + "0.part"));
        Files.createFile(
                Files.createDirectory(directory.resolve(name + "1.part")).resolve("plumbline.lock"));
        Files.createFile(
                Files.createDirectory(directory.resolve(name + "folder-0.part")).resolve("plumbline.lock"));
        Path written = Files.createDirectory(directory.resolve(name + "2.part"));
        Files.createFile(written.resolve("plumbline.lock"));
        Files.writeString(written.resolve("content"), "where files cannot be locked");
        write();
        assertEquals(
                Set.of("o.csv", name + "2.part", name + "2.part/content", name + "2.part/plumbline.lock"), files());
    }

    /** Each takes directories of the others for some that were left, until their marks are locked. */
    @Test
    void processesInOnePlaceDoNotDisturbEachOther() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(Writer.class, Integer.toString(i)));
        }
        for (Process process : processes) {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), () -> new String(read(process), StandardCharsets.UTF_8));
        }
        assertEquals(Set.of("0", "1", "2"), files());
    }

    /** Names like ours, old names, links, and a directory with our mark in which a user keeps something. */
    @Test
    void whatHasNotOurMarkAloneIsNeverDeleted() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("plumbline.lock"), TEXT);
        Files.writeString(elsewhere.resolve("content"), "thesis");
        Files.createSymbolicLink(directory.resolve(".plumbline-link.part"), elsewhere);
        Files.writeString(directory.resolve(".o.csv.99999999.part"), "mine");
        Files.writeString(directory.resolve(".plumbline-file.part"), TEXT);
        Files.createDirectory(directory.resolve(".plumbline-empty.part"));
        Path unmarked = Files.createDirectory(directory.resolve(".plumbline-1.part"));
        Files.writeString(unmarked.resolve("content"), "mine");
        Path marked = Files.createDirectory(directory.resolve(".plumbline-2.part"));
        Files.writeString(marked.resolve("plumbline.lock"), "another text");
        Path used = Files.createDirectory(directory.resolve(".plumbline-3.part"));
        Files.writeString(used.resolve("plumbline.lock"), TEXT);
        Files.writeString(used.resolve("notes.txt"), "mine");
        Set<String> before = files();
        write();
        before.add("o.csv");
        assertEquals(before, files());
        Path left = Files.createDirectory(directory.resolve(".plumbline-4.part"));
        Files.writeString(left.resolve("plumbline.lock"), TEXT);
        Files.createDirectory(left.resolve("content"));
        Files.createSymbolicLink(left.resolve("content").resolve("link"), elsewhere);
        write();
        assertEquals(before, files());
        assertEquals("thesis", Files.readString(elsewhere.resolve("content")));
    }

    @Test
    void partsOfOneProcessDoNotDeleteEachOther() throws IOException {
        try (PartFile first = PartFile.in(directory);
                PartFile second = PartFile.in(directory)) {
            Files.writeString(first.path(), "1");
            Files.writeString(second.path(), "2");
            write();
            first.moveTo(directory.resolve("first"));
            second.moveTo(directory.resolve("second"));
        }
        assertEquals(Set.of("first", "second", "o.csv"), files());
    }

    /** Otherwise a training ends with an error because another process ends beside it. */
    @Test
    void threadsThatBeginTogetherDeleteTheSameLeftovers() throws Exception {
        for (int i = 0; i < 300; i++) {
            Path left = Files.createDirectory(directory.resolve(".plumbline-killed-" + i + ".part"));
            Files.writeString(left.resolve("plumbline.lock"), TEXT);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> parts = threads.invokeAll(Collections.nCopies(4, () -> {
                try (PartFile part = PartFile.folderIn(directory)) {
                    return Files.isDirectory(part.path());
                }
            }));
            for (Future<Boolean> part : parts) {
                assertTrue(part.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(Set.of(), files());
    }

    /** As one of another class loader, whose locks are those of the same process. */
    @Test
    void aPartWhoseLockThisProcessHasStays() throws IOException {
        Path other = Files.createDirectory(directory.resolve(".plumbline-other-0.part"));
        Path mark = Files.writeString(other.resolve("plumbline.lock"), TEXT);
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE)) {
            channel.lock();
            write();
        }
        assertTrue(Files.exists(mark));
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        write();
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(directory.resolve("o.csv"), out -> {
                    out.write('y');
                    throw new IOException("full");
                }));
        assertEquals("x", Files.readString(directory.resolve("o.csv")));
        assertEquals(Set.of("o.csv"), files());
        assertEquals(
                "`" + directory.resolve("none").resolve("o.csv") + "` could not be written: there is no such directory",
                assertThrows(
                                IOException.class,
                                () -> AtomicFile.write(directory.resolve("none").resolve("o.csv"), out -> {}))
                        .getMessage());
        assertEquals(
                List.of(),
                Stream.of(directory.resolve("none")).filter(Files::exists).toList());
    }
}
