package dev.plumbline.backend;

import java.util.Optional;

/** Who has chosen the kernel of this process. */
public enum KernelSource {
    /** OpenBLAS, by the processor's family and model. */
    OPENBLAS,
    /** The launcher, by trying the kernels. */
    PLUMBLINE,
    /** The user, by {@value Kernel#VARIABLE}. */
    ENVIRONMENT;

    /**
     * The system property by which the launcher tells that it has tried the kernels; its value is that of the variable, or
     * empty if OpenBLAS's choice was left alone.
     */
    public static final String PROPERTY = "plumbline.kernel";

    /** The source in this process. */
    public static KernelSource here() {
        Optional<String> variable = variable();
        if (variable.isEmpty()) {
            return OPENBLAS;
        }
        return variable.equals(Optional.ofNullable(System.getProperty(PROPERTY))) ? PLUMBLINE : ENVIRONMENT;
    }

    /** Whether anybody has compared the kernels, so that a slow one is intended. */
    public static boolean isDecided() {
        return variable().isPresent() || System.getProperty(PROPERTY) != null;
    }

    private static Optional<String> variable() {
        return Optional.ofNullable(System.getenv(Kernel.VARIABLE)).filter(value -> !value.isEmpty());
    }
}
