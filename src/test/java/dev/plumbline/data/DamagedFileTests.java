package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.InvalidSpecException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes are changed, a file is read or refused; nothing else ever comes out of the reader. */
class DamagedFileTests {
    private static final int TRIES = 1_500;

    @TempDir
    Path directory;

    private int refused;

    @Test
    void readsOrRefusesAnyArchive() throws IOException {
        damage(Files.readAllBytes(DataMessages.arrays().resolve("xor.npz")), npz());
        damage(Files.readAllBytes(DataMessages.arrays().resolve("xor-compressed.npz")), npz());
    }

    @Test
    void readsOrRefusesAnyText() throws IOException {
        byte[] text = "a,b,c\n1,2.5,\"x\"\n-3,4e1,\"y\"\n5,6,x\n".getBytes(StandardCharsets.UTF_8);
        damage(text, new DataSource.Csv("file", List.of("a", "b"), List.of("c"), List.of("x", "y"), ","));
    }

    @Test
    void readsOrRefusesAnyIdxFile() throws IOException {
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 1, 0};
        damage(labels, new DataSource.Idx("file", "file", 2, 255));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(labels);
        }
        damage(zipped.toByteArray(), new DataSource.Idx("file", "file", 2, 255));
    }

    private void damage(byte[] whole, DataSource source) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            read(bytes, source);
        }
        assertFalse(refused < TRIES / 10, () -> "only " + refused + " refused");
    }

    private void read(byte[] bytes, DataSource source) throws IOException {
        Files.write(directory.resolve("file"), bytes);
        try {
            Datasets.read(source, directory, 1);
        } catch (InvalidSpecException e) {
            refused++;
        }
    }

    private static DataSource npz() {
        return new DataSource.Npz("file", "inputs", "targets");
    }
}
