package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.backend.BackendSelection;
import dev.plumbline.backend.ComputeCapability;
import dev.plumbline.backend.Gpu;
import dev.plumbline.backend.Inventory;
import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.KernelComparison;
import dev.plumbline.backend.KernelSource;
import dev.plumbline.backend.KernelTrial;
import dev.plumbline.backend.Obstacle;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.Locale;
import java.util.Optional;

/**
 * The available backends, as text and as a JSON document.
 *
 * @param kernels the kernels of OpenBLAS, side by side
 * @param heapLimit the maximum size of Java's heap in bytes
 * @param physical the physical memory in bytes
 */
public record DoctorReport(Inventory inventory, KernelComparison kernels, long heapLimit, long physical) {
    private static final int NAMES = "processors".length();

    /** The text; each line ends with a line break. */
    public String text(Style style) {
        StringBuilder text = new StringBuilder();
        text.append(style.strong("Backends")).append(" for `backend` and `--backend`\n");
        for (Backend backend : Backend.values()) {
            text.append(lines(BackendSelection.of(backend, inventory)));
        }
        text.append('\n').append(style.strong("In this build")).append('\n');
        text.append(entry("cpu", inventory.cpu().orElse("missing")));
        text.append(entry("cuda", inventory.cuda().orElse("missing")));
        text.append('\n').append(style.strong("This machine")).append('\n');
        text.append(entry("platform", inventory.platform()));
        text.append(entry("processor", inventory.processor().name()));
        text.append(entry("processors", inventory.processors() + "; DL4J uses " + threads()));
        text.append(entry(
                "memory", Numbers.gibibytes(physical) + "; maximum of Java's heap " + Numbers.gibibytes(heapLimit)));
        if (inventory.gpus().isEmpty()) {
            text.append(entry("gpu", "none: " + inventory.withoutGpus()));
        }
        for (Gpu gpu : inventory.gpus()) {
            text.append(entry(
                    "gpu",
                    gpu.name() + ", " + gpu.memory() + ", compute capability " + capability(gpu) + ", driver "
                            + gpu.driver()));
        }
        if (inventory.cuda().isPresent()) {
            text.append(entry(
                    "libraries",
                    inventory.missingLibraries().isEmpty()
                            ? "CUDA 11 is complete"
                            : "missing: " + String.join(", ", inventory.missingLibraries())));
        }
        text.append('\n').append(style.strong("Kernels of OpenBLAS")).append(", which computes DL4J's products\n");
        text.append(entry("kernel", kernels.used().map(Kernel::title).orElse("unknown") + ", " + source()));
        kernels.trials().forEach(trial -> text.append(entry(trial.kernel().title(), speed(trial))));
        return text.toString();
    }

    private static String source() {
        return switch (KernelSource.here()) {
            case OPENBLAS -> "which OpenBLAS chooses by the model of the processor";
            case PLUMBLINE -> "chosen by Plumbline, the fastest when it tried them";
            case ENVIRONMENT -> "set by " + Kernel.VARIABLE;
        };
    }

    private String speed(KernelTrial trial) {
        String rates = trial.fault()
                .map(fault -> "cannot be used: " + fault)
                .orElseGet(() -> String.format(
                        Locale.ROOT, "%.0f GFLOP/s in f64, %.0f in f32, on one thread", trial.f64(), trial.f32()));
        return kernels.ofOpenBlas().equals(Optional.of(trial)) ? rates + "; the choice of OpenBLAS" : rates;
    }

    private static String lines(BackendSelection selection) {
        String name = Schema.wordOf(selection.wanted());
        Optional<Obstacle> obstacle = obstacle(selection);
        if (selection.used().isEmpty()) {
            Obstacle why = obstacle.orElseThrow();
            return entry(name, "refused: " + why.reason()) + entry("", why.remedy());
        }
        return entry(name, selection.used().get() == Backend.CUDA ? "uses the GPU" : "uses the processor");
    }

    private static String capability(Gpu gpu) {
        return gpu.capability().map(ComputeCapability::toString).orElse("unknown");
    }

    private String threads() {
        return inventory
                .threads()
                .map(threads -> threads + " (OMP_NUM_THREADS)")
                .orElse("all of them (OMP_NUM_THREADS is not set)");
    }

    private static String entry(String name, String what) {
        return TextLayout.entry(name, NAMES, what);
    }

    private static Optional<Obstacle> obstacle(BackendSelection selection) {
        return selection.wanted() == Backend.CPU ? selection.toCpu() : selection.toCuda();
    }

    /** The JSON document. */
    public JsonObject json() {
        JsonObject backends = new JsonObject();
        for (Backend backend : Backend.values()) {
            backends.add(Schema.wordOf(backend), backend(BackendSelection.of(backend, inventory)));
        }
        return Json.object(
                "ok", true,
                "backends", backends,
                "build", Json.object("cpu", inventory.cpu(), "cuda", inventory.cuda()),
                "platform", inventory.platform(),
                "processor", inventory.processor().name(),
                "kernel",
                        Json.object(
                                "name", kernels.used().map(Kernel::title),
                                "chosen_by", KernelSource.here().name().toLowerCase(Locale.ROOT)),
                "kernels", Json.array(kernels.trials(), DoctorReport::kernel),
                "processors", inventory.processors(),
                "threads", inventory.threads(),
                "memory", physical,
                "heap_limit", heapLimit,
                "gpus", Json.array(inventory.gpus(), DoctorReport::gpu),
                "missing_libraries", inventory.missingLibraries());
    }

    private static JsonObject kernel(KernelTrial trial) {
        boolean isRight = trial.fault().isEmpty();
        return Json.object(
                "name",
                trial.kernel().title(),
                "gigaflops_f64",
                isRight ? Optional.of(trial.f64()) : Optional.empty(),
                "gigaflops_f32",
                isRight ? Optional.of(trial.f32()) : Optional.empty(),
                "fault",
                trial.fault());
    }

    private static JsonObject gpu(Gpu gpu) {
        return Json.object(
                "name", gpu.name(),
                "compute_capability", gpu.capability().map(ComputeCapability::toString),
                "memory", gpu.memory(),
                "driver", gpu.driver());
    }

    private static JsonObject backend(BackendSelection selection) {
        Optional<Obstacle> obstacle = obstacle(selection);
        return Json.object(
                "uses", selection.used().map(Schema::wordOf),
                "reason", obstacle.map(Obstacle::reason),
                "remedy", obstacle.map(Obstacle::remedy));
    }
}
