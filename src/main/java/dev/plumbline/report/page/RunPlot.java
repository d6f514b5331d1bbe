package dev.plumbline.report.page;

import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws the curves of a training, and the outputs over the plane of two inputs. */
public final class RunPlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 46;
    private static final String TRAINING = "#1d63c4";
    private static final String VALIDATION = "#c2410c";
    private static final String INK = "#1b2230";
    private static final String GRID = "#d8dbe0";
    private static final String WHITE = "#ffffff";
    private static final String[] COLOURS = {
        "#1d63c4", "#c2410c", "#0f766e", "#7e22ce", "#a16207", "#be185d", "#3f6212", "#475569", "#991b1b", "#0369a1"
    };
    private static final double LOGARITHMIC = 30; // a logarithmic axis if the metric spans more than this factor

    private RunPlot() {}

    /** An empty drawing as SVG or PNG. */
    private static Drawing drawing(boolean isPng, int width, int height) {
        return isPng ? Drawing.png(width, height) : Drawing.svg(width, height);
    }

    /** Draws a metric of both parts over the epochs. */
    public static byte[] curves(
            NetworkSpec spec, Metric metric, int column, List<Trainer.EpochMetrics> lines, boolean isPng) {
        Drawing drawing = drawing(isPng, WIDTH, HEIGHT);
        List<double[]> training = new ArrayList<>();
        List<double[]> validation = new ArrayList<>();
        for (Trainer.EpochMetrics line : lines) {
            add(training, line.epoch(), line.metrics().get(column));
            if (!line.validation().isEmpty()) {
                add(validation, line.epoch(), line.validation().get(column));
            }
        }
        List<double[]> plotted = new ArrayList<>(training);
        plotted.addAll(validation);
        double least = plotted.stream().mapToDouble(p -> p[1]).min().orElse(0);
        double most = plotted.stream().mapToDouble(p -> p[1]).max().orElse(1);
        boolean isLogarithmic = least > 0 && most / least >= LOGARITHMIC;
        double low = isLogarithmic ? Math.floor(Math.log10(least)) : least >= 0 ? 0 : least;
        double high = isLogarithmic ? Math.ceil(Math.log10(most)) : most > low ? most : low + 1;
        double last = Math.max(1, plotted.stream().mapToDouble(p -> p[0]).max().orElse(1));
        drawing.text(LEFT, 20, spec.name() + ": " + Wording.of(metric, spec), Drawing.Anchor.start, INK);
        double step = isLogarithmic ? Math.max(1, Math.ceil((high - low) / 6)) : roundStep((high - low) / 5);
        for (double tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) {
            double y = y(tick, low, high);
            drawing.line(LEFT, y, WIDTH - RIGHT, y, GRID, 1);
            double value = isLogarithmic ? Math.pow(10, tick) : tick;
            drawing.text(LEFT - 8, y + 4, Numbers.significant(value, 4), Drawing.Anchor.end, INK);
        }
        double every = Math.max(1, roundStep(last / 6));
        for (double epoch = 0; epoch <= last + every * 1e-9; epoch += every) {
            double x = x(epoch, last);
            drawing.line(x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 5, INK, 1);
            drawing.text(x, HEIGHT - BOTTOM + 19, Numbers.whole(Math.round(epoch)), Drawing.Anchor.middle, INK);
        }
        drawing.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, INK, 1);
        drawing.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "epoch", Drawing.Anchor.middle, INK);
        for (List<double[]> points : List.of(training, validation)) {
            String colour = points == training ? TRAINING : VALIDATION;
            drawing.curve(
                    points.stream()
                            .map(p ->
                                    new double[] {x(p[0], last), y(isLogarithmic ? Math.log10(p[1]) : p[1], low, high)})
                            .toList(),
                    colour,
                    2);
        }
        drawing.text(WIDTH - RIGHT, 20, validation.isEmpty() ? "" : "validation", Drawing.Anchor.end, VALIDATION);
        drawing.text(WIDTH - RIGHT - (validation.isEmpty() ? 0 : 80), 20, "training", Drawing.Anchor.end, TRAINING);
        return drawing.bytes();
    }

    private static void add(List<double[]> points, double epoch, double value) {
        if (Double.isFinite(value)) {
            points.add(new double[] {epoch, value});
        }
    }

    private static double x(double epoch, double last) {
        return LEFT + (WIDTH - LEFT - RIGHT) * epoch / last;
    }

    private static double y(double value, double low, double high) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low));
    }

    /** 1, 2 or 5 times a power of ten, at least as large as this. */
    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Draws the outputs of the trained network over the plane of two inputs, with the examples. */
    public static byte[] plane(Experiment experiment, RunReplay.Snapshot last, Matrix grid, boolean isPng) {
        int size = 480;
        Drawing drawing = drawing(isPng, size, size);
        Matrix outputs = last.outputs().orElseThrow();
        double cell = (double) size / RunReplay.SIDE;
        for (int i = 0; i < outputs.rows(); i++) {
            int row = i / RunReplay.SIDE;
            drawing.box(
                    i % RunReplay.SIDE * cell,
                    size - (row + 1) * cell,
                    cell + 0.5,
                    cell + 0.5,
                    mixed(colour(experiment, outputs, i), WHITE, 0.45));
        }
        int end = grid.rows() - 1;
        Matrix points = experiment.inputs();
        for (int i = 0; i < points.rows(); i++) {
            double x = size * (points.get(i, 0) - grid.get(0, 0)) / (grid.get(end, 0) - grid.get(0, 0));
            double y = size * (1 - (points.get(i, 1) - grid.get(0, 1)) / (grid.get(end, 1) - grid.get(0, 1)));
            drawing.box(x - 3.5, y - 3.5, 7, 7, INK);
            drawing.box(x - 2.5, y - 2.5, 5, 5, colour(experiment, experiment.targets(), i));
        }
        return drawing.bytes();
    }

    private static String colour(Experiment experiment, Matrix rows, int i) {
        if (rows.columns() > 1) {
            return COLOURS[ClassificationMetrics.classOf(rows, i) % COLOURS.length];
        }
        double share = RunReplay.position(experiment, rows, i);
        return mixed(COLOURS[1], COLOURS[0], share);
    }

    /** A mixture of two colours. */
    private static String mixed(String colour, String ground, double share) {
        StringBuilder mixed = new StringBuilder("#");
        for (int k = 0; k < 3; k++) {
            int from = part(ground, k);
            mixed.append(String.format(Locale.ROOT, "%02x", Math.round(from + (part(colour, k) - from) * share)));
        }
        return mixed.toString();
    }

    private static int part(String colour, int k) {
        return Integer.parseInt(colour, 1 + 2 * k, 3 + 2 * k, 16);
    }
}
