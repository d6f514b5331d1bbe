package dev.plumbline.report;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.Lane;
import dev.plumbline.diagnose.Finding;
import dev.plumbline.diagnose.ThreeWayResult;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A check as one page of HTML that holds all it needs: the verdict, the network drawn, the loss, a map of all differences, and
 * every tensor of the step that matters. Nothing is loaded from anywhere.
 */
public final class HtmlReport {
    private static final int MOST_EXAMPLES = 12;
    private static final int MOST_OUTPUTS = 5;

    private final Experiment experiment;
    private final String subject;
    private final CheckReport report;
    private final Optional<Key> first;
    private final Markup html = Markup.html();

    private HtmlReport(Experiment experiment, String subject, CheckReport report, Optional<Key> first) {
        this.experiment = experiment;
        this.subject = subject;
        this.report = report;
        this.first = first;
    }

    /**
     * The page of an engine that was checked.
     *
     * @param recorder saw the check
     */
    public static String of(Experiment experiment, CheckResult result, HistoryRecorder recorder) {
        Optional<Key> first = result.firstDifference().map(Difference::key);
        HtmlReport report = new HtmlReport(
                experiment, result.engine(), OwnClasses.in(Verdict.of(result), experiment.spec()), first);
        return report.page(() -> {
            report.verdict();
            report.drawings(report.lines(recorder, "engine"));
            Lane lane = result.firstDifference().map(Difference::lane).orElse(Lane.LOCAL);
            report.maps(
                    report
                    .new Map(
                            "map",
                            "step by step",
                            "Each step from the same weights: what differs here was calculated differently in this very step.",
                            recorder.map(Lane.LOCAL),
                            first.filter(key -> lane == Lane.LOCAL)),
                    report
                    .new Map(
                            "free-map",
                            "freely running",
                            "Each side from its own weights: here rounding, and every difference, grows from step to step.",
                            recorder.map(Lane.FREE_RUNNING),
                            result.freeRunning().firstDifference().map(Difference::key)));
            report.tensors(recorder);
            report.outputs(result);
        });
    }

    /**
     * The page of a network of somebody's own.
     *
     * @param network saw the network being surveyed
     * @param engine saw the other engine being checked
     * @param language of the lines that are right
     */
    public static String of(
            Experiment experiment,
            ThreeWayResult result,
            HistoryRecorder network,
            HistoryRecorder engine,
            DiagnosisText.Language language) {
        CheckReport diagnosis = DiagnosisText.report(result.diagnosis(), result.subject(), language);
        List<CheckReport.Part> parts = new ArrayList<>(diagnosis.parts());
        parts.addAll(ThreeWayText.parts(result));
        CheckReport.Severity severity = diagnosis.severity() == CheckReport.Severity.GOOD && !result.agrees()
                ? CheckReport.Severity.WARNING
                : diagnosis.severity();
        CheckReport words =
                new CheckReport(severity, diagnosis.verdict(), diagnosis.sentence(), diagnosis.entries(), parts);
        if (result.engine().isPresent()) {
            words = OwnClasses.in(words, experiment.spec());
        }
        Optional<Key> first = result.diagnosis().findings().stream().findFirst().map(Finding::first);
        HtmlReport report = new HtmlReport(experiment, result.subject(), words, first);
        return report.page(() -> {
            report.verdict();
            List<PageChart.Line> lines = report.lines(network, "subject");
            result.engine()
                    .ifPresent(
                            other -> lines.add(new PageChart.Line(other.engine(), "engine", engine.ofSubject(), "")));
            if (network.ofReference().isEmpty()) {
                lines.add(0, new PageChart.Line("reference", "reference", engine.ofReference(), ""));
            }
            report.drawings(lines);
            report.maps(
                    report
                    .new Map(
                            "map",
                            "each tensor with what follows from those before it",
                            "Each tensor beside what the reference makes of the network's own tensors before it: what stands out"
                                    + " here was calculated wrongly itself, and what only follows from it does not stand out.",
                            network.map(Lane.LOCAL),
                            first.filter(key -> key.step() != Long.MAX_VALUE)),
                    report
                    .new Map(
                            "free-map",
                            "freely running",
                            "Each side from its own weights, as far as the two stay together.",
                            network.map(Lane.FREE_RUNNING),
                            result.freely().freeRunning().firstDifference().map(Difference::key)));
            result.engine()
                    .filter(other -> !other.agrees())
                    .ifPresent(other -> report.maps(report
                    .new Map(
                            "engine-map",
                            other.engine() + " and the reference",
                            "Each step from the same weights.",
                            engine.map(Lane.LOCAL),
                            other.local().firstDifference().map(Difference::key))));
            report.tensors(network);
        });
    }

