package dev.plumbline.cli;

import java.lang.management.ManagementFactory;

/**
 * What memory there is.
 *
 * @param heapLimit the bytes that Java's heap may grow to
 * @param physical the bytes of the machine
 */
record Machine(long heapLimit, long physical) {

    /** This one. */
    static Machine here() {
        long heapLimit = Runtime.getRuntime().maxMemory();
        long physical =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : Long.MAX_VALUE;
        return new Machine(heapLimit, physical);
    }
}
