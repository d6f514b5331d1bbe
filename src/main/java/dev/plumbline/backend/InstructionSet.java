package dev.plumbline.backend;

/** The vector instructions of x86-64 that a kernel of OpenBLAS uses, oldest first; each is about twice as wide or as fast. */
public enum InstructionSet {
    /** 128 bits. */
    SSE("SSE"),
    /** 256 bits. */
    AVX("AVX"),
    /** 256 bits, with fused multiply-add. */
    AVX2("AVX2"),
    /** 512 bits. */
    AVX512("AVX-512");

    private final String title;

    InstructionSet(String title) {
        this.title = title;
    }

    /** The name that manufacturers use. */
    public String title() {
        return title;
    }
}
