package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.api.buffer.DataType.DOUBLE;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.Processor;
import dev.plumbline.dl4j.run.GcSafeExecutioner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Faults of ND4J's arrays and their files. */
class ArrayFindingsTests {

    @Dl4jFinding("vector-elements")
    void vectorsTakeARowForAColumn(Section page) {
        INDArray vector = Nd4j.createFromArray(1.0, 2.0, 3.0);
        page.shouldBe(3, 1);
        page.gives(vector.getDouble(0, 2), 1);
        vector.putScalar(0, 2, 9);
        assertEquals(9, vector.getDouble(0L));
    }

    @Dl4jFinding("scalar-nan")
    void aScalarThatIsNoNumberBecomesASmallOne(Section page) {
        INDArray ones = Nd4j.ones(DOUBLE, 1, 2);
        page.shouldBe(Double.NaN, 1);
        page.gives(ones.mul(Double.NaN).getDouble(0), 1);
        page.gives(ones.add(Double.NaN).getDouble(0), 6);
        assertEquals(Double.NaN, Dl4j.row(DOUBLE, Double.NaN).mul(1).getDouble(0));
    }

    @Dl4jFinding("npy-fortran-order")
    void columnsOfANumpyFileAreReadAsRows(Section page) throws IOException {
        byte[] file = npy("True");
        INDArray read = Nd4j.createNpyFromInputStream(new ByteArrayInputStream(file));
        page.shouldBe(3, 1);
        page.gives(read.getDouble(0, 1), 1);
    }

    @Dl4jFinding("npy-fortran-file")
    void soAreThoseOfAFile(Section page, @TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("matrix.npy"), npy("True"));
        page.shouldBe(3, 1);
        page.gives(Nd4j.createFromNpyFile(file.toFile()).getDouble(0, 1), 1);
    }

    @Dl4jFinding("npz-compressed")
    void compressedNumpyArchivesAreRefusedForAnotherReason(Section page, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("arrays.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            zip.write(npy("False"));
        }
        Exception thrown = assertThrows(Exception.class, () -> Nd4j.createFromNpzFile(file.toFile()));
        assertTrue(thrown.getMessage().startsWith("Unsupported data type"), thrown::getMessage);
        page.gives("Unsupported data type");
    }

    /** NumPy's file of the numbers 1 to 6 as two rows of three. */
    private static byte[] npy(String fortranOrder) throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': " + fortranOrder + ", 'shape': (2, 3), }";
        header += " ".repeat(117 - header.length()) + "\n";
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        file.write(header.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer numbers = ByteBuffer.allocate(6 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 1; i <= 6; i++) {
            numbers.putDouble(i);
        }
        file.write(numbers.array());
        return file.toByteArray();
    }

    @Dl4jFinding("threads-bits")
    void theNumberOfThreadsDecidesTheLastDigits(Section page) throws Exception {
        Process one = start("1", LongSum.class);
        Process two = start("2", LongSum.class);
        String ofOne = printed(one);
        String ofTwo = printed(two);
        assertEquals(Double.parseDouble(ofOne), Double.parseDouble(ofTwo), 1e-6);
        assertNotEquals(ofOne, ofTwo);
        page.gives("last digits");
    }

    /**
     * On any processor of 64 bits: OpenBLAS takes the kernel that it is told, and has one of 2004 for every processor; its
     * bits are not those of another. What it takes by itself depends on the processor of the test.
     */
    @Dl4jFinding("openblas-kernels")
    void theKernelDecidesTheLastDigits(Section page) throws Exception {
        Assumptions.assumeTrue(Processor.here().runs(Kernel.HASWELL)
                && !Processor.here().flags().isEmpty());
        String slow = product("Prescott");
        String fast = product("Haswell");
        assertTrue(slow.contains("Core: Prescott"), slow);
        assertTrue(fast.contains("Core: Haswell"), fast);
        page.gives("Prescott");
        page.shouldBe("Haswell");
        assertNotEquals(number("bits", slow), number("bits", fast));
    }

    private static String product(String kernel) throws IOException {
        ProcessBuilder java = builder("1", KernelProduct.class);
        java.environment().put(Kernel.VARIABLE, kernel);
        java.environment().put("OPENBLAS_VERBOSE", "2"); // prints the kernel
        return printed(java.redirectErrorStream(true).start());
    }

    private static long number(String name, String output) {
        Matcher matcher = Pattern.compile(name + " (-?\\d+)").matcher(output);
        assertTrue(matcher.find(), output);
        return Long.parseLong(matcher.group(1));
    }

    @Dl4jFinding("freed-in-use")
    void memoryIsFreedWhileNativeCodeWorksOnIt(Section page) throws Exception {
        Process stock = start("1", GcDuringNativeCall.class, NativeOpExecutioner.class.getName());
        Process ours = start("1", GcDuringNativeCall.class, GcSafeExecutioner.class.getName());
        assertEquals("freed", printed(stock));
        page.gives("freed");
        assertEquals("held", printed(ours));
    }

    private static Process start(String threads, Class<?> program, String... arguments) throws IOException {
        return builder(threads, program, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessBuilder builder(String threads, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().put("OMP_NUM_THREADS", threads);
        return java;
    }

    private static String printed(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
