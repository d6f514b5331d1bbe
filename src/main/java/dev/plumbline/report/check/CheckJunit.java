package dev.plumbline.report.check;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.SystematicError;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Evidence;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.JunitXml;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.NetworkSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks as JUnit reports: a test case for each layer and quantity that was compared, and one for the whole check. */
public final class CheckJunit {
    private static final String WHOLE = "everything was compared";

    private final NetworkSpec spec;
    private final List<JunitXml.Case> cases = new ArrayList<>();

    private CheckJunit(NetworkSpec spec) {
        this.spec = spec;
    }

    /**
     * The document of a check of an engine.
     *
     * @param allowsIncomplete whether an incomplete check is a success
     */
    public static String of(
            NetworkSpec spec,
            CheckResult result,
            HistoryRecorder recorder,
            boolean allowsIncomplete,
            Instant time,
            double seconds) {
        CheckJunit junit = new CheckJunit(spec);
        String text = VerdictText.text(result, Style.PLAIN);
        boolean isReported = false;
        for (ComparisonMode lane : ComparisonMode.values()) {
            for (Map.Entry<LayerQuantity, StepMap.Row> row :
                    recorder.map(lane).rows().entrySet()) {
                Optional<Difference> first = row.getValue().first();
                boolean isFirst = !isReported && first.isPresent() && first.equals(result.firstDifference());
                isReported |= isFirst;
                junit.test(
                        "layer " + row.getKey().layer(),
                        row.getKey().what() + (lane == ComparisonMode.LOCAL ? ", step by step" : ", free run"),
                        first.map(difference -> failure(
                                Json.word(difference.kind()),
                                message(result.engine(), difference),
                                isFirst ? text : details(result.engine(), row.getValue(), difference))));
            }
        }
        for (SystematicError error : result.local().systematic()) {
            junit.test(
                    "layer " + error.layer(),
                    error.quantity().description() + ", over all steps",
                    Optional.of(failure("systematic", Wording.of(error), text)));
        }
        junit.whole(result.verdict(), allowsIncomplete, text);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("network", spec.name());
        properties.put("checked", result.engine());
        properties.put("verdict", VerdictText.of(result).verdict());
        properties.put("steps", Long.toString(result.plannedSteps()));
        return junit.document(properties, text, time, seconds);
    }

    /**
     * The document of a check of a hand-written network.
     *
     * @param allowsIncomplete whether an incomplete check is a success
     */
    public static String of(
            NetworkSpec spec,
            ThreeWayResult result,
            HistoryRecorder recorder,
            DiagnosisText.Language language,
            boolean allowsIncomplete,
            Instant time,
            double seconds) {
        CheckJunit junit = new CheckJunit(spec);
        Diagnosis diagnosis = result.diagnosis();
        CheckReport report = DiagnosisText.report(diagnosis, result.subject(), language);
        junit.network(diagnosis, result.subject(), report, recorder.map(ComparisonMode.LOCAL));
        result.engine().ifPresent(engine -> junit.engine(engine, ThreeWayText.engineText(result)));
        String text = DiagnosisText.of(diagnosis, result.subject(), language, Style.PLAIN)
                + ThreeWayText.of(result, Style.PLAIN);
        junit.whole(diagnosis.verdict(), allowsIncomplete, text);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("network", spec.name());
        properties.put("checked", result.subject());
        properties.put("verdict", report.verdict());
        properties.put("evidence", DiagnosisVerdictText.evidence(diagnosis));
        properties.put("steps", Long.toString(diagnosis.plannedSteps()));
        return junit.document(properties, text, time, seconds);
    }

    /**
     * The document of a check that failed to run.
     *
     * @param network the name of the network, or of its file
     */
    public static String failed(String network, String what, Instant time, double seconds) {
        String message = what.lines().findFirst().orElse("");
        JunitXml.Trouble trouble = new JunitXml.Trouble(JunitXml.Kind.ERROR, "failed", message, what);
        JunitXml.Case only = new JunitXml.Case(group(network, "check"), WHOLE, 0, Optional.of(trouble));
        return JunitXml.of(
                new JunitXml.Suite("plumbline check " + network, Map.of(), List.of(only), seconds, what), time);
    }

