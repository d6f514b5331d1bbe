package dev.plumbline.report.document;

import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The metrics of a report, epoch by epoch; each line can be printed at once. */
public final class MetricTable {
    private final NetworkSpec spec;
    private final List<Metric> metrics;
    private final List<String> engines;
    private final Columns columns;

    /** The table of a network's report, with one column per engine. */
    public MetricTable(NetworkSpec spec, List<String> engines) {
        this.spec = spec;
        this.metrics = spec.report().metrics();
        this.engines = engines;
        this.columns = new Columns()
                .numbers(
                        1,
                        Math.max(
                                "epoch".length(),
                                Numbers.whole(spec.training().epochs()).length()));
        if (metrics.size() > 1) {
            columns.text(metrics.stream().mapToInt(m -> name(m).length()).max().orElse(0));
        }
        engines.forEach(engine -> columns.text(Numbers.FIGURE_WIDTH));
    }

    private String name(Metric metric) {
        return Wording.of(metric, spec);
    }

    /** The header: the name of the only metric, or a column for the names. */
    public String header(Style style) {
        String title = metrics.size() == 1 ? name(metrics.get(0)) : "report";
        return style.strong(Wording.capitalized(title)) + "\n" + style.faint(row("epoch", "metric", engines)) + "\n";
    }

    /** The lines of an epoch, without a line break at the end. */
    public String lines(int epoch, List<List<Double>> values) {
        return IntStream.range(0, metrics.size())
                .mapToObj(m -> row(
                        m == 0 ? Numbers.whole(epoch) : "",
                        name(metrics.get(m)),
                        values.stream()
                                .map(engine -> Numbers.figure(engine.get(m)))
                                .toList()))
                .collect(Collectors.joining("\n"));
    }

    private String row(String epoch, String metric, List<String> figures) {
        Stream<String> names = metrics.size() > 1 ? Stream.of(epoch, metric) : Stream.of(epoch);
        return columns.row(Stream.concat(names, figures.stream()).toList());
    }
}
