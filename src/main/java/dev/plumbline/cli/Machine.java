package dev.plumbline.cli;

import java.lang.management.ManagementFactory;

/**
 * The memory of a machine.
 *
 * @param heapLimit the maximum size of Java's heap in bytes
 * @param physical the physical memory in bytes
 */
record Machine(long heapLimit, long physical) {

    /** The machine that runs this process. */
    static Machine here() {
        long heapLimit = Runtime.getRuntime().maxMemory();
        long physical =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : Long.MAX_VALUE;
        return new Machine(heapLimit, physical);
    }
}
