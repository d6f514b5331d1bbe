package dev.plumbline.report.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Power;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.report.check.CheckJson;
import dev.plumbline.report.check.DiagnosisJson;
import dev.plumbline.report.check.DiagnosisText;
import dev.plumbline.report.check.HistoryRecorder;
import dev.plumbline.report.check.PowerReport;
import dev.plumbline.report.check.ThreeWayText;
import dev.plumbline.report.check.VerdictText;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.OwnClasses;
import dev.plumbline.report.document.Style;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A check as a self-contained HTML page: a template with a style sheet, a script, and two documents that the script
 * draws. One is the document of {@code --json}; the other has the data that only the page shows. {@code
 * src/docs/json.md} describes both.
 */
public final class HtmlPage {
    /** The maximum number of outputs in the page; a data set may have millions. */
    private static final int MOST_EXAMPLES = 12;

    private static final int NAMES = "reference".length();

    private HtmlPage() {}

    /**
     * The page of a check of an engine.
     *
     * @param power the known mistakes that the check would have found, if that was measured
     */
    public static String of(
            Experiment experiment, CheckResult result, Optional<Power> power, HistoryRecorder recorder, Origin origin) {
        CheckReport report =
                VerdictText.of(result).and(OwnClasses.part(experiment.spec())).and(power.map(PowerReport::part));
        Optional<Key> first = result.firstDifference().map(Difference::key);
        HistoryJson history = new HistoryJson(experiment, first);
        history.addCurve("reference", "reference", recorder.ofReference(), false);
        history.addCurve(result.engine(), "engine", recorder.ofSubject(), recorder.lossIsCalculated());
        history.addMap(
                "Step by step",
                "Each step starts from the same weights: a difference arises in the step that shows it.",
                recorder.map(ComparisonMode.LOCAL),
                result.local().firstDifference().map(Difference::key));
        history.addMap(
                "Free run",
                "Each side continues from its own weights: rounding and differences grow from step to step.",
                recorder.map(ComparisonMode.FREE_RUNNING),
                result.freeRunning().firstDifference().map(Difference::key));
        JsonObject page = history.page(report, result.engine(), recorder, origin);
        return page(experiment.spec().name(), report, CheckJson.of(experiment, result, power, MOST_EXAMPLES), page);
    }

    /**
     * The page of a check of a user's network.
     *
     * @param network the recorder that observed the network
     * @param engine the recorder that observed the other engine
     * @param language of the corrected lines
     */
    public static String of(
            Experiment experiment,
            ThreeWayResult result,
            HistoryRecorder network,
            HistoryRecorder engine,
            DiagnosisText.Language language,
            Origin origin) {
        CheckReport report = report(experiment, result, language);
        Optional<Key> first = result.diagnosis().findings().stream().findFirst().map(Finding::first);
        HistoryJson history = new HistoryJson(experiment, first);
        boolean isComplete = !network.ofReference().isEmpty();
        history.addCurve("reference", "reference", (isComplete ? network : engine).ofReference(), false);
        history.addCurve(result.subject(), "subject", network.ofSubject(), network.lossIsCalculated());
        result.engine()
                .ifPresent(comparison -> history.addCurve(comparison.engine(), "engine", engine.ofSubject(), false));
        history.addMap(
                "Each tensor recomputed",
                "Each tensor is compared with the one that the reference computes from your network's preceding "
                        + "values: a tensor differs if its own computation is wrong, and not if only its inputs are "
                        + "wrong.",
                network.map(ComparisonMode.LOCAL),
                first.filter(key -> !key.isAfterTraining()));
        history.addMap(
                "Free run",
                "Each side continues from its own weights, until the two diverge.",
                network.map(ComparisonMode.FREE_RUNNING),
                result.freely().freeRunning().firstDifference().map(Difference::key));
        result.engine()
                .filter(comparison -> !comparison.hasNoDifference())
                .ifPresent(comparison -> history.addMap(
                        comparison.engine() + " and the reference",
                        "Each step starts from the same weights.",
                        engine.map(ComparisonMode.LOCAL),
                        comparison.local().firstDifference().map(Difference::key)));
        JsonObject page = history.page(report, result.subject(), network, origin);
        return page(experiment.spec().name(), report, DiagnosisJson.of(experiment, result), page);
    }

    private static CheckReport report(Experiment experiment, ThreeWayResult result, DiagnosisText.Language language) {
        CheckReport diagnosis = DiagnosisText.report(result.diagnosis(), result.subject(), language);
        List<CheckReport.Part> parts = new ArrayList<>(diagnosis.parts());
        parts.addAll(ThreeWayText.parts(result));
        boolean othersDiffer = diagnosis.severity() == CheckReport.Severity.GOOD && !result.agrees();
        CheckReport report = diagnosis.with(othersDiffer ? CheckReport.Severity.WARNING : diagnosis.severity(), parts);
        return report.and(result.engine().flatMap(engine -> OwnClasses.part(experiment.spec())))
                .and(result.power().map(PowerReport::part));
    }

    /**
     * The page of a check that failed to run, so that an earlier page is not mistaken for its result.
     *
     * @param network the name of the network, or of its file
     */
    public static String failed(String network, String what, Origin origin) {
        CheckReport report = new CheckReport(
                CheckReport.Severity.BAD,
                "NOT CHECKED",
                ": no result for this network",
                List.of(new CheckReport.Entry("error", what, CheckReport.Kind.LINES)),
                List.of());
        return page(network, report, JsonNull.INSTANCE, Json.object("report", report.json(), "origin", origin));
    }

    private static String page(String name, CheckReport report, JsonElement check, JsonObject page) {
        return new PageTemplate(name, Json.word(report.severity()), report.verdict(), report.sentence())
                .fill(report.text(NAMES, Style.PLAIN), Map.of("check", check, "page", page), "page.js");
    }
}
