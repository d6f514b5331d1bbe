package dev.plumbline.report;

import dev.plumbline.compare.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A map of differences: a row for each layer and quantity, a column for each step or a few of them. */
final class PageMap {
    /** With more, a row is a layer, and shows the worst of its quantities. */
    private static final int MOST_ROWS = 48;

    private static final int TICKS = 5;

    private final Markup html;
    private final StepMap map;
    private final String id;
    private final Optional<LayerQuantity> marked;
    private final int markedBin;

    /** A row of the map that is drawn. */
    private record Band(String name, List<StepMap.Row> rows, boolean isMarked) {
        private Optional<Difference> worst(int bin) {
            return worst(rows.stream().map(row -> row.worst(bin)).toList());
        }

        private static Optional<Difference> worst(Collection<Optional<Difference>> differences) {
            return differences.stream()
                    .flatMap(Optional::stream)
                    .max((one, other) -> Double.compare(excess(one), excess(other)));
        }
    }

    private PageMap(Markup html, StepMap map, String id, Optional<LayerQuantity> marked, int markedBin) {
        this.html = html;
        this.map = map;
        this.id = id;
        this.marked = marked;
        this.markedBin = markedBin;
    }

    /**
     * Adds a map and the list of what it shows.
     *
     * @param id of the map on its page
     * @param caption what was compared
     * @param first where it first goes wrong, and at which step
     */
    static void add(Markup html, StepMap map, String id, String caption, Optional<dev.plumbline.trace.Key> first) {
        if (map.rows().isEmpty()) {
            html.leaf("p", "Nothing was compared.").line();
            return;
        }
        if (map.bins() > 1 && map.rows().values().stream().allMatch(row -> row.lastBin() == 0)) {
            html.leaf("p", "The two part in the first steps, and from there on nothing is compared: no map to draw.")
                    .line();
            return;
        }
        new PageMap(
                        html,
                        map,
                        id,
                        first.map(LayerQuantity::of),
                        first.map(key -> map.binOf(key.step())).orElse(-1))
                .add(caption);
    }

    private static double excess(Difference difference) {
        double excess = difference.excess();
        return difference.kind().isDifference() ? Math.max(excess, 1.0001) : excess;
    }

    private List<Band> bands() {
        boolean isDeep = map.rows().size() > MOST_ROWS;
        Map<Integer, List<StepMap.Row>> layers = new TreeMap<>();
        List<Band> bands = new ArrayList<>();
        map.rows().forEach((place, row) -> {
            if (isDeep) {
                layers.computeIfAbsent(place.layer(), none -> new ArrayList<>()).add(row);
            } else {
                bands.add(new Band(place.name(), List.of(row), marked.equals(Optional.of(place))));
            }
        });
        layers.forEach((layer, rows) -> bands.add(new Band(
                "layer " + layer,
                rows,
                marked.filter(place -> place.layer() == layer).isPresent())));
        return bands;
    }

    private void add(String caption) {
        html.open(
                        "div",
                        "class",
                        "scroll map-frame",
                        "role",
                        "region",
                        "aria-label",
                        "map, which may be wider than the screen",
                        "tabindex",
                        "0")
                .line();
        double cell = map.bins() <= 12 ? 2.2 : map.bins() <= 40 ? 1.4 : 0;
        String style = cell == 0
                ? ""
                : String.format(Locale.ROOT, "width:calc(13.5rem + %.1frem);min-width:0", cell * map.bins());
        html.open("table", "class", "map", "data-live", id + "-live", style.isEmpty() ? "" : "style", style)
                .line();
        html.leaf("caption", caption, "class", "unseen").line();
        head();
        html.open("tbody").line();
        bands().forEach(this::row);
        html.close().line().close().line().close().line();
        key();
        html.leaf("p", "", "class", "live", "id", id + "-live", "role", "status") // filled where there is a script
                .line();
        worst();
    }

    private void head() {
        html.open("thead").line().open("tr", "aria-hidden", "true");
        html.leaf("th", "", "class", "place");
        html.open("td", "colspan", Integer.toString(map.bins())).open("div", "class", "ticks");
        int ticks = map.bins() < 12 ? 2 : TICKS;
        for (int i = 0; i < ticks; i++) {
            long step = Math.round((map.to(map.bins() - 1)) * (i / (ticks - 1.0)));
            html.leaf("span", (i == 0 ? "step " : "") + Numbers.whole(step));
        }
        html.close().close().close().line();
        html.open("tr").leaf("th", "tensor", "scope", "col", "class", "place");
        for (int bin = 0; bin < map.bins(); bin++) {
            html.leaf("th", steps(bin), "scope", "col");
        }
        html.close().line().close().line();
    }

