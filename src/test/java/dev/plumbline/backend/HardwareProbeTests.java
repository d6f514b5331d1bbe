package dev.plumbline.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // the stand-in for nvidia-smi is sh
class HardwareProbeTests {
    @TempDir
    Path directory;

    private Inventory probe(String script, Map<String, String> environment, ClassLoader loader) {
        return new HardwareProbe(loader, environment, List.of("sh", "-c", script), List.of()).inventory();
    }

    private Inventory probe(String script) {
        return probe(script, Map.of(), HardwareProbeTests.class.getClassLoader());
    }

    @Test
    void readsTheGpusOfTheDriver() {
        Inventory inventory = probe(
                "echo 'NVIDIA GeForce RTX 3090, 8.6, 24576 MiB, 550.54.14'; echo 'Tesla K80, 3.7, 11441 MiB, 470.1'");
        assertEquals(
                List.of(
                        new Gpu(
                                "NVIDIA GeForce RTX 3090",
                                Optional.of(new ComputeCapability(8, 6)),
                                "24576 MiB",
                                "550.54.14"),
                        new Gpu("Tesla K80", Optional.of(new ComputeCapability(3, 7)), "11441 MiB", "470.1")),
                inventory.gpus());
        assertEquals("", inventory.withoutGpus());
    }

    @Test
    void reportsWhyThereIsNoGpu() {
        assertEquals("the driver lists no GPU", probe("true").withoutGpus());
        assertEquals(
                "sh failed: Failed to initialize NVML",
                probe("echo 'Failed to initialize NVML'; echo more; exit 9").withoutGpus());
        Inventory inventory = new HardwareProbe(
                        HardwareProbeTests.class.getClassLoader(), Map.of(), List.of("no-such-program"), List.of())
                .inventory();
        assertEquals("no-such-program, which comes with NVIDIA's driver, was not found", inventory.withoutGpus());
    }

    @Test
    void findsTheBackendsOfTheClassPathWithTheirVersions() {
        assertEquals(Optional.of("nd4j-native 1.0.0-M2.1"), probe("true").cpu());
        assertTrue(probe("true").threads().isEmpty());
        assertEquals(
                Optional.of("3"),
                probe("true", Map.of("OMP_NUM_THREADS", "3"), HardwareProbeTests.class.getClassLoader())
                        .threads());
    }

    /** Empty files with the names of the CUDA backend and its libraries. */
    @Test
    void looksForTheLibrariesOfCuda() throws IOException {
        create("org/nd4j/linalg/jcublas/JCublasBackend.class");
        create("org/bytedeco/cuda/linux-x86_64/libcublas.so.11");
        create("lib/libcudart.so.11.0");
        URL[] classPath = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classPath, HardwareProbeTests.class.getClassLoader())) {
            Inventory inventory = probe(
                    "true", Map.of("LD_LIBRARY_PATH", directory.resolve("lib").toString()), loader);
            assertEquals(Optional.of("nd4j-cuda-11.6"), inventory.cuda());
            if (inventory.platform().equals("linux-x86_64")) {
                assertEquals(List.of("libcublasLt.so.11", "libcusolver.so.11"), inventory.missingLibraries());
            }
        }
    }

    private void create(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}
