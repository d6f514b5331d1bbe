package dev.plumbline.model;

import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.DataException;
import dev.plumbline.data.TextFile;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Trainer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the metrics of a training during the training: as {@code history.csv} with a column for each metric of each
 * part ({@code epoch,loss,validation_loss}), and as an event file of TensorBoard with a curve for each
 * ({@code loss/training}, {@code loss/validation}), whose axis is the epoch.
 */
final class History implements Closeable {
    static final String CSV = "history.csv";
    static final String EVENTS = "events.out.tfevents.plumbline";

    private final List<Metric> metrics;
    private final OutputStream csv;
    private final OutputStream events;
    private final EventFile curves;

    private History(List<Metric> metrics, OutputStream csv, OutputStream events) throws IOException {
        this.metrics = metrics;
        this.csv = csv;
        this.events = events;
        this.curves = new EventFile(events, now());
    }

    /**
     * Starts a history in a directory, or continues one.
     *
     * @param before the existing lines
     */
    static History in(Path directory, List<Metric> metrics, boolean validated, List<Trainer.EpochMetrics> before)
            throws IOException {
        OutputStream csv = AtomicFile.open(directory.resolve(CSV));
        OutputStream events = AtomicFile.open(directory.resolve(EVENTS));
        History history = new History(metrics, csv, events);
        history.row(columns(metrics, validated));
        for (Trainer.EpochMetrics line : before) {
            history.add(line);
        }
        return history;
    }

    /**
     * Reads the lines of a history.
     *
     * @throws DataException if it is damaged; the message has the line and the column
     */
    static List<Trainer.EpochMetrics> read(Path file, List<Metric> metrics) throws IOException {
        List<String> rows = TextFile.read(file).lines().toList();
        if (rows.isEmpty()) {
            throw new DataException(ErrorKind.EMPTY_INPUT, file + " is empty", "the history of a run");
        }
        List<String> columns = List.of(rows.get(0).split(",", -1));
        boolean validated = columns.size() > metrics.size() + 1;
        List<String> expected = columns(metrics, validated);
        if (!columns.equals(expected)) {
            throw new DataException(
                    ErrorKind.COLUMN_NOT_FOUND,
                    file + ":1: "
                            + expected.stream()
                                    .filter(column -> !columns.contains(column))
                                    .findFirst()
                                    .map(column -> "there is no column `" + column + "`")
                                    .orElse("the columns are " + Printable.line(String.join(", ", columns))),
                    String.join(", ", expected));
        }
        List<Trainer.EpochMetrics> lines = new ArrayList<>();
        for (int row = 1; row < rows.size(); row++) {
            List<String> values = List.of(rows.get(row).split(",", -1));
            String place = file + ":" + (row + 1);
            if (values.size() != columns.size()) {
                throw new DataException(
                        ErrorKind.RAGGED_ROW,
                        place + ": " + values.size() + " values where the first line names " + columns.size()
                                + " columns",
                        "the history of a run");
            }
            List<Double> numbers = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                numbers.add(number(values.get(column), place + ", column `" + columns.get(column) + "`"));
            }
            lines.add(new Trainer.EpochMetrics(
                    numbers.get(0).intValue(),
                    numbers.subList(1, metrics.size() + 1),
                    numbers.subList(metrics.size() + 1, numbers.size())));
        }
        return lines;
    }

    private static double number(String text, String place) throws DataException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new DataException(
                    ErrorKind.NOT_A_NUMBER, place + ": found `" + Printable.line(text) + "`", "a number");
        }
    }

    private static List<String> columns(List<Metric> metrics, boolean validated) {
        List<String> columns = new ArrayList<>(List.of("epoch"));
        metrics.forEach(metric -> columns.add(Schema.wordOf(metric)));
        if (validated) {
            metrics.forEach(metric -> columns.add("validation_" + Schema.wordOf(metric)));
        }
        return columns;
    }

    private void row(List<String> values) throws IOException {
        csv.write((String.join(",", values) + "\n").getBytes(StandardCharsets.UTF_8));
        csv.flush();
    }

    /** Adds a line of the report. */
    void add(Trainer.EpochMetrics line) throws IOException {
        List<String> values = new ArrayList<>(List.of(Integer.toString(line.epoch())));
        line.metrics().forEach(value -> values.add(Double.toString(value)));
        line.validation().forEach(value -> values.add(Double.toString(value)));
        row(values);
        for (int i = 0; i < metrics.size(); i++) {
            String name = Schema.wordOf(metrics.get(i));
            curves.scalar(name + "/training", line.epoch(), line.metrics().get(i), now());
            if (!line.validation().isEmpty()) {
                curves.scalar(
                        name + "/validation", line.epoch(), line.validation().get(i), now());
            }
        }
        events.flush();
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    @Override
    public void close() throws IOException {
        try (csv;
                events) {
            csv.flush();
        }
    }
}
