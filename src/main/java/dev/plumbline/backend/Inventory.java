package dev.plumbline.backend;

import java.util.List;
import java.util.Optional;

/**
 * The hardware and the libraries of this machine that DL4J can use.
 *
 * @param platform the operating system and the processor, in the notation of JavaCPP: {@code linux-x86_64}
 * @param cpu the backend of the processor, with its version, if it is on the class path
 * @param cuda the backend of GPUs, likewise
 * @param gpus the GPUs that the driver lists
 * @param withoutGpus why there is no GPU; empty if there is one
 * @param missingLibraries the CUDA libraries that the CUDA backend needs and that are neither on the class path nor
 *     installed
 * @param threads the number of threads of DL4J's arithmetic, from {@code OMP_NUM_THREADS}
 * @param kernel the kernel of OpenBLAS that the environment asks for, from {@code OPENBLAS_CORETYPE}
 * @param processor the processor
 * @param processors the number of processors
 */
public record Inventory(
        String platform,
        Optional<String> cpu,
        Optional<String> cuda,
        List<Gpu> gpus,
        String withoutGpus,
        List<String> missingLibraries,
        Optional<String> threads,
        Optional<String> kernel,
        Processor processor,
        int processors) {
    public Inventory {
        gpus = List.copyOf(gpus);
        missingLibraries = List.copyOf(missingLibraries);
    }

    /** The inventory of this machine and this process, determined once. */
    public static Inventory here() {
        return Here.INVENTORY;
    }

    /** Runs the probe at first use. */
    private static final class Here {
        private static final Inventory INVENTORY = HardwareProbe.ofThisProcess().inventory();
    }
}