    private String steps(int bin) {
        long from = map.from(bin);
        long to = map.to(bin);
        return from == to ? "step " + Numbers.whole(from) : "steps " + Numbers.whole(from) + " to " + Numbers.whole(to);
    }

    private void row(Band band) {
        html.open("tr", band.isMarked() ? "class" : "", "has-first");
        html.leaf("th", band.name(), "scope", "row", "class", "place");
        for (int bin = 0; bin < map.bins(); bin++) {
            Optional<Difference> worst = band.worst(bin);
            boolean isFirst = band.isMarked() && bin == markedBin;
            String type = worst.map(PageMap::type).orElse("none") + (isFirst ? " first" : "");
            String text = (isFirst ? "first difference; " : "")
                    + worst.map(difference -> text(difference, band.rows().size() > 1))
                            .orElse("not compared");
            html.leaf("td", text, "class", type);
        }
        html.close().line();
    }

    private static String type(Difference difference) {
        double excess = difference.excess();
        return switch (difference.kind()) {
            case AGREES ->
                difference.error() == 0
                        ? "same"
                        : excess <= 0.01 ? "a1" : excess <= 0.1 ? "a2" : excess <= 0.5 ? "a3" : "a4";
            case DIFFERS -> excess <= 1e3 ? "d1" : excess <= 1e8 ? "d2" : "d3";
            default -> "d3";
        };
    }

    private static String text(Difference difference, boolean withQuantity) {
        String what = (withQuantity ? difference.key().quantity().description() + " " : "");
        String at = " at step " + Numbers.whole(difference.key().step());
        if (difference.error() == 0 && !difference.kind().isDifference()) {
            return what + "0";
        }
        if (!difference.detail().isEmpty() && Double.isInfinite(difference.error())) {
            return what + difference.detail() + at;
        }
        String error = Double.isFinite(difference.error()) ? Numbers.error(difference.error()) : "not finite";
        return what + error + " of " + Numbers.error(difference.allowed()) + at;
    }

    private void key() {
        html.open("ul", "class", "key", "aria-label", "key of the map").line();
        keyEntry("same", "no difference, or rounding alone");
        keyEntry("a1", "up to 1 %");
        keyEntry("a2", "10 %");
        keyEntry("a3", "50 %");
        keyEntry("a4", "100 % of what is allowed");
        keyEntry("d1", "differs");
        keyEntry("d2", "by more than 1,000 times");
        keyEntry("d3", "by more than 100,000,000 times what is allowed, or no number");
        if (marked.isPresent()) {
            keyEntry("first", "first difference");
        }
        html.close().line();
    }

    private void keyEntry(String type, String text) {
        html.open("li")
                .leaf("span", "", "class", "swatch " + type, "aria-hidden", "true")
                .leaf("span", text)
                .close()
                .line();
    }

    private void worst() {
        html.open("details")
                .leaf("summary", "The worst of each tensor in numbers")
                .line();
        html.open("div", "class", "scroll").open("table", "class", "data").line();
        html.leaf("caption", "Of each layer and quantity the step that differs most, relative to the tensor")
                .line();
        html.open("thead").open("tr");
        for (String head : List.of("tensor", "compared", "differ", "largest difference", "allowed", "at step")) {
            html.leaf("th", head, "scope", "col");
        }
        html.close().close().open("tbody").line();
        map.rows().forEach((place, row) -> {
            html.open("tr", row.differences() > 0 ? "class" : "", "bad");
            html.leaf("th", place.name(), "scope", "row");
            html.leaf("td", Numbers.whole(row.compared()), "class", "number");
            html.leaf("td", Numbers.whole(row.differences()), "class", "number");
            row.largest().ifPresent(largest -> {
                boolean isNumber = Double.isFinite(largest.error());
                html.leaf(
                        "td",
                        isNumber
                                ? Numbers.error(largest.error())
                                : largest.detail().isEmpty() ? "not finite" : largest.detail(),
                        "class",
                        "number");
                html.leaf("td", isNumber ? Numbers.error(largest.allowed()) : "", "class", "number");
                html.leaf("td", step(largest), "class", "number");
            });
            html.close().line();
        });
        html.close().close().close().close().line();
    }

    private static String step(Difference difference) {
        long step = difference.key().step();
        return step < 0 ? "before training" : Numbers.whole(step);
    }
}
