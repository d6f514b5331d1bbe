package dev.plumbline.backend;

import java.util.Optional;

/**
 * NVIDIA's compute capability: the machine code that a GPU runs. Code for a capability runs on GPUs with the same major
 * number and the same or a higher minor number.
 */
public record ComputeCapability(int major, int minor) {

    /** Parses the notation of {@code nvidia-smi}: {@code 8.6}. Empty for other texts. */
    public static Optional<ComputeCapability> parse(String text) {
        String[] parts = text.strip().split("\\.", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new ComputeCapability(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether DL4J 1.0.0-M2.1 contains code for it. Its binaries have machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0,
     * 7.5, 8.0 and 8.6, and no code that a driver could compile for others.
     */
    public boolean isInDl4j() {
        return switch (major) {
            case 3 -> minor >= 7;
            case 5, 6, 7, 8 -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
