package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Trainer;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private final boolean validated;
    private final OutputStream csv;
    private final OutputStream events;
    private final EventFile curves;

    private History(List<Metric> metrics, boolean validated, OutputStream csv, OutputStream events) throws IOException {
        this.metrics = metrics;
        this.validated = validated;
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
        OutputStream csv = new BufferedOutputStream(Files.newOutputStream(directory.resolve(CSV)));
        OutputStream events = new BufferedOutputStream(Files.newOutputStream(directory.resolve(EVENTS)));
        History history = new History(metrics, validated, csv, events);
        history.row(history.header());
        for (Trainer.EpochMetrics line : before) {
            history.add(line);
        }
        return history;
    }

    /** Reads the lines of a history. */
    static List<Trainer.EpochMetrics> read(Path file, int metrics) throws IOException {
        List<Trainer.EpochMetrics> lines = new ArrayList<>();
        List<String> rows = Files.readAllLines(file);
        try {
            for (String row : rows.subList(Math.min(1, rows.size()), rows.size())) {
                List<String> values = List.of(row.split(","));
                List<Double> numbers =
                        values.stream().skip(1).map(Double::valueOf).toList();
                lines.add(new Trainer.EpochMetrics(
                        Integer.parseInt(values.get(0)),
                        numbers.subList(0, metrics),
                        numbers.subList(metrics, numbers.size())));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new DataException(ErrorKind.DAMAGED_FILE, file + " is damaged", "the history of a run");
        }
        return lines;
    }

    private List<String> header() {
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
