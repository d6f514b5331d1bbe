package dev.plumbline.report.document;

import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Schema;
import java.util.List;

/** The metrics of a report, epoch by epoch; each line can be printed at once. */
public final class MetricTable {
    private static final int FIGURE = "-1.23456789012e-123".length();

    private final List<Metric> metrics;
    private final List<String> engines;
    private final int epochWidth;
    private final int metricWidth;

    /** The table of a network's report, with one column per engine. */
    public MetricTable(NetworkSpec spec, List<String> engines) {
        this.metrics = spec.report().metrics();
        this.engines = engines;
        this.epochWidth = Math.max(
                "epoch".length(), Numbers.whole(spec.training().epochs()).length());
        this.metricWidth =
                metrics.stream().mapToInt(m -> name(m).length()).max().orElse(0);
    }

    private static String name(Metric metric) {
        return Wording.spaced(Schema.wordOf(metric));
    }

    /** The header: the name of the only metric, or a column for the names. */
    public String header(Style style) {
        String title = metrics.size() == 1 ? name(metrics.get(0)) : "report";
        String column = metrics.size() == 1 ? "" : TextLayout.left("metric", metricWidth) + "  ";
        return style.strong(Wording.capitalized(title)) + "\n"
                + style.faint(row(TextLayout.right("epoch", epochWidth), column, engines)) + "\n";
    }

    /**
     * The lines of an epoch, without a line break at the end.
     *
     * @param values the metrics of each engine
     */
    public String lines(int epoch, List<List<Double>> values) {
        StringBuilder lines = new StringBuilder();
        for (int m = 0; m < metrics.size(); m++) {
            int metric = m;
            String number = m == 0 ? Numbers.whole(epoch) : "";
            String column = metrics.size() == 1 ? "" : TextLayout.left(name(metrics.get(m)), metricWidth) + "  ";
            List<String> figures = values.stream()
                    .map(engine -> Numbers.figure(engine.get(metric)))
                    .toList();
            lines.append(m == 0 ? "" : "\n").append(row(TextLayout.right(number, epochWidth), column, figures));
        }
        return lines.toString();
    }

    private static String row(String epoch, String metric, List<String> figures) {
        StringBuilder row = new StringBuilder("  " + epoch + "  " + metric);
        figures.forEach(figure -> row.append(TextLayout.left(figure, FIGURE)).append("  "));
        return row.toString().stripTrailing();
    }
}