    private void network(Diagnosis diagnosis, String subject, CheckReport report, StepMap map) {
        List<Finding> findings = diagnosis.findings();
        misnamed(diagnosis, report);
        Map<LayerQuantity, JunitXml.Trouble> troubles = new HashMap<>();
        Optional<JunitXml.Trouble> ofOutputs = Optional.empty();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            JunitXml.Trouble trouble = trouble(finding, report.parts().get(i));
            if (isOfATensor(finding)) {
                troubles.putIfAbsent(LayerQuantity.of(finding.first()), trouble);
                finding.also().forEach(key -> troubles.putIfAbsent(LayerQuantity.of(key), trouble));
            } else {
                ofOutputs = Optional.of(trouble);
            }
        }
        SortedSet<LayerQuantity> places = new TreeSet<>(map.rows().keySet());
        places.addAll(troubles.keySet());
        for (LayerQuantity place : places) {
            Optional<StepMap.Row> row = Optional.ofNullable(map.rows().get(place));
            test(
                    "layer " + place.layer(),
                    place.what(),
                    Optional.ofNullable(troubles.get(place))
                            .or(() -> row.flatMap(quantityRow -> quantityRow
                                    .first()
                                    .map(first -> failure(
                                            Json.word(first.kind()),
                                            message(subject, first),
                                            details(subject, quantityRow, first))))));
        }
        if (ofOutputs.isPresent() || diagnosis.evidence() == Evidence.OUTPUTS && diagnosis.tensors() > 0) {
            test("network", "outputs", ofOutputs);
        }
    }

    /** Adds a case for each tensor that is not what its name says, unless only the training is judged. */
    private void misnamed(Diagnosis diagnosis, CheckReport report) {
        String text = report.text("compared".length(), Style.PLAIN);
        if (diagnosis.onlyTraining()) {
            return;
        }
        for (Finding finding : diagnosis.misnamed()) {
            test(
                    "recording",
                    DiagnosisVerdictText.name(finding.first()),
                    Optional.of(failure("recording", report.headline(), text)));
        }
    }

    /** Whether the finding is about a tensor of a step, and not about the outputs of the trained network. */
    private static boolean isOfATensor(Finding finding) {
        return !finding.first().isAfterTraining();
    }

    private static JunitXml.Trouble trouble(Finding finding, CheckReport.Part part) {
        String why = finding.explanations().isEmpty()
                ? "no known mistake reproduces it"
                : finding.explanations().stream()
                        .map(Explanation::mistake)
                        .map(mistake -> mistake.sentence())
                        .collect(Collectors.joining(", or "));
        String type =
                finding.isNamed() ? Json.word(finding.explanations().get(0).mistake()) : "differs";
        return failure(type, part.title().replaceFirst("^\\d+\\. ", "") + ": " + why, DiagnosisText.text(part));
    }

    private void engine(CheckResult engine, String text) {
        Optional<JunitXml.Trouble> trouble = engine.hasNoDifference()
                ? Optional.empty()
                : Optional.of(new JunitXml.Trouble(
                        engine.firstDifference().isEmpty()
                                        && engine.local().systematic().isEmpty()
                                ? JunitXml.Kind.ERROR
                                : JunitXml.Kind.FAILURE,
                        "differs",
                        VerdictText.of(engine).headline(),
                        text));
        test(engine.engine(), engine.engine() + " and the reference", trouble);
    }

    private void test(String part, String name, Optional<JunitXml.Trouble> trouble) {
        cases.add(new JunitXml.Case(group(spec.name(), part), name, 0, trouble));
    }

    private static JunitXml.Trouble failure(String type, String message, String text) {
        return new JunitXml.Trouble(JunitXml.Kind.FAILURE, type, message, text);
    }

    /**
     * Adds the case of the whole check. Missing tensors, and tensors that could not have shown a mistake, are not a failure
     * of a tensor, but not a success of the whole check either.
     */
    private void whole(Verdict verdict, boolean allowsIncomplete, String text) {
        boolean isReported =
                cases.stream().anyMatch(testCase -> testCase.trouble().isPresent());
        boolean isGood = verdict == Verdict.AGREES
                || verdict == Verdict.INCOMPLETE && allowsIncomplete
                || verdict.isDifference() && isReported;
        Optional<JunitXml.Trouble> trouble = isGood
                ? Optional.empty()
                : Optional.of(new JunitXml.Trouble(
                        JunitXml.Kind.ERROR,
                        "incomplete",
                        "not everything was tested, so agreement is not shown",
                        text));
        test("check", WHOLE, trouble);
    }

    private String document(Map<String, String> properties, String text, Instant time, double seconds) {
        JunitXml.Suite suite = new JunitXml.Suite("plumbline check " + spec.name(), properties, cases, seconds, text);
        return JunitXml.of(suite, time);
    }

    /** Replaces dots, because a dot starts a new level in the tree of a build server. */
    private static String group(String network, String part) {
        return network.replace('.', '_') + "." + part.replace('.', '_');
    }

    private static String message(String subject, Difference difference) {
        return Wording.of(difference.key())
                + Wording.sides(difference, subject, "right")
                + (difference.detail().isEmpty() ? ", " + Wording.size(difference) : "");
    }

    private static String details(String subject, StepMap.Row row, Difference first) {
        return "first at " + message(subject, first) + "\n" + Numbers.whole(row.differences()) + " of "
                + Numbers.count(row.compared(), "tensor") + " differ\n";
    }
}
