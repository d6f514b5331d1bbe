package dev.plumbline.backend;

import java.util.Optional;

/**
 * A GPU.
 *
 * @param name the name that the driver reports
 * @param capability the machine code that it runs; empty if the driver is too old to report it
 * @param memory the memory in the notation of the driver, such as {@code 24576 MiB}
 * @param driver the driver's version
 */
public record Gpu(String name, Optional<ComputeCapability> capability, String memory, String driver) {}
