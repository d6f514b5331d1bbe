package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.spec.Footprint;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Schema;

/**
 * What a network is made of, as JSON: {@code ok}, {@code network}, {@code layers} with the shapes {@code W} and
 * {@code b}, and {@code memory} in bytes.
 */
public final class SummaryJson {
    private SummaryJson() {}

    /** The document. */
    public static JsonObject of(NetworkSpec spec, int examples) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", true);
        document.add("network", NetworkJson.of(spec, examples));
        JsonArray layers = new JsonArray();
        for (int i = 0; i < spec.layers().size(); i++) {
            int units = spec.layers().get(i).units();
            boolean bias = spec.layers().get(i).bias();
            JsonObject layer = new JsonObject();
            layer.addProperty("layer", i + 1);
            layer.add("W", shape(spec.inputsOf(i), units));
            layer.add("b", bias ? shape(1, units) : com.google.gson.JsonNull.INSTANCE);
            layer.addProperty("parameters", (long) spec.inputsOf(i) * units + (bias ? units : 0));
            layer.addProperty("init", Schema.wordOf(spec.initOf(i)));
            layers.add(layer);
        }
        document.add("layers", layers);
        JsonObject memory = new JsonObject();
        memory.add("train", memory(Footprint.ofDl4j(spec, examples)));
        memory.add("train_reference", memory(Footprint.ofReference(spec, examples)));
        memory.add("check", memory(Footprint.ofCheck(spec, examples)));
        document.add("memory", memory);
        return document;
    }

    private static JsonArray shape(int rows, int columns) {
        JsonArray shape = new JsonArray();
        shape.add(rows);
        shape.add(columns);
        return shape;
    }

    private static JsonObject memory(Footprint footprint) {
        JsonObject memory = new JsonObject();
        memory.addProperty("bytes", footprint.bytes());
        memory.addProperty("heap", footprint.heap());
        memory.addProperty("off_heap", footprint.offHeap());
        JsonArray parts = new JsonArray();
        for (Footprint.Part part : footprint.parts()) {
            JsonObject each = new JsonObject();
            each.addProperty("purpose", part.purpose());
            each.addProperty("bytes", part.bytes());
            parts.add(each);
        }
        memory.add("parts", parts);
        return memory;
    }
}
