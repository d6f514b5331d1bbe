package dev.plumbline.backend;

import java.util.List;
import java.util.Optional;

/**
 * What there is here for DL4J to calculate on.
 *
 * @param platform the system and the processor, as JavaCPP names them: {@code linux-x86_64}
 * @param cpu the backend of the processor, with its version, if it is on the class path
 * @param cuda the backend of GPUs, likewise
 * @param gpus the cards that the driver knows
 * @param withoutGpus why there are none; empty if there are
 * @param missingLibraries what CUDA's backend needs of CUDA and is neither on the class path nor installed
 * @param threads how many threads DL4J's arithmetic takes, as {@code OMP_NUM_THREADS} says
 * @param processors how many processors there are
 */
public record Inventory(
        String platform,
        Optional<String> cpu,
        Optional<String> cuda,
        List<Gpu> gpus,
        String withoutGpus,
        List<String> missingLibraries,
        Optional<String> threads,
        int processors) {
    public Inventory {
        gpus = List.copyOf(gpus);
        missingLibraries = List.copyOf(missingLibraries);
    }

    /** That of this machine and this process, looked up once. */
    public static Inventory here() {
        return Here.INVENTORY;
    }

    /** Looks around when it is first asked for. */
    private static final class Here {
        private static final Inventory INVENTORY = HardwareProbe.ofThisProcess().inventory();
    }
}
