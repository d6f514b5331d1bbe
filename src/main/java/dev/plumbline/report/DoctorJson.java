package dev.plumbline.report;

import com.google.gson.JsonObject;
import dev.plumbline.backend.BackendSelection;
import dev.plumbline.backend.ComputeCapability;
import dev.plumbline.backend.Gpu;
import dev.plumbline.backend.Inventory;
import dev.plumbline.backend.Obstacle;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Schema;
import java.util.Optional;

/** The available backends as a JSON document. */
public final class DoctorJson {
    private DoctorJson() {}

    /** The document. */
    public static JsonObject of(Inventory inventory, long heapLimit, long physical) {
        JsonObject backends = new JsonObject();
        for (Backend backend : Backend.values()) {
            backends.add(Schema.wordOf(backend), backend(BackendSelection.of(backend, inventory)));
        }
        return Json.object(
                "ok", true,
                "backends", backends,
                "build", Json.object("cpu", inventory.cpu(), "cuda", inventory.cuda()),
                "platform", inventory.platform(),
                "processors", inventory.processors(),
                "threads", inventory.threads(),
                "memory", physical,
                "heap_limit", heapLimit,
                "gpus", Json.array(inventory.gpus(), DoctorJson::gpu),
                "missing_libraries", inventory.missingLibraries());
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
