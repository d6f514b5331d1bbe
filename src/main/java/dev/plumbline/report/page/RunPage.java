package dev.plumbline.report.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.Wording;
import dev.plumbline.report.run.EvaluationReport;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Trainer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * A finished training as a self-contained HTML page: the metrics over the epochs, the distribution of the weights and
 * gradients, dead and saturated units, the confusion matrix, the worst examples, for two inputs the outputs over the
 * plane, and the network with its weights.
 *
 * @param experiment the training
 * @param end the reason of its end, as a word
 * @param lines the metrics of each reported epoch
 * @param isSame whether the repeated training has the same weights as the run, bit by bit
 * @param inputs the inputs of the part before their preparation, if they are numbers
 * @param classes the names of the classes; empty if the targets are numbers
 */
public record RunPage(
        Experiment experiment,
        String end,
        List<Trainer.EpochMetrics> lines,
        RunReplay replay,
        boolean isSame,
        Evaluation evaluation,
        Optional<Matrix> inputs,
        EvaluationReport report,
        String part,
        List<String> classes,
        Origin origin) {
    private static final int WORST = 12;
    private static final int MOST_POINTS = 1000;
    private static final int DRAWN = 12; // the number of units drawn per layer
    private static final int SMALLEST_PICTURE = 5;
    private static final int LARGEST_PICTURE = 32;
    private static final double SATURATED = 0.99;

    /** The page. */
    public String html() {
        boolean failed = end.equals("not_finite");
        String headline = failed ? "FAILED" : "TRAINED";
        String sentence = failed
                ? "a number is NaN or infinite after step " + lastSteps()
                : report.headline() + ", " + Numbers.count(lastSteps(), "step");
        return new PageTemplate(experiment.spec().name(), failed ? "bad" : "good", headline, sentence)
                .fill(report.text(Style.PLAIN), Map.of("run", json()), "run.js");
    }

    private long lastSteps() {
        List<RunReplay.Snapshot> snapshots = replay.snapshots();
        return snapshots.isEmpty() ? 0 : snapshots.get(snapshots.size() - 1).steps();
    }

    private JsonObject json() {
        return Json.object(
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()),
                "end", end,
                "steps_per_epoch", experiment.stepsPerEpoch(),
                "same", isSame,
                "part", part,
                "history", history(),
                "moments", Json.array(replay.snapshots(), RunReplay.Snapshot::steps),
                "layers", layers(),
                "evaluation", report.json(),
                "worst", worst(),
                "plane", replay.grid().map(this::plane),
                "weights", finalWeights(),
                "origin", origin);
    }

    private JsonArray history() {
        List<Metric> metrics = experiment.spec().report().metrics();
        return Json.array(
                Json.indices(metrics.size()),
                i -> Json.object(
                        "name", Wording.of(metrics.get(i), experiment.spec()),
                        "epochs", Json.array(lines, Trainer.EpochMetrics::epoch),
                        "training", Json.array(lines, line -> line.metrics().get(i)),
                        "validation",
                                lines.stream()
                                                .allMatch(line ->
                                                        line.validation().isEmpty())
                                        ? null
                                        : Json.array(
                                                lines, line -> line.validation().get(i))));
    }

    private JsonArray layers() {
        int count = experiment.spec().layers().size();
        return Json.array(IntStream.rangeClosed(1, count).boxed().toList(), l -> {
            Activation activation = experiment.spec().layers().get(l - 1).activation();
            return Json.object(
                    "weights",
                            Histogram.of(replay.snapshots().stream()
                                    .map(snapshot -> Optional.of(
                                            snapshot.weights().get(l - 1).weights()))
                                    .toList()),
                    "gradients",
                            Histogram.of(replay.snapshots().stream()
                                    .map(snapshot -> snapshot.step().get(Quantity.WEIGHT_GRADIENT, l))
                                    .toList()),
                    "dead", Json.array(replay.snapshots(), snapshot -> dead(snapshot, l, activation)),
                    "saturated", Json.array(replay.snapshots(), snapshot -> saturated(snapshot, l, activation)));
        });
    }

    /**
     * The number of units of a layer that are 0 for every example of the batch; null for activations without a zero
     * side.
     */
    private static JsonElement dead(RunReplay.Snapshot moment, int layer, Activation activation) {
        String word = Schema.wordOf(activation);
        boolean hasZeroSide = word.equals("relu") || word.equals("relu6") || word.equals("thresholded_relu");
        return hasZeroSide ? units(moment, layer, value -> value == 0) : JsonNull.INSTANCE;
    }

    /**
     * The number of units whose output is at an end of its range for every example; null for activations with an
     * unbounded range.
     */
    private static JsonElement saturated(RunReplay.Snapshot moment, int layer, Activation activation) {
        return switch (Schema.wordOf(activation)) {
            case "sigmoid", "hard_sigmoid" -> units(moment, layer, value -> value > SATURATED || value < 1 - SATURATED);
            case "tanh", "hard_tanh" -> units(moment, layer, value -> Math.abs(value) > SATURATED);
            default -> JsonNull.INSTANCE;
        };
    }

    private static JsonElement units(RunReplay.Snapshot moment, int layer, DoublePredicate everyExample) {
        Optional<Matrix> activation = moment.step().get(Quantity.ACTIVATION, layer);
        if (activation.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        Matrix a = activation.get();
        long units = IntStream.range(0, a.columns())
                .filter(j -> IntStream.range(0, a.rows()).allMatch(i -> everyExample.test(a.get(i, j))))
                .count();
        return Json.value(units);
    }

    /** The examples with the largest errors. */
    private JsonArray worst() {
        Matrix outputs = evaluation.outputs();
        Matrix targets = evaluation.targets();
        Matrix errors = outputs.minus(targets).square().sum(1); // (examples, 1)
        List<Integer> order = IntStream.range(0, outputs.rows())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -errors.get(i, 0)))
                .limit(WORST)
                .toList();
        return Json.array(
                order,
                i -> Json.object(
                        "example", i + 1,
                        "target", described(targets, i),
                        "output", described(outputs, i),
                        "probability",
                                classes.isEmpty() || outputs.columns() == 1
                                        ? null
                                        : outputs.get(i, ClassificationMetrics.classOf(targets, i)),
                        "error", Math.sqrt(errors.get(i, 0)),
                        "picture", picture(i)));
    }

    private String described(Matrix rows, int i) {
        if (!classes.isEmpty()) {
            return classes.get(ClassificationMetrics.classOf(rows, i));
        }
        List<String> values = new ArrayList<>();
        for (int j = 0; j < Math.min(4, rows.columns()); j++) {
            values.add(Numbers.significant(rows.get(i, j), 6));
        }
        return String.join(", ", values) + (rows.columns() > 4 ? ", …" : "");
    }

    /** The inputs of an example as a square image, if their number is a square; shades from 0 to 255. */
    private JsonElement picture(int example) {
        int side = (int) Math.round(Math.sqrt(experiment.spec().inputs()));
        if (inputs.isEmpty()
                || side * side != experiment.spec().inputs()
                || side < SMALLEST_PICTURE
                || side > LARGEST_PICTURE) {
            return JsonNull.INSTANCE;
        }
        Matrix row = inputs.get().take(example);
        double low = Math.min(0, row.min());
        double span = row.max() > low ? row.max() - low : 1;
        byte[] shades = new byte[side * side];
        for (int j = 0; j < shades.length; j++) {
            shades[j] = (byte) Math.round(255 * (row.get(0, j) - low) / span);
        }
        return Json.object("side", side, "shades", Base64.getEncoder().encodeToString(shades));
    }

    /** The outputs over the plane of the two inputs, at each moment, and the examples in it. */
    private JsonObject plane(Matrix grid) {
        int last = grid.rows() - 1;
        Matrix inputs = experiment.inputs();
        int points = Math.min(MOST_POINTS, inputs.rows());
        return Json.object(
                "side", RunReplay.SIDE,
                "x", List.of(grid.get(0, 0), grid.get(last, 0)),
                "y", List.of(grid.get(0, 1), grid.get(last, 1)),
                "kinds",
                        experiment.spec().outputs() == 1 ? 0 : experiment.spec().outputs(),
                "frames",
                        Json.array(
                                replay.snapshots(),
                                snapshot -> snapshot.outputs().map(this::frame)),
                "points",
                        Json.array(
                                Json.indices(points),
                                i -> List.of(
                                        inputs.get(i, 0), inputs.get(i, 1), (double) shade(experiment.targets(), i))));
    }

    private String frame(Matrix outputs) {
        byte[] shades = new byte[outputs.rows()];
        for (int i = 0; i < shades.length; i++) {
            shades[i] = (byte) shade(outputs, i);
        }
        return Base64.getEncoder().encodeToString(shades);
    }

    /**
     * For one output, its position between the smallest and the largest target, from 0 to 255; for several outputs, the
     * number of the largest.
     */
    private int shade(Matrix rows, int i) {
        if (rows.columns() > 1) {
            return ClassificationMetrics.classOf(rows, i);
        }
        return (int) Math.round(255 * RunReplay.position(experiment, rows, i));
    }

    /** The weights between the drawn units. */
    private JsonArray finalWeights() {
        List<LayerWeights> weights =
                replay.result().map(RunReplay.Snapshot::weights).orElse(List.of());
        return Json.array(weights, layer -> drawn(layer.weights()));
    }

    private static JsonArray drawn(Matrix weights) {
        return Json.array(
                drawnUnits(weights.rows()), i -> Json.array(drawnUnits(weights.columns()), j -> weights.get(i, j)));
    }

    /** The first 8 and the last 3 units of a wide layer, as the script draws them. */
    private static List<Integer> drawnUnits(int units) {
        return IntStream.range(0, units)
                .filter(i -> units <= DRAWN || i < 8 || i >= units - 3)
                .boxed()
                .toList();
    }
}
