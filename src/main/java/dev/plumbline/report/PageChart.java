package dev.plumbline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Curves of the loss over the epochs, drawn and as a table. */
final class PageChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int LEFT = 74;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;
    private static final int TABLE_ROWS = 12;

    /** From so many times the smallest on, the axis is logarithmic. */
    private static final double SPAN = 30;

    /**
     * A curve.
     *
     * @param name of the side whose it is
     * @param type how it is drawn
     * @param note what there is to know of it; may be empty
     */
    record Line(String name, String type, Curve curve, String note) {}

    private final Markup html;
    private final List<Line> lines;
    private final double epochs;
    private final double stepsPerEpoch;
    private final boolean isLogarithmic;
    private final double low;
    private final double high;

    private PageChart(Markup html, List<Line> lines, long steps, int stepsPerEpoch) {
        this.html = html;
        this.lines = lines;
        this.stepsPerEpoch = stepsPerEpoch;
        this.epochs = Math.max(steps, 2) / this.stepsPerEpoch;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Line line : lines) {
            for (int bin = 0; bin < line.curve().bins(); bin++) {
                OptionalDouble mean = line.curve().mean(bin);
                if (mean.isPresent()) {
                    least = Math.min(least, mean.getAsDouble());
                    most = Math.max(most, mean.getAsDouble());
                }
            }
            least = Math.min(least, line.curve().first().orElse(least));
            most = Math.max(most, line.curve().first().orElse(most));
            least = Math.min(least, line.curve().last().orElse(least));
            most = Math.max(most, line.curve().last().orElse(most));
        }
        isLogarithmic = least > 0 && most / least >= SPAN;
        if (isLogarithmic) {
            low = Math.floor(Math.log10(least));
            high = Math.max(low + 1, Math.ceil(Math.log10(most)));
        } else {
            double room = most > least ? (most - least) * 0.05 : Math.max(Math.abs(most) * 0.05, 1e-12);
            low = least >= 0 && least < (most - least) ? 0 : least - room;
            high = most + room;
        }
    }

    /**
     * Adds the chart, its key and its table.
     *
     * @param lines at least one of which has a number
     * @param steps how many steps the training has
     */
    static void add(Markup html, List<Line> lines, long steps, int stepsPerEpoch) {
        List<Line> drawn =
                lines.stream().filter(line -> !line.curve().isEmpty()).toList();
        if (drawn.isEmpty()) {
            html.leaf("p", "No loss is shown, and none can be calculated from what is.")
                    .line();
            return;
        }
        new PageChart(html, drawn, steps, stepsPerEpoch).add();
    }

    private void add() {
        html.open("div", "class", "scroll").line();
        html.open(
                        "svg",
                        "viewBox",
                        "0 0 " + WIDTH + " " + HEIGHT,
                        "role",
                        "img",
                        "aria-labelledby",
                        "loss-name loss-text")
                .line();
        html.leaf("title", "The loss over the epochs", "id", "loss-name").line();
        html.leaf("desc", description(), "id", "loss-text").line();
        axes();
        for (Line line : lines) {
            draw(line);
        }
        html.close().line().close().line();
        key();
        table();
    }

    private String description() {
        StringBuilder text = new StringBuilder(isLogarithmic ? "On a logarithmic axis. " : "");
        for (Line line : lines) {
            text.append(line.name())
                    .append(": from ")
                    .append(Numbers.significant(line.curve().first().orElse(Double.NaN), 6))
                    .append(" to ")
                    .append(Numbers.significant(line.curve().last().orElse(Double.NaN), 6))
                    .append(notFinite(line))
                    .append(". ");
        }
        return text.append("The table below has more.").toString();
    }

    private static String notFinite(Line line) {
        return line.curve().notFinite().isPresent()
                ? ", and no finite number from step "
                        + Numbers.whole(line.curve().notFinite().getAsLong()) + " on"
                : "";
    }

    private double x(double step) {
        double epoch = step / stepsPerEpoch;
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(1, epoch / epochs);
    }

    private double y(double value) {
        double at = isLogarithmic ? Math.log10(Math.max(value, Math.pow(10, low))) : value;
        double share = Math.max(-0.02, Math.min(1.02, (at - low) / (high - low)));
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
    }

    private void axes() {
        for (double tick : valueTicks()) {
            double value = isLogarithmic ? Math.pow(10, tick) : tick;
            line("grid", LEFT, y(value), WIDTH - RIGHT, y(value));
            text(LEFT - 8, y(value) + 4, "end", isLogarithmic ? power((int) tick) : Numbers.significant(tick, 3));
        }
        line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        double step = niceStep(epochs, 5);
        if (step < 1 && epochs >= 1) {
            step = 1;
        }
        for (double epoch = 0; epoch <= epochs * 1.0001; epoch += step) {
            double at = x(epoch * stepsPerEpoch);
            line("axis", at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 5);
            String label = epoch == Math.rint(epoch) ? Numbers.whole((long) epoch) : Numbers.significant(epoch, 2);
            text(at, HEIGHT - BOTTOM + 19, at > WIDTH - 40 ? "end" : "middle", label);
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "epoch");
    }

    private List<Double> valueTicks() {
        List<Double> ticks = new ArrayList<>();
        if (isLogarithmic) {
            double step = Math.max(1, Math.ceil((high - low) / 6));
            for (double tick = low; tick <= high; tick += step) {
                ticks.add(tick);
            }
        } else {
            double step = niceStep(high - low, 5);
            for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
                ticks.add(Math.rint(tick / step) * step);
            }
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten, so that about so many fit. */
    private static double niceStep(double span, int ticks) {
        double rough = span / ticks;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
    }

    private static String power(int exponent) {
        if (exponent >= -3 && exponent <= 4) {
            return Numbers.significant(Math.pow(10, exponent), 3);
        }
        return "1e" + exponent;
    }

    private void line(String type, double x1, double y1, double x2, double y2) {
        html.empty("line", "class", type, "x1", at(x1), "y1", at(y1), "x2", at(x2), "y2", at(y2))
                .line();
    }

    private void text(double x, double y, String anchor, String text) {
        html.leaf("text", text, "class", "label", "x", at(x), "y", at(y), "text-anchor", anchor, "font-size", "13")
                .line();
    }

    private static String at(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void draw(Line line) {
        Curve curve = line.curve();
        StringBuilder path = new StringBuilder();
        StringBuilder highs = new StringBuilder();
        List<String> lows = new ArrayList<>();
        curve.first().ifPresent(first -> path.append(point(0, first)));
        long lastStep = 0;
        for (int bin = 0; bin < curve.bins(); bin++) {
            OptionalDouble mean = curve.mean(bin);
            if (mean.isPresent()) {
                path.append(path.length() == 0 ? "" : " ").append(point(curve.middle(bin), mean.getAsDouble()));
                highs.append(highs.length() == 0 ? "" : " ").append(point(curve.middle(bin), curve.high(bin)));
                lows.add(0, point(curve.middle(bin), curve.low(bin)));
                lastStep = curve.lastOf(bin);
            }
        }
        if (curve.width() > 1) {
            html.empty("polygon", "class", "band " + line.type(), "points", highs + " " + String.join(" ", lows))
                    .line();
        }
        long end = lastStep;
        curve.last().ifPresent(last -> path.append(' ').append(point(end, last)));
        html.empty("polyline", "class", "curve " + line.type(), "points", path.toString())
                .line();
    }

    private String point(double step, double value) {
        return at(x(step)) + "," + at(y(value));
    }

    private void key() {
        html.open("ul", "class", "key").line();
        for (Line line : lines) {
            html.open("li")
                    .open("svg", "viewBox", "0 0 36 12", "aria-hidden", "true")
                    .empty("polyline", "class", "curve " + line.type(), "points", "2,6 34,6")
                    .close();
            html.leaf("span", line.name() + (line.note().isEmpty() ? "" : ", " + line.note()) + notFinite(line));
            html.close().line();
        }
        html.close().line();
    }

    private void table() {
        Curve longest = lines.get(0).curve();
        long width = longest.width();
        html.open("details").leaf("summary", "The loss in numbers").line();
        html.open("div", "class", "scroll").open("table", "class", "data").line();
        html.leaf(
                        "caption",
                        width == 1
                                ? "The loss of a step's batch"
                                : "The loss of a step's batch: its mean over " + Numbers.whole(width) + " steps")
                .line();
        html.open("thead").open("tr").leaf("th", "from epoch", "scope", "col", "class", "number");
        lines.forEach(line -> html.leaf("th", line.name(), "scope", "col", "class", "number"));
        html.close().close().open("tbody").line();
        int every = Math.max(1, (longest.bins() + TABLE_ROWS - 1) / TABLE_ROWS);
        for (int bin = 0; bin < longest.bins(); bin++) {
            if (bin % every == 0 || bin == longest.bins() - 1) {
                row(bin);
            }
        }
        html.close().close().close().close().line();
    }

    private void row(int bin) {
        double epoch = lines.get(0).curve().from(bin) / stepsPerEpoch;
        String label = epoch == Math.rint(epoch) ? Numbers.whole((long) epoch) : Numbers.significant(epoch, 4);
        html.open("tr").leaf("th", label, "scope", "row", "class", "number");
        for (Line line : lines) {
            OptionalDouble mean = line.curve().mean(bin);
            html.leaf("td", mean.isPresent() ? Numbers.figure(mean.getAsDouble()) : "none", "class", "number");
        }
        html.close().line();
    }
}
