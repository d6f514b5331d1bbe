package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.spec.Footprint;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Schema;
import java.util.List;

/** The summary of a network as a JSON document. */
public final class SummaryJson {
    private SummaryJson() {}

    /** The document. */
    public static JsonObject of(NetworkSpec spec, int examples) {
        return Json.object(
                "ok", true,
                "network", NetworkJson.of(spec, examples),
                "layers", Json.array(Json.indices(spec.layers().size()), i -> layer(spec, i)),
                "memory",
                        Json.object(
                                "train", memory(Footprint.ofDl4j(spec, examples)),
                                "train_reference", memory(Footprint.ofReference(spec, examples)),
                                "check", memory(Footprint.ofCheck(spec, examples))));
    }

    private static JsonObject layer(NetworkSpec spec, int index) {
        int inputs = spec.inputsOf(index);
        int units = spec.layers().get(index).units();
        boolean bias = spec.layers().get(index).bias();
        return Json.object(
                "layer",
                index + 1,
                "W",
                List.of(inputs, units),
                "b",
                bias ? List.of(1, units) : null,
                "parameters",
                (long) inputs * units + (bias ? units : 0),
                "init",
                Schema.wordOf(spec.initOf(index)));
    }

    private static JsonObject memory(Footprint footprint) {
        return Json.object(
                "bytes", footprint.bytes(),
                "heap", footprint.heap(),
                "off_heap", footprint.offHeap(),
                "parts",
                        Json.array(
                                footprint.parts(),
                                part -> Json.object("purpose", part.purpose(), "bytes", part.bytes())));
    }
}