    /**
     * The page of a check that could not be made, so that the page of an earlier one is not taken for it.
     *
     * @param network what is known of the network's name
     * @param what went wrong
     */
    public static String failed(String network, String what) {
        return PageFrame.failed(network, what);
    }

    private String page(Runnable content) {
        String title = report.verdict() + ": " + experiment.spec().name();
        return PageFrame.around(html, title, this::header, content);
    }

    private void header() {
        html.open("header").line();
        html.leaf("h1", experiment.spec().name()).line();
        html.open("ul", "class", "facts", "aria-label", "what is trained").line();
        for (String fact :
                Headline.factsOf(experiment.spec(), experiment.inputs().rows())) {
            html.leaf("li", fact).line();
        }
        html.close().line();
        String severity = report.severity().name().toLowerCase(Locale.ROOT);
        html.open("p", "class", "verdict " + severity, "id", "verdict");
        html.leaf("strong", report.verdict());
        html.leaf("span", report.sentence().replaceFirst("^[:,] ", "")).close().line();
        html.open("nav", "aria-label", "on this page").open("ul").line();
        for (String[] link : new String[][] {
            {"why", "what was found"},
            {"network", "the network"},
            {"loss", "the loss"},
            {"map", "the map"},
            {"tensors", "the tensors"}
        }) {
            html.open("li").leaf("a", link[1], "href", "#" + link[0]).close().line();
        }
        html.close().close().line().close().line();
    }

    private void verdict() {
        html.open("section", "id", "why", "aria-labelledby", "why-title").line();
        html.leaf("h2", "What was found", "id", "why-title").line();
        entries(report.entries());
        for (CheckReport.Part part : report.parts()) {
            html.open("article").leaf("h3", part.title() + part.more()).line();
            entries(part.entries());
            html.close().line();
        }
        html.close().line();
    }

    private void entries(List<CheckReport.Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        html.open("dl", "class", "entries").line();
        for (CheckReport.Entry entry : entries) {
            html.leaf("dt", entry.name());
            html.open("dd", entry.isCode() ? "class" : "", entry.name());
            if (entry.isCode()) {
                html.leaf("code", entry.text());
            } else {
                html.text(entry.text());
            }
            html.close().line();
        }
        html.close().line();
    }

    private List<PageChart.Line> lines(HistoryRecorder recorder, String type) {
        List<PageChart.Line> lines = new ArrayList<>();
        if (!recorder.ofReference().isEmpty()) {
            lines.add(new PageChart.Line("reference", "reference", recorder.ofReference(), ""));
        }
        String note = recorder.lossIsCalculated() ? "calculated from what it shows" : "";
        lines.add(new PageChart.Line(subject, type, recorder.ofSubject(), note));
        return lines;
    }

    private void drawings(List<PageChart.Line> lines) {
        html.open("div", "class", "pair").line();
        html.open("section", "id", "network", "aria-labelledby", "network-title")
                .line();
        html.leaf("h2", "The network", "id", "network-title").line();
        PageNetwork.add(html, experiment.spec(), first.map(Key::layer));
        html.close().line();
        html.open("section", "id", "loss", "aria-labelledby", "loss-title").line();
        html.leaf("h2", "The loss", "id", "loss-title").line();
        PageChart.add(html, lines, experiment.steps(), experiment.stepsPerEpoch());
        html.close().line().close().line();
    }

