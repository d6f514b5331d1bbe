package dev.plumbline.backend;

import java.util.List;
import java.util.Optional;

/**
 * A kernel that was tried in a process of its own.
 *
 * @param kernel the kernel
 * @param rates billions of floating-point operations per second, of products of small and larger matrices in 64 bits, then
 *     in 32 bits; empty if it has a fault
 * @param fault what it did wrong; empty if all its products were right
 */
public record KernelTrial(Kernel kernel, List<Double> rates, Optional<String> fault) {
    public KernelTrial {
        rates = List.copyOf(rates);
    }

    /** The rate in 64 bits, between small and larger products; 0 if the kernel has a fault. */
    public double f64() {
        return mean(rates.subList(0, rates.size() / 2));
    }

    /** The rate in 32 bits, likewise. */
    public double f32() {
        return mean(rates.subList(rates.size() / 2, rates.size()));
    }

    /** How many times as fast it is as another, on average over all products. */
    public double speedOver(KernelTrial slower) {
        return mean(rates) / mean(slower.rates);
    }

    /** The geometric mean, since the average is one of ratios. */
    private static double mean(List<Double> rates) {
        return rates.isEmpty()
                ? 0
                : Math.exp(rates.stream().mapToDouble(Math::log).sum() / rates.size());
    }
}
