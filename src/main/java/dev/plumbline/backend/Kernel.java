package dev.plumbline.backend;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A set of OpenBLAS's routines for a kind of processor. OpenBLAS chooses one when it is loaded: the one that the
 * environment variable {@value #VARIABLE} names, or else the one for the processor's family and model. OpenBLAS 0.3.19,
 * which DL4J 1.0.0-M2.1 contains, is of 2021; for a newer processor it takes routines of 2004 or 2007. The last bits of a
 * product depend on the kernel.
 *
 * <p>These are the kernels for x86-64 in that release. OpenBLAS exports the address of each as {@code gotoblas_NAME}.
 */
public enum Kernel {
    PRESCOTT("Prescott", InstructionSet.SSE, "pni"),
    CORE2("Core2", InstructionSet.SSE, "ssse3"),
    NEHALEM("Nehalem", InstructionSet.SSE, "sse4_2"),
    BARCELONA("Barcelona", InstructionSet.SSE, "pni"),
    SANDYBRIDGE("Sandybridge", InstructionSet.AVX, "avx"),
    BULLDOZER("Bulldozer", InstructionSet.AVX, "avx", "fma4"),
    PILEDRIVER("Piledriver", InstructionSet.AVX, "avx", "fma"),
    STEAMROLLER("Steamroller", InstructionSet.AVX, "avx", "fma"),
    EXCAVATOR("Excavator", InstructionSet.AVX2, "avx2", "fma"),
    HASWELL("Haswell", InstructionSet.AVX2, "avx2", "fma"),
    ZEN("Zen", InstructionSet.AVX2, "avx2", "fma"),
    SKYLAKEX(
            "SkylakeX",
            InstructionSet.AVX512,
            "avx2",
            "fma",
            "avx512f",
            "avx512cd",
            "avx512bw",
            "avx512dq",
            "avx512vl"),
    COOPERLAKE(
            "Cooperlake",
            InstructionSet.AVX512,
            "avx2",
            "fma",
            "avx512f",
            "avx512cd",
            "avx512bw",
            "avx512dq",
            "avx512vl",
            "avx512_vnni",
            "avx512_bf16");

    /** The environment variable that chooses the kernel. It must be set before the process loads OpenBLAS. */
    public static final String VARIABLE = "OPENBLAS_CORETYPE";

    private final String title;
    private final InstructionSet instructions;
    private final String flags;

    Kernel(String title, InstructionSet instructions, String... flags) {
        this.title = title;
        this.instructions = instructions;
        this.flags = String.join(" ", flags);
    }

    /** The name that {@value #VARIABLE} has for it. */
    public String title() {
        return title;
    }

    /** The instructions that it uses. */
    public InstructionSet instructions() {
        return instructions;
    }

    /** The flags of Linux that a processor has which can run it. */
    Set<String> flags() {
        return Set.of(flags.split(" "));
    }

    /** The kernel that {@value #VARIABLE} names, in upper or lower case. */
    public static Optional<Kernel> named(String title) {
        return Arrays.stream(values())
                .filter(kernel -> kernel.title.equalsIgnoreCase(title))
                .findFirst();
    }

    /** Why DL4J cannot calculate on this processor with this value of the variable; empty if it can. */
    static Optional<Obstacle> obstacle(Optional<String> value, Processor processor) {
        return value.flatMap(Kernel::named)
                .filter(kernel -> !processor.runs(kernel))
                .map(kernel -> new Obstacle(
                        VARIABLE + " is `" + kernel.title + "`, whose kernels need " + kernel.instructions.title()
                                + ", and this processor cannot run them: " + processor.name(),
                        "Unset " + VARIABLE + ", or set it to a kernel that all your processors can run."));
    }
}
