package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.Backend;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4jBackend;

class Nd4jBackendsTests {
    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    /** A service in addition to that of nd4j-native, as in the jar of nd4j-cuda. */
    private static URLClassLoader withCuda(Path directory) throws IOException {
        Path service = directory.resolve("nd4j-cuda-11.6").resolve(SERVICE);
        Files.createDirectories(service.getParent());
        Files.writeString(service, "org.nd4j.linalg.jcublas.JCublasBackend\n");
        return new URLClassLoader(
                new URL[] {directory.resolve("nd4j-cuda-11.6").toUri().toURL()},
                Nd4jBackendsTests.class.getClassLoader());
    }

    private static List<String> found(ClassLoader loader) {
        return StreamSupport.stream(Collections.list(resources(loader)).spliterator(), false)
                .map(URL::getPath)
                .map(path -> path.contains("nd4j-cuda") ? "cuda" : "cpu")
                .sorted()
                .collect(Collectors.toList());
    }

    private static java.util.Enumeration<URL> resources(ClassLoader loader) {
        try {
            return loader.getResources(SERVICE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void hidesTheOtherBackendAndNothingElse(@TempDir Path directory) throws IOException {
        try (URLClassLoader both = withCuda(directory)) {
            assertEquals(List.of("cpu", "cuda"), found(both));
            assertEquals(List.of("cpu"), found(new Nd4jBackends.FilteringClassLoader(both, "/nd4j-cuda")));
            ClassLoader cuda = new Nd4jBackends.FilteringClassLoader(both, "/nd4j-native");
            assertEquals(List.of("cuda"), found(cuda));
            assertTrue(cuda.getResources("META-INF/MANIFEST.MF").hasMoreElements());
            // ND4J loads the class of the only service that it finds.
            Error missing = assertThrows(
                    java.util.ServiceConfigurationError.class,
                    () -> ServiceLoader.load(Nd4jBackend.class, cuda).iterator().next());
            assertTrue(missing.getMessage().contains("JCublasBackend"), missing.getMessage());
        }
    }

    @Test
    void refusesAnotherBackendThanNd4jStartedWith() {
        Nd4jBackends.require(Backend.CPU);
        Exception refused = assertThrows(IllegalStateException.class, () -> Nd4jBackends.require(Backend.CUDA));
        assertTrue(refused.getMessage().contains("already uses CpuBackend"), refused.getMessage());
    }
}
