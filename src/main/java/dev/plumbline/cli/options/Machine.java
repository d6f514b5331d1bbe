package dev.plumbline.cli.options;

import dev.plumbline.backend.Footprint;
import java.lang.management.ManagementFactory;

/**
 * The memory of a machine.
 *
 * @param heapLimit the maximum size of Java's heap in bytes
 * @param physical the physical memory in bytes
 */
public record Machine(long heapLimit, long physical) {

    /** The number of trainings with this footprint that the memory is enough for; at least 1. */
    public int trainingsAtOnce(Footprint footprint) {
        long inHeap = heapLimit / Math.max(1, Math.max(footprint.heap(), footprint.offHeap()));
        long most = Math.min(inHeap, physical / Math.max(1, footprint.bytes()));
        return (int) Math.max(1, Math.min(most, Integer.MAX_VALUE));
    }

    /** The machine that runs this process. */
    public static Machine here() {
        long heapLimit = Runtime.getRuntime().maxMemory();
        long physical =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : Long.MAX_VALUE;
        return new Machine(heapLimit, physical);
    }
}
