package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTests {
    private static final Path ARRAYS = DataMessages.arrays();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"xor.npz", "xor-compressed.npz"})
    void readsWhatNumpyWroteStoredOrDeflated(String name) throws IOException {
        try (Npz npz = Npz.open(ARRAYS.resolve(name))) {
            assertEquals(Set.of("inputs", "targets"), npz.names());
            assertEquals(new NpyHeader(List.of(4, 2), "<f4", false), npz.header("inputs"));
            assertArrayEquals(
                    new double[] {0, 0, 0, 1, 1, 0, 1, 1}, npz.read("inputs").toRowMajor());
            assertEquals("<i8 (4,)", npz.read("targets").toString());
        }
    }

    @Test
    void readsWhatItWroteInItsOrder() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("z", NpyArray.of(new NpyHeader(List.of(2, 2), ">i2", true), 1, 2, 3, 4));
        arrays.put("step 0/weights[0]", NpyArray.of(List.of(), -0.0));
        Path file = directory.resolve("own.npz");

        Npz.write(file, arrays);

        try (Npz npz = Npz.open(file)) {
            assertEquals(List.of("z", "step 0/weights[0]"), List.copyOf(npz.names()));
            assertEquals(">i2 (2, 2) in Fortran order", npz.read("z").toString());
            assertArrayEquals(new double[] {1, 2, 3, 4}, npz.read("z").toRowMajor());
            assertArrayEquals(new double[] {-0.0}, npz.read("step 0/weights[0]").toRowMajor());
        }
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        Map<String, NpyArray> arrays = Map.of("a", NpyArray.of(List.of(3), 1, 2, 3));

        Npz.write(directory.resolve("one.npz"), arrays);
        Npz.write(directory.resolve("two.npz"), arrays);

        assertEquals(-1, Files.mismatch(directory.resolve("one.npz"), directory.resolve("two.npz")));
    }

    @Test
    void suggestsTheArrayThatWasMeant() throws IOException {
        try (Npz npz = Npz.open(ARRAYS.resolve("xor.npz"))) {
            assertEquals(
                    "xor.npz has no array `input`; did you mean `inputs`? Allowed: inputs, targets",
                    DataMessages.refusal(ARRAYS, () -> npz.read("input")));
        }
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        Path text = Files.writeString(directory.resolve("a.npz"), "a,b\n1,2\n");

        assertTrue(DataMessages.refusal(directory, () -> Npz.open(text)).startsWith("a.npz is not a zip archive ("));
        assertEquals(
                "2d.npy is a single array (.npy); allowed: an archive of arrays by name, as np.savez writes it",
                DataMessages.refusal(ARRAYS, () -> Npz.open(ARRAYS.resolve("2d.npy"))));
    }

    @Test
    void refusesADamagedArray() throws IOException {
        byte[] bytes = Files.readAllBytes(ARRAYS.resolve("xor.npz"));
        byte[] one = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .array();
        bytes[indexOf(bytes, one) + 3] ^= 1;

        assertEquals(
                "damaged.npz, array `inputs` is damaged: its checksum is wrong; allowed: an undamaged archive",
                refusalOf("damaged.npz", bytes));
    }

    @Test
    void refusesADamagedCompression() throws IOException {
        byte[] bytes = Files.readAllBytes(ARRAYS.resolve("xor-compressed.npz"));
        int data = indexOf(bytes, "inputs.npy".getBytes(StandardCharsets.UTF_8)) + 40;
        for (int i = 0; i < 8; i++) {
            bytes[data + i] = (byte) 0xff;
        }

        assertTrue(refusalOf("damaged.npz", bytes).contains("damaged.npz, array `inputs`"));
    }

    @Test
    void refusesAnArchiveThatIsCutOffAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(ARRAYS.resolve("xor-compressed.npz"));
        for (int length = 0; length < whole.length; length += 7) {
            refusalOf("cut.npz", Arrays.copyOf(whole, length));
        }
    }

    @Test
    void takesNoMemoryForABombOfZeros() throws IOException {
        // 64 MB of zeros in 64 kB, in an array that says it has three numbers.
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
        Path bomb = zip("bomb.npz", "inputs.npy", npy(header, 64 << 20));

        try (Npz npz = Npz.open(bomb)) {
            assertEquals(
                    "bomb.npz, array `inputs` has 67,108,840 bytes after its last number; allowed: nothing after the"
                            + " numbers of shape (3,)",
                    DataMessages.refusal(directory, () -> npz.read("inputs")));
        }
    }

    @Test
    void takesNoMemoryForASizeThatTheArchiveClaimsFalsely() throws IOException {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }";
        byte[] bytes = Files.readAllBytes(zip("claim.npz", "inputs.npy", npy(header, 8)));
        int central = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(central + 24, 2_000_000_000 + 10 + header.length());

        assertTrue(refusalOf("claim.npz", bytes).endsWith("allowed: a size that compression can reach"));
    }

    @Test
    void refusesAnArrayLargerThanTheMemoryOfTheProcess() throws IOException {
        long numbers = Runtime.getRuntime().maxMemory() / 8 + 1;
        NpyHeader header = new NpyHeader(List.of((int) numbers), "|u1", false);

        String refusal = DataMessages.refusal(
                directory, () -> NumberStream.read(InputStream.nullInputStream(), header, "big.npz"));

        assertTrue(refusal.startsWith("big.npz: shape (" + numbers + ",) needs "), refusal);
        assertTrue(refusal.endsWith("this Java process's memory (set by -Xmx)"), refusal);
    }

    @Test
    void refusesAnArchiveWithoutArrays() throws IOException {
        try (Npz npz = Npz.open(zip("none.npz", "readme.txt", new byte[] {1}))) {
            assertEquals(
                    "none.npz has no array `inputs`; allowed: an archive with arrays",
                    DataMessages.refusal(directory, () -> npz.read("inputs")));
        }
    }

    private String refusalOf(String name, byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve(name), bytes);
        return DataMessages.refusal(directory, () -> {
            try (Npz npz = Npz.open(file)) {
                npz.read("inputs");
            }
        });
    }

    private Path zip(String name, String entry, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    private static byte[] npy(String header, int size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(header.length());
        bytes.write(0);
        bytes.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(new byte[size]);
        return bytes.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
