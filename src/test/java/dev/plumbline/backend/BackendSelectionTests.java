package dev.plumbline.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.Backend;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendSelectionTests {
    private static final Optional<String> NATIVE = Optional.of("nd4j-native 1.0.0-M2.1");
    private static final Optional<String> CUDA = Optional.of("nd4j-cuda-11.6 1.0.0-M2.1");

    private static final Processor PROCESSOR = new Processor("Processor", "", Set.of("pni", "avx", "avx2", "fma"));

    private static Gpu gpu(String capability) {
        return new Gpu("Card", ComputeCapability.parse(capability), "16384 MiB", "550.54");
    }

    private static Inventory with(Optional<String> cuda, List<Gpu> gpus, List<String> missing) {
        return new Inventory(
                "linux-x86_64",
                NATIVE,
                cuda,
                gpus,
                gpus.isEmpty() ? "no driver" : "",
                missing,
                Optional.of("1"),
                Optional.empty(),
                PROCESSOR,
                4);
    }

    private static String reason(Inventory inventory) {
        BackendSelection selection = BackendSelection.of(Backend.CUDA, inventory);
        assertEquals(Optional.empty(), selection.used());
        Exception refused = assertThrows(UnavailableBackendException.class, selection::orThrow);
        Obstacle obstacle = selection.toCuda().orElseThrow();
        assertTrue(refused.getMessage().contains(obstacle.reason()), refused.getMessage());
        assertTrue(refused.getMessage().contains(obstacle.remedy()), refused.getMessage());
        return obstacle.reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.7", "5.0", "5.2", "6.1", "7.0", "7.5", "8.0", "8.6", "8.9"})
    void usesAGpuThatDl4jHasCodeFor(String capability) {
        Inventory inventory = with(CUDA, List.of(gpu(capability)), List.of());
        assertEquals(Backend.CUDA, BackendSelection.of(Backend.CUDA, inventory).orThrow());
        assertEquals(Backend.CUDA, BackendSelection.of(Backend.AUTO, inventory).orThrow());
        assertEquals(Backend.CPU, BackendSelection.of(Backend.CPU, inventory).orThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.0", "3.5", "9.0", "10.0", "12.0"})
    void refusesAGpuThatDl4jHasNoCodeFor(String capability) {
        Inventory inventory = with(CUDA, List.of(gpu(capability)), List.of());
        assertTrue(reason(inventory).endsWith("Card has " + capability), reason(inventory));
        assertEquals(Backend.CPU, BackendSelection.of(Backend.AUTO, inventory).orThrow());
    }

    @Test
    void oneUsableCardOfSeveralIsEnough() {
        Inventory inventory = with(CUDA, List.of(gpu("9.0"), gpu("8.6")), List.of());
        assertEquals(Backend.CUDA, BackendSelection.of(Backend.CUDA, inventory).orThrow());
    }

    @Test
    void reportsTheFirstObstacleInTheOrderOfTheirRemoval() {
        assertEquals(
                "no GPU was found: no driver", reason(with(Optional.empty(), List.of(), List.of("libcublas.so.11"))));
        assertEquals(
                "nd4j-cuda-11.6 is not in this build",
                reason(with(Optional.empty(), List.of(gpu("8.0")), List.of("libcublas.so.11"))));
        assertEquals(
                "libraries of CUDA 11 are missing: libcublas.so.11",
                reason(with(CUDA, List.of(gpu("8.0")), List.of("libcublas.so.11"))));
        assertEquals(
                "DL4J's CUDA backend was not released for macosx-arm64",
                reason(new Inventory(
                        "macosx-arm64",
                        NATIVE,
                        CUDA,
                        List.of(gpu("8.0")),
                        "",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        PROCESSOR,
                        4)));
    }

    @Test
    void autoReportsItsChoiceAndTheReason() {
        assertEquals(
                Optional.of("`backend: auto` uses the processor: no GPU was found: no driver"),
                BackendSelection.of(Backend.AUTO, with(CUDA, List.of(), List.of()))
                        .note());
        assertEquals(
                Optional.of("`backend: auto` uses the GPU"),
                BackendSelection.of(Backend.AUTO, with(CUDA, List.of(gpu("8.6")), List.of()))
                        .note());
        assertEquals(
                Optional.empty(),
                BackendSelection.of(Backend.CPU, with(CUDA, List.of(), List.of()))
                        .note());
    }

    @Test
    void withoutAnyBackendNoneIsUsed() {
        Inventory inventory = new Inventory(
                "linux-x86_64",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "no driver",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                PROCESSOR,
                4);
        Exception refused = assertThrows(
                UnavailableBackendException.class,
                () -> BackendSelection.of(Backend.CPU, inventory).orThrow());
        assertTrue(refused.getMessage().contains("nd4j-native is not on the class path"), refused.getMessage());
        assertThrows(
                UnavailableBackendException.class,
                () -> BackendSelection.of(Backend.AUTO, inventory).orThrow());
    }

    @Test
    void acceptsAGpuWhoseDriverIsTooOldToReportTheCapability() {
        Inventory inventory = with(CUDA, List.of(gpu("[N/A]")), List.of());
        assertEquals(Backend.CUDA, BackendSelection.of(Backend.CUDA, inventory).orThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", " 4", "1,2", "1,", "99999999999", "1.5"})
    void refusesANumberOfThreadsThatNd4jCannotUse(String threads) {
        Inventory inventory = new Inventory(
                "linux-x86_64",
                NATIVE,
                Optional.empty(),
                List.of(),
                "none",
                List.of(),
                Optional.of(threads),
                Optional.empty(),
                PROCESSOR,
                4);
        for (Backend backend : Backend.values()) {
            Exception refused = assertThrows(
                    UnavailableBackendException.class,
                    () -> BackendSelection.of(backend, inventory).orThrow());
            assertTrue(refused.getMessage().contains("OMP_NUM_THREADS is `" + threads + "`"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "04", "128"})
    void acceptsANumberOfThreads(String threads) {
        assertEquals(Optional.empty(), Threads.obstacle(Optional.of(threads)));
    }

    /** OpenBLAS would run it all the same, and the process would end at the first product. */
    @Test
    void refusesAKernelThatTheProcessorCannotRun() {
        Optional<Obstacle> obstacle = Kernel.obstacle(Optional.of("skylakex"), PROCESSOR);
        assertEquals(
                "OPENBLAS_CORETYPE is `SkylakeX`, whose kernels need AVX-512, and this processor cannot run them: Processor",
                obstacle.orElseThrow().reason());
        assertEquals(Optional.empty(), Kernel.obstacle(Optional.of("Haswell"), PROCESSOR));
        assertEquals(Optional.empty(), Kernel.obstacle(Optional.of("a word that OpenBLAS ignores"), PROCESSOR));
        assertEquals(Optional.empty(), Kernel.obstacle(Optional.empty(), PROCESSOR));
        assertEquals(
                Optional.empty(), Kernel.obstacle(Optional.of("SkylakeX"), new Processor("unknown", "", Set.of())));
    }
}
