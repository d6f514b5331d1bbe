package dev.plumbline.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernels that this processor can run, side by side.
 *
 * @param ofOpenBlas the kernel that OpenBLAS chooses by itself; empty if OpenBLAS does not start, or has a kernel of another
 *     kind of processor
 * @param candidates the kernels that may be faster; none if OpenBLAS knows the processor
 */
public record KernelComparison(Optional<KernelTrial> ofOpenBlas, List<KernelTrial> candidates) {
    /** A smaller gain may be noise, and other last bits than elsewhere are a disadvantage. */
    private static final double CLEAR_GAIN = 1.2;

    public KernelComparison {
        candidates = List.copyOf(candidates);
    }

    /** All kernels, OpenBLAS's choice first. */
    public List<KernelTrial> trials() {
        return Stream.concat(ofOpenBlas.stream(), candidates.stream()).toList();
    }

    /** The kernel of this process, by its environment. */
    public Optional<Kernel> used() {
        return Optional.ofNullable(System.getenv(Kernel.VARIABLE))
                .flatMap(Kernel::named)
                .or(() -> ofOpenBlas.map(KernelTrial::kernel));
    }

    /** The kernel to use in place of OpenBLAS's choice; empty if none is right and clearly faster. */
    public Optional<Kernel> choice() {
        return ofOpenBlas.flatMap(usual -> candidates.stream()
                .filter(trial -> trial.fault().isEmpty())
                .max(Comparator.comparing(trial -> trial.speedOver(usual)))
                .filter(fastest -> usual.fault().isPresent() || fastest.speedOver(usual) >= CLEAR_GAIN)
                .map(KernelTrial::kernel));
    }
}
