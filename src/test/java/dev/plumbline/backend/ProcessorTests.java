package dev.plumbline.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorTests {
    private static final String AVX2 = "pni ssse3 sse4_2 avx fma avx2";
    private static final String AVX512 = AVX2 + " avx512f avx512dq avx512cd avx512bw avx512vl";

    private static Processor processor(String maker, String family, String flags) {
        return Processor.of(List.of(
                "processor\t: 0",
                "vendor_id\t: " + maker,
                "cpu family\t: " + family,
                "model\t\t: 2",
                "model name\t: A processor",
                "flags\t\t: " + flags));
    }

    @Test
    void isReadFromTheDescriptionOfLinux() {
        Processor zen5 = processor("AuthenticAMD", "26", AVX512);
        assertEquals("A processor, family 26, model 2", zen5.name());
        assertEquals("AuthenticAMD", zen5.maker());
        assertTrue(zen5.runs(Kernel.SKYLAKEX));
        assertFalse(zen5.runs(Kernel.COOPERLAKE));
    }

    /** The machine on which DL4J was found to use kernels of 2007. */
    @Test
    void aNewProcessorHasTheKernelsOfItsNewestInstructionsAsCandidates() {
        assertEquals(
                List.of(Kernel.SKYLAKEX, Kernel.HASWELL, Kernel.ZEN),
                processor("AuthenticAMD", "26", AVX512).candidates(Kernel.BARCELONA));
        assertEquals(
                List.of(Kernel.SKYLAKEX, Kernel.HASWELL),
                processor("GenuineIntel", "6", AVX512).candidates(Kernel.PRESCOTT));
        assertEquals(
                List.of(Kernel.HASWELL, Kernel.SANDYBRIDGE),
                processor("GenuineIntel", "6", AVX2).candidates(Kernel.PRESCOTT));
        assertEquals(
                List.of(Kernel.SKYLAKEX),
                processor("AuthenticAMD", "25", AVX512).candidates(Kernel.ZEN));
    }

    @Test
    void aProcessorThatOpenBlasKnowsIsLeftAlone() {
        assertEquals(List.of(), processor("GenuineIntel", "6", AVX2).candidates(Kernel.HASWELL));
        assertEquals(List.of(), processor("AuthenticAMD", "23", AVX2).candidates(Kernel.ZEN));
        assertEquals(List.of(), processor("GenuineIntel", "6", AVX512).candidates(Kernel.SKYLAKEX));
        assertEquals(List.of(), processor("GenuineIntel", "6", "pni ssse3").candidates(Kernel.CORE2));
    }

    @Test
    void nothingIsConcludedFromUnknownFlags() {
        Processor unknown = new Processor("unknown", "", Set.of());
        assertEquals(List.of(), unknown.candidates(Kernel.PRESCOTT));
        assertTrue(unknown.runs(Kernel.SKYLAKEX));
    }

    @Test
    void aProcessorOfAnotherKindRunsNone() {
        Processor arm = Processor.of(List.of("processor : 0", "Features : fp asimd"));
        for (Kernel kernel : Kernel.values()) {
            assertFalse(arm.runs(kernel), kernel.title());
        }
        assertEquals(List.of(), arm.candidates(Kernel.PRESCOTT));
    }
}
