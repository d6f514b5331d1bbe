package dev.plumbline.report.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.report.check.Bins;
import dev.plumbline.report.check.CheckJson;
import dev.plumbline.report.check.Curve;
import dev.plumbline.report.check.HistoryRecorder;
import dev.plumbline.report.check.LayerQuantity;
import dev.plumbline.report.check.StepMap;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The history of a check as a JSON document: curves of the loss, maps of differences, and the tensors of one step. */
final class HistoryJson {
    private static final int MOST_ROWS = 10;
    private static final int MOST_COLUMNS = 6;

    private final Experiment experiment;
    private final Optional<Key> first;
    private final JsonArray curves = new JsonArray();
    private final JsonArray maps = new JsonArray();

    /**
     * Creates an empty history.
     *
     * @param first the first tensor that differs
     */
    HistoryJson(Experiment experiment, Optional<Key> first) {
        this.experiment = experiment;
        this.first = first;
    }

    /**
     * Adds a curve of the loss, unless it is empty.
     *
     * @param side the side of the loss: {@code subject}, {@code engine} or {@code reference}
     */
    void addCurve(String name, String side, Curve curve, boolean isCalculated) {
        if (curve.isEmpty() && curve.notFinite().isEmpty()) {
            return;
        }
        List<Integer> bins = IntStream.range(0, curve.bins().count())
                .filter(bin -> curve.mean(bin).isPresent())
                .boxed()
                .toList();
        curves.add(Json.object(
                "name", name,
                "side", side,
                "calculated", isCalculated,
                "steps_per_point", curve.bins().width(),
                "step", Json.array(bins, curve::middle),
                "mean", Json.array(bins, curve::mean),
                "low", Json.array(bins, curve::low),
                "high", Json.array(bins, curve::high),
                "first", curve.first(),
                "last", curve.last(),
                "not_finite_from", curve.notFinite()));
    }

    /** Adds a map, unless nothing was compared. */
    void addMap(String title, String caption, StepMap map, Optional<Key> marked) {
        if (map.rows().isEmpty()) {
            return;
        }
        Bins bins = map.bins();
        List<Integer> numbers = Json.indices(bins.count());
        Optional<LayerQuantity> place = marked.map(LayerQuantity::of);
        JsonArray rows = new JsonArray();
        map.rows()
                .forEach((tensor, row) -> rows.add(Json.object(
                        "tensor", tensor.name(),
                        "layer", tensor.layer(),
                        "quantity", tensor.what(),
                        "first", place.filter(tensor::equals).isPresent(),
                        "compared", row.compared(),
                        "differences", row.differences(),
                        "largest", row.largest().map(HistoryJson::cell),
                        "cells", Json.array(numbers, bin -> row.worst(bin).map(HistoryJson::cell)))));
        maps.add(Json.object(
                "title", title,
                "caption", caption,
                "from", Json.array(numbers, bins::from),
                "to", Json.array(numbers, bins::to),
                "first_step", marked.flatMap(CheckJson::step),
                "first_bin", marked.map(key -> bins.of(key.step())),
                "rows", rows));
    }

    private static JsonObject cell(Difference difference) {
        return Json.object(
                "kind", difference.kind(),
                "step", CheckJson.step(difference.key()),
                "relative", difference.relative(),
                "excess", difference.excess(),
                "detail", difference.detail());
    }

    /**
     * The whole document.
     *
     * @param subject the name of the side that was checked
     */
    JsonObject page(CheckReport report, String subject, HistoryRecorder recorder, Origin origin) {
        NetworkSpec spec = experiment.spec();
        return Json.object(
                "report", report.json(),
                "origin", origin,
                "subject", subject,
                "facts", NetworkSummary.factsOf(spec, experiment.inputs().rows()),
                "layer_options", Json.array(spec.layers(), NetworkSummary::options),
                "first_layer", first.filter(key -> !key.isAfterTraining()).map(Key::layer),
                "steps", experiment.steps(),
                "steps_per_epoch", experiment.stepsPerEpoch(),
                "curves", curves,
                "maps", maps,
                "tensors", recorder.moment().map(this::tensors));
    }

    private JsonObject tensors(HistoryRecorder.Moment moment) {
        SortedSet<Key> keys = new TreeSet<>(moment.expected().keys());
        keys.addAll(moment.subject().keys());
        long step = moment.subject().step();
        return Json.object(
                "step", step == Key.BEFORE_TRAINING ? null : step,
                "lane", moment.lane(),
                "is_first_difference", first.isPresent(),
                "list", Json.array(keys, key -> tensor(moment, key)));
    }

    private static JsonObject tensor(HistoryRecorder.Moment moment, Key key) {
        Optional<Matrix> subject = moment.subject().get(key);
        Optional<Matrix> expected = moment.expected().get(key);
        Optional<Difference> difference = moment.differences().stream()
                .filter(candidate -> candidate.key().equals(key))
                .findFirst();
        Optional<MatrixDifference> farthest =
                subject.flatMap(tensor -> expected.filter(tensor::hasShapeOf).map(tensor::differenceFrom));
        Optional<Double> allowed = farthest.flatMap(distance ->
                difference.map(bound -> bound.allowed() * Math.max(distance.expectedLargest(), Double.MIN_NORMAL)));
        return Json.object(
                "tensor", LayerQuantity.of(key).name(),
                "symbol", key.quantity().symbol() + key.layer(),
                "difference", difference.map(CheckJson::difference),
                "row", farthest.map(MatrixDifference::row),
                "column", farthest.map(MatrixDifference::column),
                "allowed", moment.lane() == ComparisonMode.LOCAL ? allowed : Optional.empty(),
                "subject", subject.map(matrix -> window(matrix, farthest)),
                "right", expected.map(matrix -> window(matrix, farthest)));
    }

    /** A part of the tensor around the element with the largest error. */
    private static JsonObject window(Matrix tensor, Optional<MatrixDifference> farthest) {
        int fromRow = from(farthest.map(MatrixDifference::row).orElse(0), tensor.rows(), MOST_ROWS);
        int fromColumn = from(farthest.map(MatrixDifference::column).orElse(0), tensor.columns(), MOST_COLUMNS);
        List<List<Double>> values = new ArrayList<>();
        for (int i = fromRow; i < Math.min(tensor.rows(), fromRow + MOST_ROWS); i++) {
            int row = i;
            values.add(IntStream.range(fromColumn, Math.min(tensor.columns(), fromColumn + MOST_COLUMNS))
                    .mapToObj(column -> tensor.get(row, column))
                    .toList());
        }
        return Json.object(
                "rows", tensor.rows(),
                "columns", tensor.columns(),
                "from_row", fromRow,
                "from_column", fromColumn,
                "values", values);
    }

    private static int from(int middle, int length, int most) {
        return Math.max(0, Math.min(middle - most / 2, length - most));
    }
}
