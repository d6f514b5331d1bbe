package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be read as text. */
class FileTextTests {
    @TempDir
    private Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private void assertRefused(Path file, String expected) {
        String message = assertThrows(InvalidFileException.class, () -> YamlReader.read(file))
                .getMessage();
        assertEquals(expected, message.replace(folder + "/", "").replace(folder.toString(), "folder"));
    }

    @Test
    void readsAFileWithAByteOrderMark() throws IOException {
        Path file = file("xor.yaml", ("\uFEFF" + Example.valid().text()).getBytes(StandardCharsets.UTF_8));

        assertEquals(Example.valid().spec(), YamlReader.read(file).spec());
    }

    @Test
    void suggestsTheNearestFileForAMissingOne() throws IOException {
        file("xor.yaml", new byte[0]);
        file("other.yaml", new byte[0]);

        assertRefused(folder.resolve("xro.yaml"), """
                error[E001]: there is no such file
                  --> xro.yaml
                  = did you mean: xor.yaml""");
    }

    @Test
    void listsTheFilesOfTheFolderIfNoNameIsSimilar() throws IOException {
        file("xor.yaml", new byte[0]);
        file("notes.txt", new byte[0]);

        assertRefused(folder.resolve("three-layer.yaml"), """
                error[E001]: there is no such file
                  --> three-layer.yaml
                  = in the same directory: xor.yaml""");
    }

    @Test
    void saysThatTheFolderOfAFileIsMissing() {
        assertRefused(folder.resolve("configs/xor.yaml"), """
                error[E001]: there is no such file: its directory, configs, does not exist
                  --> configs/xor.yaml""");
    }

    @Test
    void refusesAFolder() throws IOException {
        file("xor.yaml", new byte[0]);

        assertRefused(folder, """
                error[E002]: this is a directory, not a network file
                  --> folder
                  = in it: xor.yaml""");
    }

    @Test
    void refusesAFileThatMayNotBeRead() throws IOException {
        Path file = file("xor.yaml", new byte[0]);
        file.toFile().setReadable(false);
        // The superuser may read everything, and then finds that there is nothing in it.
        boolean superuser = Files.isReadable(file);

        assertRefused(file, superuser ? """
                error[E005]: this file is empty
                  --> xor.yaml:1:1
                  = needed: layers, loss, reduction, training, data; `plumbline init DATA.csv`
                      writes a first file""" : """
                error[E002]: this file cannot be read: permission denied
                  --> xor.yaml""");
    }

    @Test
    void refusesAFileThatFailsWhileItIsRead() {
        Path memory = Path.of("/proc/self/mem");
        assumeTrue(Files.exists(memory), "only Linux has a file that always fails");

        assertRefused(memory, """
                error[E002]: this file cannot be read: Input/output error
                  --> /proc/self/mem""");
    }

    @Test
    void refusesAnEndlessFile() {
        Path zeros = Path.of("/dev/zero");
        assumeTrue(Files.exists(zeros), "only Unix has a file without an end");

        assertRefused(zeros, """
                error[E002]: this is not a regular file, but a pipe or a device
                  --> /dev/zero""");
    }

    @Test
    void refusesAHugeFileWithoutReadingIt() throws IOException {
        Path file = folder.resolve("huge.yaml");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(100_000_000_000L);
        }

        assertTimeout(Duration.ofSeconds(5), () -> assertRefused(file, """
                error[E004]: this file has 100,000,000,000 bytes
                  --> huge.yaml
                  = a network file is at most 4 MB; put the data into a CSV or NPZ file"""));
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        Path file = file("xor.yaml", "inputs: 2\nname: caf\u00e9 noir\n".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(file, """
                error[E003]: this file is not UTF-8: byte 0xE9 at offset 19
                  --> xor.yaml:2:10
                2 | name: caf\uFFFD noir
                  |          ^
                  = a network file is UTF-8: save it in this encoding""");
    }

    @Test
    void refusesAFileThatBreaksOffWithinACharacter() throws IOException {
        Path file = file("xor.yaml", new byte[] {'a', (byte) 0xE2, (byte) 0x82});

        assertRefused(file, """
                error[E003]: this file is not UTF-8: byte 0xE2 at offset 1
                  --> xor.yaml:1:2
                1 | a\uFFFD
                  |  ^
                  = a network file is UTF-8: save it in this encoding""");
    }

    @Test
    void namesUtf16WithAndWithoutItsMark() throws IOException {
        for (String charset : new String[] {"UTF-16", "UTF-16LE", "UTF-16BE"}) {
            assertRefused(file("xor.yaml", "name: xor".getBytes(Charset.forName(charset))), """
                    error[E003]: this file is UTF-16
                      --> xor.yaml:1:1
                      = a network file is UTF-8: save it in this encoding""");
        }
    }
}
