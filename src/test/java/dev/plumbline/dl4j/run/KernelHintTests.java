package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.Processor;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelHintTests {
    private static final Processor ZEN5 = new Processor(
            "A processor",
            "AuthenticAMD",
            Set.of("pni", "avx", "avx2", "fma", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"));

    @Test
    void aSlowKernelIsNamedWithTheVariableThatChoosesAFasterOne() {
        assertEquals(
                Optional.of(
                        "DL4J's OpenBLAS uses its kernel Barcelona (SSE) on a processor with AVX-512; products may be"
                                + " several times as fast with OPENBLAS_CORETYPE=SkylakeX in the environment of this program"),
                KernelHint.text(Kernel.BARCELONA, ZEN5));
    }

    @Test
    void nothingIsSaidOfAKernelThatFits() {
        assertEquals(Optional.empty(), KernelHint.text(Kernel.SKYLAKEX, ZEN5));
        assertEquals(Optional.empty(), KernelHint.text(Kernel.PRESCOTT, new Processor("unknown", "", Set.of())));
    }
}
