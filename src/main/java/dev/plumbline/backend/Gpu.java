package dev.plumbline.backend;

import java.util.Optional;

/**
 * A graphics card.
 *
 * @param name as its driver names it
 * @param capability the machine code that it runs; empty where the driver is too old to say
 * @param memory as the driver writes it, such as {@code 24576 MiB}
 * @param driver the driver's version
 */
public record Gpu(String name, Optional<ComputeCapability> capability, String memory, String driver) {}