    /** A map and what is said of it. */
    private final class Map {
        private final String id;
        private final String title;
        private final String caption;
        private final StepMap map;
        private final Optional<Key> marked;

        private Map(String id, String title, String caption, StepMap map, Optional<Key> marked) {
            this.id = id;
            this.title = title;
            this.caption = caption;
            this.map = map;
            this.marked = marked;
        }

        private void add() {
            html.open("section", "id", id, "aria-labelledby", id + "-title").line();
            html.leaf("h2", "The map: " + title, "id", id + "-title").line();
            html.leaf("p", caption, "class", "muted").line();
            marked.ifPresent(key -> html.open("p")
                    .text("First difference: ")
                    .leaf("strong", Phrases.of(key))
                    .text(".")
                    .close()
                    .line());
            PageMap.add(html, map, id, "Differences: " + title, marked);
            html.close().line();
        }
    }

    private void maps(Map... maps) {
        for (Map map : maps) {
            if (!map.map.rows().isEmpty() || map.id.equals("map")) {
                map.add();
            }
        }
    }

    private void tensors(HistoryRecorder recorder) {
        html.open("section", "id", "tensors", "aria-labelledby", "tensors-title")
                .line();
        Optional<HistoryRecorder.Moment> moment = recorder.moment();
        if (moment.isEmpty()) {
            html.leaf("h2", "The tensors", "id", "tensors-title").line();
            html.leaf("p", "No tensor of a step is shown.").line().close().line();
            return;
        }
        long step = moment.get().subject().step();
        String when = step == Key.BEFORE_TRAINING ? "before training" : "at step " + Numbers.whole(step);
        html.leaf("h2", "Every tensor " + when, "id", "tensors-title").line();
        html.leaf(
                        "p",
                        first.isPresent()
                                ? "The step that first goes wrong, in causal order. What is beyond what is allowed is open."
                                : "The step with the largest difference of all, in causal order. Nothing in it is beyond what is allowed.")
                .line();
        PageTensors.add(html, moment.get(), subject);
        html.close().line();
    }

    private void outputs(CheckResult result) {
        Evaluation own = result.afterTraining();
        Evaluation reference = result.referenceAfterTraining();
        Matrix targets = own.targets();
        int rows = Math.min(MOST_EXAMPLES, targets.rows());
        int columns = Math.min(MOST_OUTPUTS, targets.columns());
        html.open("section", "id", "outputs", "aria-labelledby", "outputs-title")
                .line();
        boolean whole = result.takenSteps() == result.plannedSteps();
        String when = whole ? "training" : Numbers.count(result.takenSteps(), "step");
        html.leaf("h2", "The outputs after " + when, "id", "outputs-title").line();
        html.open("div", "class", "scroll").open("table", "class", "data").line();
        int left = targets.rows() - rows;
        html.leaf(
                        "caption",
                        "What both make of the examples"
                                + (left > 0 ? "; " + Numbers.count(left, "more example") + " left out" : "")
                                + (targets.columns() > columns
                                        ? "; of each " + Numbers.count(targets.columns() - columns, "more output")
                                                + " left out"
                                        : ""))
                .line();
        html.open("thead").open("tr");
        for (String head : List.of("example", "output", "target", subject, "reference")) {
            html.leaf("th", head, "scope", "col");
        }
        html.close().close().open("tbody").line();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                html.open("tr").leaf("th", Integer.toString(i + 1), "scope", "row");
                html.leaf("td", Integer.toString(j + 1), "class", "number");
                html.leaf("td", Numbers.target(targets.get(i, j)), "class", "number");
                html.leaf("td", Numbers.output(own.outputs().get(i, j)), "class", "number");
                html.leaf("td", Numbers.output(reference.outputs().get(i, j)), "class", "number");
                html.close().line();
            }
        }
        html.close().close().close().close().line();
    }
}
