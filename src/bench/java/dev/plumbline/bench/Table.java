package dev.plumbline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The measurements as tables. */
final class Table {
    private final Machine machine;
    private final List<Measurement> measurements = new ArrayList<>();

    Table(Machine machine) {
        this.machine = machine;
    }

    Machine machine() {
        return machine;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    /** For a terminal. */
    String text(Measurement measurement) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%n%-30s %,d weights%n%-26s %12s  %8s  %8s  %8s  %8s%n",
                measurement.workload(),
                measurement.workload().weights(),
                "",
                "a step",
                "of plain",
                "of tuned",
                "of NumPy",
                "ns each"));
        for (String contender : measurement.microseconds().keySet()) {
            text.append(String.format(
                    "%-26s %12s  %8s  %8s  %8s  %8s%n",
                    cells(measurement, contender).toArray()));
        }
        return text.toString();
    }

    /** For a page. */
    String markdown(List<Bench.Resident> memory) {
        StringBuilder page = new StringBuilder();
        page.append(machine.text()).append(".\n");
        for (Measurement measurement : measurements) {
            page.append(String.format(
                    Locale.ROOT,
                    "%n### %s%n%n%,d weights. %d round%s. %s.%n%n",
                    measurement.workload(),
                    measurement.workload().weights(),
                    measurement.microseconds().values().iterator().next().size(),
                    measurement.microseconds().values().iterator().next().size() == 1 ? "" : "s",
                    machine.kernels()));
            page.append("| | a step | of DL4J's plain loop | of Plumbline on DL4J | of NumPy | ns each |\n");
            page.append("|---|--:|--:|--:|--:|--:|\n");
            for (String contender : measurement.microseconds().keySet()) {
                page.append("| " + String.join(" | ", cells(measurement, contender)) + " |\n");
            }
        }
        if (!memory.isEmpty()) {
            page.append("\n### Resident memory\n\n| step | MiB |\n|--:|--:|\n");
            for (int i = 0; i < memory.size(); i += 10) {
                Bench.Resident point = memory.get(i);
                page.append(String.format(Locale.ROOT, "| %,d | %.1f |%n", point.step(), point.kibibytes() / 1024.0));
            }
        }
        return page.toString();
    }

    /**
     * A contender's row: its name, the time of a step, that by the time of three others, and nanoseconds for each weight
     * and example.
     */
    private static List<String> cells(Measurement measurement, String contender) {
        return List.of(
                contender,
                time(measurement.median(contender)),
                ratio(measurement.ratio(contender, Contender.PLAIN)),
                ratio(measurement.ratio(contender, Contender.PLUMBLINE)),
                ratio(measurement.ratio(contender, Contender.NUMPY)),
                ratio(1000
                        * measurement.median(contender)
                        / ((double) measurement.workload().weights()
                                * measurement.workload().batch())));
    }

    private static String time(double microseconds) {
        return microseconds < 10_000
                ? String.format(Locale.ROOT, microseconds < 10 ? "%.2f µs" : "%.0f µs", microseconds)
                : String.format(Locale.ROOT, "%.1f ms", microseconds / 1000);
    }

    private static String ratio(double ratio) {
        return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, ratio < 0.1 ? "%.4f" : "%.2f", ratio);
    }
}
