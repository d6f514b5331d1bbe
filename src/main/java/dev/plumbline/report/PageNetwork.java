package dev.plumbline.report;

import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A network drawn: its inputs and layers as columns of units, with the layer marked that goes wrong first. */
final class PageNetwork {
    /** A wider layer is drawn with its first and last units and an ellipsis between. */
    private static final int MOST_UNITS = 12;

    private static final int FIRST_UNITS = 8;
    private static final int LAST_UNITS = 3;
    private static final int COLUMN = 124;
    private static final int ROW = 24;
    private static final int RADIUS = 8;
    private static final int TOP = 40;

    private final Markup html;
    private final NetworkSpec spec;
    private final Optional<Integer> wrong;
    private final int tallest;

    private PageNetwork(Markup html, NetworkSpec spec, Optional<Integer> wrong) {
        this.html = html;
        this.spec = spec;
        this.wrong = wrong;
        int most = slots(spec.inputs()).size();
        for (Layer layer : spec.layers()) {
            most = Math.max(most, slots(layer.units()).size());
        }
        this.tallest = most;
    }

    /**
     * Draws it.
     *
     * @param wrong the layer that goes wrong first, counted from 1
     */
    static void add(Markup html, NetworkSpec spec, Optional<Integer> wrong) {
        new PageNetwork(html, spec, wrong).add();
    }

    private void add() {
        int columns = spec.layers().size() + 1;
        int width = columns * COLUMN;
        int height = TOP + tallest * ROW + 76;
        html.open("div", "class", "scroll").line();
        html.open(
                        "svg",
                        "viewBox",
                        "0 0 " + width + " " + height,
                        "role",
                        "img",
                        "aria-labelledby",
                        "network-name network-text",
                        "style",
                        String.format(
                                Locale.ROOT,
                                "max-width:%dpx;min-width:%dpx",
                                2 * width,
                                Math.min(width * 6 / 10, 1600)))
                .line();
        html.leaf("title", "The network", "id", "network-name").line();
        html.leaf("desc", description(), "id", "network-text").line();
        for (int c = 1; c < columns; c++) {
            edges(c);
        }
        for (int c = 0; c < columns; c++) {
            column(c);
        }
        html.close().line().close().line();
    }

    private String description() {
        StringBuilder text = new StringBuilder(Numbers.count(spec.inputs(), "input"));
        for (int l = 1; l <= spec.layers().size(); l++) {
            Layer layer = spec.layers().get(l - 1);
            text.append("; layer ")
                    .append(l)
                    .append(": ")
                    .append(Numbers.count(layer.units(), "unit"))
                    .append(", ")
                    .append(Phrases.of(layer.activation()))
                    .append(layer.bias() ? ", with a bias" : ", without a bias");
            LayerText.options(layer).forEach(option -> text.append(", ").append(option));
        }
        wrong.ifPresent(l -> text.append("; it first goes wrong in layer ").append(l));
        return text.append('.').toString();
    }

    /** The units that are drawn, from 0; -1 stands for those that are left out. */
    private static List<Integer> slots(int units) {
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < units; i++) {
            if (units <= MOST_UNITS || i < FIRST_UNITS || i >= units - LAST_UNITS) {
                slots.add(i);
            } else if (i == FIRST_UNITS) {
                slots.add(-1);
            }
        }
        return slots;
    }

    private List<Integer> slotsOf(int column) {
        return slots(unitsOf(column));
    }

    private int unitsOf(int column) {
        return column == 0 ? spec.inputs() : spec.layers().get(column - 1).units();
    }

    private static int x(int column) {
        return column * COLUMN + COLUMN / 2;
    }

    private int y(int slot, int slots) {
        return TOP + (tallest - slots) * ROW / 2 + slot * ROW + ROW / 2;
    }

    private void edges(int column) {
        List<Integer> from = slotsOf(column - 1);
        List<Integer> to = slotsOf(column);
        html.open("g", "class", "edge");
        for (int i = 0; i < from.size(); i++) {
            for (int j = 0; j < to.size(); j++) {
                if (from.get(i) >= 0 && to.get(j) >= 0) {
                    html.empty(
                            "line",
                            "x1",
                            Integer.toString(x(column - 1) + RADIUS),
                            "y1",
                            Integer.toString(y(i, from.size())),
                            "x2",
                            Integer.toString(x(column) - RADIUS),
                            "y2",
                            Integer.toString(y(j, to.size())));
                }
            }
        }
        html.close().line();
    }

    private void column(int column) {
        boolean isWrong = wrong.equals(Optional.of(column));
        List<Integer> slots = slotsOf(column);
        int bottom = TOP + tallest * ROW + 20;
        html.open("g", "class", isWrong ? "wrong" : "right");
        if (isWrong) {
            html.empty(
                    "rect",
                    "class",
                    "wrong-frame",
                    "x",
                    Integer.toString(x(column) - 26),
                    "y",
                    Integer.toString(TOP - 8),
                    "width",
                    "52",
                    "height",
                    Integer.toString(tallest * ROW + 16),
                    "rx",
                    "10");
            label(column, TOP - 18, "wrong-text", "first wrong here");
        }
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i) >= 0) {
                html.empty(
                        "circle",
                        "class",
                        column == 0 ? "unit input" : "unit",
                        "cx",
                        Integer.toString(x(column)),
                        "cy",
                        Integer.toString(y(i, slots.size())),
                        "r",
                        Integer.toString(RADIUS));
            } else {
                label(column, y(i, slots.size()) + 5, "label", "⋮");
            }
        }
        if (column == 0) {
            label(column, bottom, "name", "inputs");
            label(column, bottom + 18, "label", Numbers.whole(spec.inputs()));
        } else {
            Layer layer = spec.layers().get(column - 1);
            label(column, bottom, "name", "layer " + column);
            label(column, bottom + 18, "label", Numbers.whole(layer.units()) + " " + Schema.wordOf(layer.activation()));
            label(column, bottom + 36, "label", layer.bias() ? "with bias" : "no bias");
        }
        html.close().line();
    }

    private void label(int column, int y, String type, String text) {
        html.leaf(
                "text",
                text,
                "class",
                type,
                "x",
                Integer.toString(x(column)),
                "y",
                Integer.toString(y),
                "text-anchor",
                "middle",
                "font-size",
                "13");
    }
}
