package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.examples.Datasets;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.DataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTests {
    private static final byte[] IMAGES = idx(0x08, new int[] {3, 2, 2}, 0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8);
    private static final byte[] LABELS = idx(0x08, new int[] {3}, 2, 0, 1);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsImagesAndLabelsPlainOrGzipped(boolean gzip) throws IOException {
        write(gzip ? gzip(IMAGES) : IMAGES, gzip ? gzip(LABELS) : LABELS);

        Dataset read = read(3, 3);

        assertEquals("3×4", read.inputs().shape());
        assertArrayEquals(
                new double[] {0, 0.2, 0.4, 1}, read.inputs().rowRange(0, 1).toRowMajor());
        assertEquals(Matrix.of(3, 3, 0, 0, 1, 1, 0, 0, 0, 1, 0), read.targets());
    }

    @Test
    void makesOneTargetOfTwoClassesForOneOutput() throws IOException {
        write(IMAGES, idx(0x08, new int[] {3}, 1, 0, 1));

        assertEquals(Matrix.column(1, 0, 1), read(2, 1).targets());
    }

    @ParameterizedTest
    @CsvSource({"9, 1, |i1", "11, 2, >i2", "12, 4, >i4", "13, 4, >f4", "14, 8, >f8"})
    void readsEveryTypeOfTheFormat(int type, int size, String dtype) throws IOException {
        NumberType number = NumberType.of(dtype.substring(1)).orElseThrow();
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + 2 * size).putInt(type << 8 | 1).putInt(2);
        number.write(bytes, 8, -3);
        number.write(bytes, 8 + size, 100);
        Path file = Files.write(directory.resolve("any"), bytes.array());

        NpyArray array = IdxFile.read(new DataFile(file, "any"));

        assertEquals(dtype, array.dtype());
        assertArrayEquals(new double[] {-3, 100}, array.toRowMajor());
    }

    @Test
    void refusesLabelsThatAreNoClasses() throws IOException {
        write(IMAGES, idx(0x08, new int[] {3}, 2, 3, 255));

        assertEquals(
                List.of(
                        "data.targets: labels: found 3 at [1]; allowed: whole numbers from 0 to 2",
                        "data.targets: labels: found 255 at [2]; allowed: whole numbers from 0 to 2"),
                problems());
    }

    @Test
    void refusesLabelsOfSeveralDimensions() throws IOException {
        write(IMAGES, IMAGES);

        assertEquals(
                List.of("data.targets: labels has shape (3, 2, 2); allowed: at least one label, in one dimension"),
                problems());
    }

    @Test
    void refusesMoreOrFewerLabelsThanImages() throws IOException {
        write(IMAGES, idx(0x08, new int[] {2}, 2, 0));

        assertEquals(
                List.of("data.targets: 2 rows of targets for 3 rows of inputs; allowed: one row of targets for each row"
                        + " of inputs"),
                problems());
    }

    @Test
    void refusesClassesThatDoNotFitTheOutputs() throws IOException {
        write(IMAGES, LABELS);

        assertEquals(
                List.of("data.classes: there are 3 classes for a last layer of `units: 10`; allowed: as many classes as"
                        + " units, or two classes for one unit"),
                DataMessages.problems(source(3), directory, 10));
    }

    @Test
    void refusesAFileThatIsCutOffAnywhere() throws IOException {
        for (byte[] whole : List.of(IMAGES, gzip(IMAGES))) {
            for (int length = 0; length < whole.length; length++) {
                write(Arrays.copyOf(whole, length), LABELS);
                assertEquals(1, problems().size(), length + " bytes");
            }
        }
    }

    @Test
    void refusesWhatFollowsTheNumbers() throws IOException {
        write(Arrays.copyOf(IMAGES, IMAGES.length + 1), gzip(Arrays.copyOf(LABELS, LABELS.length + 1)));

        assertEquals(
                List.of(
                        "data.inputs: images has 1 byte after its last number; allowed: nothing after the numbers of"
                                + " shape (3, 2, 2)",
                        "data.targets: labels continues after the last number of shape (3,); allowed: one array"),
                problems());
    }

    @Test
    void takesNoMemoryForAHeaderThatLies() throws IOException {
        byte[] lying = idx(0x0E, new int[] {2_000_000_000, 2_000_000_000, 28, 28}, 1, 2, 3);
        write(lying, gzip(idx(0x08, new int[] {2_000_000_000}, 1, 2, 3)));

        List<String> problems = problems();

        assertTrue(problems.get(0).contains("images is cut off: shape (2000000000, 2000000000, 28, 28), but only 3"));
        assertTrue(problems.get(1).contains("labels claims shape (2000000000,) in "), problems.get(1));
    }

    @Test
    void refusesAnotherFormat() throws IOException {
        write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), idx(0x0A, new int[] {3}, 1, 2, 3));

        String allowed = "; allowed: an IDX file: 00 00, then the type 08, 09, 0b, 0c, 0d or 0e, then the number of"
                + " dimensions";
        assertEquals(
                List.of(
                        "data.inputs: images begins with the bytes 61 2c 62 0a" + allowed,
                        "data.targets: labels begins with the bytes 00 00 0a 01" + allowed),
                problems());
    }

    @Test
    void refusesADamagedGzip() throws IOException {
        byte[] damaged = gzip(IMAGES);
        damaged[damaged.length - 8] ^= 1;
        write(damaged, LABELS);

        assertEquals(
                List.of("data.inputs: images is damaged: Corrupt GZIP trailer; allowed: a complete gzip file"),
                problems());
    }

    private void write(byte[] images, byte[] labels) throws IOException {
        Files.write(directory.resolve("images"), images);
        Files.write(directory.resolve("labels"), labels);
    }

    private Dataset read(int classes, int outputs) {
        return Datasets.read(source(classes), directory, outputs);
    }

    private List<String> problems() {
        return DataMessages.problems(source(3), directory, 3);
    }

    private static DataSource source(int classes) {
        return new DataSource.Idx("images", "labels", classes, 255);
    }

    private static byte[] idx(int type, int[] shape, int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length + bytes.length);
        buffer.putInt(type << 8 | shape.length);
        Arrays.stream(shape).forEach(buffer::putInt);
        Arrays.stream(bytes).forEach(each -> buffer.put((byte) each));
        return buffer.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }
}
