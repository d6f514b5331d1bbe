package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.backend.Footprint;
import dev.plumbline.report.document.Columns;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The summary of a network, as text and as a JSON document. */
public record SummaryReport(NetworkSpec spec, int examples) {
    private static final int BYTES = 16;

    /**
     * The text; each line ends with a line break.
     *
     * @param heapLimit the maximum size of Java's heap in bytes
     * @param physical the physical memory in bytes
     */
    public String text(long heapLimit, long physical, Style style) {
        return NetworkSummary.of(spec, examples, style) + "\n" + layers(style) + "\n"
                + memory(heapLimit, physical, style);
    }

    private String layers(Style style) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "kind", "units", "activation", "W", "b", "parameters", "initial W"));
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            long weights = (long) spec.inputsOf(i) * layer.units();
            rows.add(List.of(
                    Integer.toString(i + 1),
                    Schema.wordOf(layer),
                    Integer.toString(layer.units()),
                    Schema.wordOf(layer.activation()),
                    spec.inputsOf(i) + "×" + layer.units(),
                    layer.bias() ? "1×" + layer.units() : "none",
                    Numbers.whole(weights + (layer.bias() ? layer.units() : 0)),
                    Wording.spaced(Schema.wordOf(spec.initOf(i)))));
        }
        rows.add(List.of("", "", "", "", "", "all", Numbers.whole(spec.parameters()), ""));
        StringBuilder text = new StringBuilder(style.strong("Layers")).append('\n');
        text.append(TextLayout.table("  ", rows, Set.of(0, 2, 6), style));
        for (int i = 0; i < spec.layers().size(); i++) {
            List<String> options = NetworkSummary.options(spec.layers().get(i));
            if (!options.isEmpty()) {
                text.append(TextLayout.wrap("  layer " + (i + 1) + ": ", "    ", options, " · ", ""))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private String memory(long heapLimit, long physical, Style style) {
        Footprint training = Footprint.ofDl4j(spec, examples);
        Footprint checking = Footprint.ofCheck(spec, examples);
        Map<String, Long> trained =
                training.parts().stream().collect(Collectors.toMap(Footprint.Part::purpose, Footprint.Part::bytes));
        int purpose = checking.parts().stream()
                .mapToInt(part -> part.purpose().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(style.strong("Memory in bytes (estimate)")).append('\n');
        Columns columns = new Columns().text(purpose).numbers(2, BYTES);
        List<List<String>> rows = new ArrayList<>();
        for (Footprint.Part part : checking.parts()) {
            Long bytes = trained.get(part.purpose());
            String train = bytes == null ? "" : Numbers.whole(bytes);
            rows.add(List.of(part.purpose(), train, Numbers.whole(part.bytes())));
        }
        String heap = "  of which Java's heap";
        rows.add(List.of("all", Numbers.whole(training.bytes()), Numbers.whole(checking.bytes())));
        rows.add(List.of(heap, Numbers.whole(training.heap()), Numbers.whole(checking.heap())));
        text.append(columns.table(List.of("", "train", "check"), rows, style));
        return text + "  Java's heap may take " + Numbers.gibibytes(heapLimit) + "; the machine has "
                + Numbers.gibibytes(physical) + ".\n";
    }

    /** The JSON document. */
    public JsonObject json() {
        return Json.object(
                "ok", true,
                "network", NetworkJson.of(spec, examples),
                "layers", Json.array(Json.indices(spec.layers().size()), this::layer),
                "memory",
                        Json.object(
                                "train", memory(Footprint.ofDl4j(spec, examples)),
                                "train_reference", memory(Footprint.ofReference(spec, examples)),
                                "check", memory(Footprint.ofCheck(spec, examples))));
    }

    private JsonObject layer(int index) {
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
