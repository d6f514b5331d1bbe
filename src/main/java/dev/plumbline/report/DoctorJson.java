package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.plumbline.backend.BackendSelection;
import dev.plumbline.backend.ComputeCapability;
import dev.plumbline.backend.Gpu;
import dev.plumbline.backend.Inventory;
import dev.plumbline.backend.Obstacle;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Schema;
import java.util.Optional;

/** What DL4J can calculate on, as a document. */
public final class DoctorJson {
    private DoctorJson() {}

    /** The document. */
    public static JsonObject of(Inventory inventory, long heapLimit, long physical) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", true);
        JsonObject backends = new JsonObject();
        for (Backend backend : Backend.values()) {
            backends.add(Schema.wordOf(backend), backend(BackendSelection.of(backend, inventory)));
        }
        document.add("backends", backends);
        JsonObject build = new JsonObject();
        add(build, "cpu", inventory.cpu());
        add(build, "cuda", inventory.cuda());
        document.add("build", build);
        document.addProperty("platform", inventory.platform());
        document.addProperty("processors", inventory.processors());
        add(document, "threads", inventory.threads());
        document.addProperty("memory", physical);
        document.addProperty("heap_limit", heapLimit);
        JsonArray gpus = new JsonArray();
        for (Gpu gpu : inventory.gpus()) {
            JsonObject each = new JsonObject();
            each.addProperty("name", gpu.name());
            add(each, "compute_capability", gpu.capability().map(ComputeCapability::toString));
            each.addProperty("memory", gpu.memory());
            each.addProperty("driver", gpu.driver());
            gpus.add(each);
        }
        document.add("gpus", gpus);
        JsonArray missing = new JsonArray();
        inventory.missingLibraries().forEach(missing::add);
        document.add("missing_libraries", missing);
        return document;
    }

    private static JsonObject backend(BackendSelection selection) {
        JsonObject json = new JsonObject();
        add(json, "uses", selection.used().map(Schema::wordOf));
        Optional<Obstacle> obstacle = selection.wanted() == Backend.CPU ? selection.toCpu() : selection.toCuda();
        add(json, "reason", obstacle.map(Obstacle::reason));
        add(json, "remedy", obstacle.map(Obstacle::remedy));
        return json;
    }

    private static void add(JsonObject json, String name, Optional<String> value) {
        if (value.isPresent()) {
            json.addProperty(name, value.get());
        } else {
            json.add(name, JsonNull.INSTANCE);
        }
    }
}
