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
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Schema;
import java.util.Locale;
import java.util.Optional;

/** The available backends as a JSON document. */
public final class DoctorJson {
    private DoctorJson() {}

    /** The document. */
    public static JsonObject of(Inventory inventory, KernelComparison kernels, long heapLimit, long physical) {
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
                "kernels", Json.array(kernels.trials(), DoctorJson::kernel),
                "processors", inventory.processors(),
                "threads", inventory.threads(),
                "memory", physical,
                "heap_limit", heapLimit,
                "gpus", Json.array(inventory.gpus(), DoctorJson::gpu),
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
        Optional<Obstacle> obstacle = selection.wanted() == Backend.CPU ? selection.toCpu() : selection.toCuda();
        return Json.object(
                "uses", selection.used().map(Schema::wordOf),
                "reason", obstacle.map(Obstacle::reason),
                "remedy", obstacle.map(Obstacle::remedy));
    }
}
