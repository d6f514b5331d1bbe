package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTests {
    private static final Path ARRAYS = DataMessages.arrays();

    @TempDir
    Path directory;

    /** The formulas of make_arrays.py. */
    private static double[] formula(char kind, int size) {
        return IntStream.range(0, size)
                .mapToDouble(i -> kind == 'f' ? (i - 5) / 4.0 : kind == 'i' ? i - 5 : kind == 'u' ? i : i % 2)
                .toArray();
    }

    static Stream<String> everyTypeAndOrder() {
        return Arrays.stream(NumberType.values())
                .flatMap(type -> Stream.of("little-c", "little-fortran", "big-c", "big-fortran")
                        .map(order -> type.code() + "-" + order));
    }

    @ParameterizedTest
    @MethodSource("everyTypeAndOrder")
    void readsEveryTypeAndOrderAsNumpyWroteIt(String name) throws IOException {
        NpyArray array = Npy.read(ARRAYS.resolve(name + ".npy"));

        assertEquals(List.of(2, 3, 4), array.shape());
        assertEquals(name.substring(0, 2), array.dtype().substring(1));
        assertEquals(name.endsWith("fortran"), array.fortranOrder());
        assertArrayEquals(formula(name.charAt(0), 24), array.toRowMajor());
        assertEquals(array.toRowMajor()[1 * 12 + 2 * 4 + 3], array.get(1, 2, 3));
    }

    @ParameterizedTest
    @MethodSource("everyTypeAndOrder")
    void writesTheVeryBytesThatNumpyWrote(String name) throws IOException {
        Path file = ARRAYS.resolve(name + ".npy");
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        Npy.write(written, Npy.read(file));

        assertArrayEquals(Files.readAllBytes(file), written.toByteArray());
    }

    @Test
    void makesRowsTimesRestOfAnyNumberOfDimensions() throws IOException {
        assertEquals("1×1", Npy.read(ARRAYS.resolve("0d.npy")).toMatrix().shape());
        assertEquals("5×1", Npy.read(ARRAYS.resolve("1d.npy")).toMatrix().shape());
        assertEquals("3×4", Npy.read(ARRAYS.resolve("2d.npy")).toMatrix().shape());
        assertEquals("2×12", Npy.read(ARRAYS.resolve("3d.npy")).toMatrix().shape());
        assertEquals("2×12", Npy.read(ARRAYS.resolve("4d.npy")).toMatrix().shape());
        assertEquals(
                Matrix.of(3, 4, formula('f', 12)),
                Npy.read(ARRAYS.resolve("2d.npy")).toMatrix());
    }

    @Test
    void keepsTheShapeOfAnArrayWithoutNumbers() throws IOException {
        NpyArray empty = Npy.read(ARRAYS.resolve("empty.npy"));

        assertEquals(List.of(0, 4), empty.shape());
        assertEquals(0, empty.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersionOfTheFormat(int version) throws IOException {
        NpyArray array = Npy.read(ARRAYS.resolve("version-" + version + ".npy"));

        assertArrayEquals(formula('f', 12), array.toRowMajor());
    }

    @Test
    void readsTheLimitsOfEachType() throws IOException {
        assertArrayEquals(
                new double[] {-0x1p63, -0x1p53, 0x1p53, 0x1p62},
                Npy.read(ARRAYS.resolve("limits-i8.npy")).toRowMajor());
        assertArrayEquals(
                new double[] {0, 0x1p53, 0x1p63, 0x1p64 - 2048},
                Npy.read(ARRAYS.resolve("limits-u8.npy")).toRowMajor());
        assertArrayEquals(
                new double[] {
                    0.0,
                    -0.0,
                    0x1p-24,
                    0x1p-14,
                    0.333251953125,
                    65504,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    Double.NaN
                },
                Npy.read(ARRAYS.resolve("limits-f2.npy")).toRowMajor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limits-i8", "limits-u8", "limits-f2", "0d", "1d", "empty"})
    void writesTheLimitsBack(String name) throws IOException {
        Path file = ARRAYS.resolve(name + ".npy");
        NpyArray read = Npy.read(file);

        Npy.write(directory.resolve("copy.npy"), NpyArray.of(read.header(), read.toRowMajor()));

        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(directory.resolve("copy.npy")));
    }

    @Test
    void refusesWholeNumbersThatADoubleDoesNotHold() {
        assertEquals(
                "inexact-i8.npy: found 9007199254740993; allowed: whole numbers that 64-bit floating point "
                        + "represents exactly, such as all up to 2^53",
                refusal("inexact-i8"));
        assertTrue(refusal("inexact-u8").startsWith("inexact-u8.npy: found 18446744073709551615;"));
    }

    @Test
    void refusesWhatIsNoArrayOfNumbers() {
        String allowed = "; allowed: " + NpyHeader.ALLOWED_DTYPES;
        assertEquals(
                "objects.npy is an array of Python objects (dtype `|O`), which Plumbline does not unpickle" + allowed,
                refusal("objects"));
        assertEquals("structured.npy is a structured array with named fields" + allowed, refusal("structured"));
        assertEquals("complex.npy is an array of dtype `<c16`" + allowed, refusal("complex"));
        assertEquals("texts.npy is an array of dtype `<U2`" + allowed, refusal("texts"));
        assertEquals("dates.npy is an array of dtype `<M8[D]`" + allowed, refusal("dates"));
    }

    @Test
    void refusesAFileThatIsCutOffAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(ARRAYS.resolve("2d.npy"));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(
                    DataException.class,
                    () -> Npy.read(new ByteArrayInputStream(part), part.length, "part.npy"),
                    () -> part.length + " bytes");
        }
    }

    @Test
    void saysHowMuchOfACutOffFileIsThere() throws IOException {
        byte[] whole = Files.readAllBytes(ARRAYS.resolve("2d.npy"));
        Path file = Files.write(directory.resolve("part.npy"), Arrays.copyOf(whole, whole.length - 9));

        assertEquals(
                "part.npy is cut off: shape (3, 4), but only 87 bytes; allowed: 8 bytes for each number",
                DataMessages.refusal(directory, () -> Npy.read(file)));
    }

    @Test
    void refusesWhatFollowsTheArray() throws IOException {
        byte[] whole = Files.readAllBytes(ARRAYS.resolve("2d.npy"));
        Path file = Files.write(directory.resolve("long.npy"), Arrays.copyOf(whole, whole.length + 8));

        assertEquals(
                "long.npy has 8 bytes after its last number; allowed: nothing after the numbers of shape (3, 4)",
                DataMessages.refusal(directory, () -> Npy.read(file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(2147483647,)",
                "(2147483647, 2147483647, 2147483647, 2147483647)",
                "(65536, 65536)",
                "(1000000000,)"
            })
    void takesNoMemoryForAHeaderThatLies(String shape) throws IOException {
        Path file = file("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }", 96);

        assertEquals(
                "made.npy is cut off: shape " + shape + ", but only 96 bytes; allowed: 8 bytes for each number",
                DataMessages.refusal(directory, () -> Npy.read(file)));
    }

    @Test
    void refusesAnotherFormatAnotherVersionAndAnEndlessHeader() throws IOException {
        assertEquals(
                "x.npy is not a NumPy array file; allowed: a file written by np.save, which begins with"
                        + " \\x93NUMPY",
                bytes("PK\3\4, and so on"));
        assertEquals("x.npy is of format version 4.0; allowed: 1.0, 2.0 and 3.0", bytes("\u0093NUMPY\4\0\1\0"));
        assertEquals("x.npy is of format version 1.1; allowed: 1.0, 2.0 and 3.0", bytes("\u0093NUMPY\1\1\1\0"));
        assertEquals(
                "x.npy claims a header of 4,294,967,295 bytes; allowed: at most 65,536",
                bytes("\u0093NUMPY\2\0\u00ff\u00ff\u00ff\u00ff"));
    }

    @Test
    void refusesATruthValueThatIsNeither() throws IOException {
        byte[] bytes = Files.readAllBytes(ARRAYS.resolve("b1-little-c.npy"));
        bytes[bytes.length - 1] = 2;
        Path file = Files.write(directory.resolve("b.npy"), bytes);

        assertEquals(
                "b.npy: found the byte 2 as a boolean; allowed: the bytes 0 and 1",
                DataMessages.refusal(directory, () -> Npy.read(file)));
    }

    @Test
    void refusesToHoldWhatATypeDoesNotHold() {
        assertRefused("cannot hold 0.1 as <f4", "<f4", 0.1);
        assertRefused("cannot hold 256.0 as |u1", "|u1", 256);
        assertRefused("cannot hold -1.0 as >u4", ">u4", -1);
        assertRefused("cannot hold 0.5 as <i8", "<i8", 0.5);
        assertRefused("cannot hold NaN as <i2", "<i2", Double.NaN);
        assertRefused("cannot hold 65520.0 as <f2", "<f2", 65520);
        assertRefused("cannot hold 2.0 as |b1", "|b1", 2);
        assertRefused("cannot hold " + 0x1p63 + " as <i8", "<i8", 0x1p63);
        assertRefused("cannot hold " + 0x1p64 + " as <u8", "<u8", 0x1p64);
    }

    private static void assertRefused(String message, String dtype, double value) {
        NpyHeader header = new NpyHeader(List.of(1), dtype, false);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> NpyArray.of(header, value));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void refusesIndicesOutsideTheShape() {
        NpyArray array = NpyArray.of(List.of(2, 3), 1, 2, 3, 4, 5, 6);

        assertEquals(6, array.get(1, 2));
        assertThrows(IllegalArgumentException.class, () -> array.get(1));
        assertThrows(IllegalArgumentException.class, () -> array.get(0, 3));
        assertThrows(IllegalArgumentException.class, () -> NpyArray.of(List.of(2, 3), 1, 2));
    }

    private static String refusal(String name) {
        return DataMessages.refusal(ARRAYS, () -> Npy.read(ARRAYS.resolve(name + ".npy")));
    }

    private String bytes(String latin1) throws IOException {
        Path file = Files.write(directory.resolve("x.npy"), latin1.getBytes(StandardCharsets.ISO_8859_1));
        return DataMessages.refusal(directory, () -> Npy.read(file));
    }

    private Path file(String header, int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(header.length());
        bytes.write(0);
        bytes.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(new byte[size]);
        return Files.write(directory.resolve("made.npy"), bytes.toByteArray());
    }
}
