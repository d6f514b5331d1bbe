package dev.plumbline.backend;

import dev.plumbline.spec.Backend;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The choice of a backend.
 *
 * @param wanted the requested backend
 * @param used {@link Backend#CPU} or {@link Backend#CUDA}; empty if the requested backend is not available
 * @param toCpu why the processor cannot be used; empty if it can
 * @param toCuda why a GPU cannot be used; empty if it can
 */
public record BackendSelection(
        Backend wanted, Optional<Backend> used, Optional<Obstacle> toCpu, Optional<Obstacle> toCuda) {

    /** The choice on this machine. For the processor, it checks only the environment. */
    public static BackendSelection here(Backend wanted) {
        if (wanted != Backend.CPU) {
            return of(wanted, Inventory.here());
        }
        Optional<Obstacle> obstacle =
                environment(variable(Threads.VARIABLE), variable(Kernel.VARIABLE), Processor.here());
        Optional<Backend> used = obstacle.isEmpty() ? Optional.of(wanted) : Optional.empty();
        return new BackendSelection(wanted, used, obstacle, obstacle);
    }

    /** The choice with this inventory. */
    public static BackendSelection of(Backend wanted, Inventory inventory) {
        Optional<Obstacle> environment = environment(inventory.threads(), inventory.kernel(), inventory.processor());
        Optional<Obstacle> toCpu = environment.or(() -> obstacleToCpu(inventory));
        Optional<Obstacle> toCuda = environment.or(() -> obstacleToCuda(inventory));
        Optional<Backend> cpu = toCpu.isEmpty() ? Optional.of(Backend.CPU) : Optional.empty();
        Optional<Backend> cuda = toCuda.isEmpty() ? Optional.of(Backend.CUDA) : Optional.empty();
        Optional<Backend> used = switch (wanted) {
            case CPU -> cpu;
            case CUDA -> cuda;
            case AUTO -> cuda.or(() -> cpu);
        };
        return new BackendSelection(wanted, used, toCpu, toCuda);
    }

    /** The backend in use, never {@link Backend#AUTO}. */
    public Backend orThrow() {
        return used.orElseThrow(() -> new UnavailableBackendException(this));
    }

    /** Why the requested backend cannot be used; for {@link Backend#AUTO}, why a GPU cannot be used. */
    Obstacle obstacle() {
        return (wanted == Backend.CPU ? toCpu : toCuda).orElseThrow();
    }

    /** For {@link Backend#AUTO}, a sentence with the backend in use and the reason; otherwise empty. */
    public Optional<String> note() {
        if (wanted != Backend.AUTO) {
            return Optional.empty();
        }
        return Optional.of(toCuda.map(obstacle -> "`backend: auto` uses the processor: " + obstacle.reason())
                .orElse("`backend: auto` uses the GPU"));
    }

    /** Why DL4J cannot calculate with these variables of the environment, on either backend. */
    private static Optional<Obstacle> environment(
            Optional<String> threads, Optional<String> kernel, Processor processor) {
        return Threads.obstacle(threads).or(() -> Kernel.obstacle(kernel, processor));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    private static Optional<Obstacle> obstacleToCpu(Inventory inventory) {
        return inventory.cpu().isPresent()
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        "nd4j-native is not on the class path",
                        "Add org.nd4j:nd4j-native-platform to the dependencies."));
    }

    /** The first obstacle, in the order in which a user would remove them. */
    private static Optional<Obstacle> obstacleToCuda(Inventory inventory) {
        if (!inventory.platform().equals("linux-x86_64")
                && !inventory.platform().equals("windows-x86_64")) {
            return obstacle(
                    "DL4J's CUDA backend was not released for " + inventory.platform(),
                    "Use a machine with linux-x86_64 or windows-x86_64.");
        }
        if (inventory.gpus().isEmpty()) {
            return obstacle(
                    "no GPU was found: " + inventory.withoutGpus(),
                    "Use a machine with an NVIDIA GPU and its driver, or `backend: cpu`.");
        }
        if (inventory.gpus().stream().noneMatch(BackendSelection::isUsable)) {
            String cards = inventory.gpus().stream()
                    .map(gpu -> gpu.name() + " has "
                            + gpu.capability().map(ComputeCapability::toString).orElse("an unknown compute capability"))
                    .distinct()
                    .collect(Collectors.joining(", "));
            return obstacle(
                    "DL4J's last release contains machine code for compute capabilities 3.7 and 5.0 to 8.9, "
                            + "and no code that the driver could compile for others; " + cards,
                    "Use a GPU up to 8.9 (Ampere, Ada), or `backend: cpu`.");
        }
        if (inventory.cuda().isEmpty()) {
            return obstacle(
                    "nd4j-cuda-11.6 is not in this build",
                    "Start with PLUMBLINE_VARIANT=cuda in the environment; the first start downloads 2.4 GB. "
                            + "In your own build, add org.nd4j:nd4j-cuda-11.6-platform.");
        }
        if (!inventory.missingLibraries().isEmpty()) {
            return obstacle(
                    "libraries of CUDA 11 are missing: " + String.join(", ", inventory.missingLibraries()),
                    "Start with PLUMBLINE_VARIANT=cuda in the environment, which provides them, or install "
                            + "CUDA 11.6 and put"
                            + " its libraries on LD_LIBRARY_PATH.");
        }
        return Optional.empty();
    }

    /** Whether DL4J has code for it. A driver that does not report the capability is an old driver for old GPUs. */
    private static boolean isUsable(Gpu gpu) {
        return gpu.capability().map(ComputeCapability::isInDl4j).orElse(true);
    }

    private static Optional<Obstacle> obstacle(String reason, String remedy) {
        return Optional.of(new Obstacle(reason, remedy));
    }
}
