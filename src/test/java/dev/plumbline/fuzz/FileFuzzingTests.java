package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers do not fail on damaged files; fuzzing finds a reader that does, and keeps the file. */
@Slow
class FileFuzzingTests {
    private static final int DATA = 3000;

    @TempDir
    private Path directory;

    private FileFuzzing.Result run(long files, Supplier<Candidate> source) {
        return new FileFuzzing(directory, directory.resolve("kept"))
                .run(files, 1, source, new FileFuzzing.Listener() {});
    }

    @Test
    void readsOrRefusesDamagedData() {
        FileFuzzing.Result result = run(DATA, new DamagedData(1));
        assertEquals(List.of(), result.faults());
        assertTrue(result.read() > DATA / 10 && result.refused() > DATA / 10, result.toString());
    }

    @Test
    void keepsTheFileOnWhichAReaderFails() throws Exception {
        FileFuzzing.Result result = run(
                3,
                () -> new Candidate("a.csv", new byte[] {7}, file -> {
                    throw new IllegalStateException("failed");
                }));
        assertFalse(result.isSound());
        assertEquals(3, result.faults().size());
        FileFuzzing.Fault fault = result.faults().get(2);
        assertEquals("java.lang.IllegalStateException: failed", fault.message());
        assertEquals(directory.resolve("kept").resolve("1-2-a.csv"), fault.file());
        assertArrayEquals(new byte[] {7}, Files.readAllBytes(fault.file()));
    }

    @Test
    void countsMemoryAndTheStackAsFaults() {
        Candidate large = new Candidate("large", new byte[0], file -> new byte[301 << 20].length > 0);
        Candidate deep = new Candidate("deep", new byte[0], file -> depth(0) > 0);
        assertEquals("allocated 301 MB", run(1, () -> large).faults().get(0).message());
        assertEquals(
                "java.lang.StackOverflowError",
                run(1, () -> deep).faults().get(0).message());
    }

    private static int depth(int before) {
        return before < 0 ? before : depth(before + 1) + 1;
    }

    @Test
    void findsANumberThatIsReadWrongly() {
        byte[] bytes = RawArrays.npy("<i2", false, List.of(2), new double[] {3, -4});
        Candidate candidate = new Candidate(
                "a.npy",
                bytes,
                file -> DamagedData.reads(file, path -> new double[] {3, 4}, () -> RawArrays.ofNpy(bytes)));
        assertEquals(
                "java.lang.IllegalStateException: reads the numbers [3.0, 4.0]; expected [3.0, -4.0]",
                run(1, () -> candidate).faults().get(0).message());
    }

    @Test
    void theSecondReaderReadsWhatItWrites() {
        double[] values = {0, 1, -2.5, 3.25, -0.0625, 100};
        for (String type : List.of("<f8", ">f8", "<f4", ">f4", "<f2", ">f2")) {
            for (boolean fortran : new boolean[] {false, true}) {
                byte[] file = RawArrays.npy(type, fortran, List.of(2, 1, 3), values);
                assertArrayEquals(values, RawArrays.ofNpy(file).orElseThrow(), type);
            }
        }
        assertEquals(Optional.empty(), RawArrays.ofNpy(new byte[20]));
    }
}
