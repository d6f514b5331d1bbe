package dev.plumbline.report.check;

import dev.plumbline.compare.Coverage;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Evidence;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.Layer;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The verdict of a diagnosis in words: on the training, on the recording, and on what was tested. */
final class DiagnosisVerdictText {
    private final Diagnosis diagnosis;
    private final String subject;
    private final List<CheckReport.Entry> entries = new ArrayList<>();

    /** The words on a network with this name. */
    DiagnosisVerdictText(Diagnosis diagnosis, String subject) {
        this.diagnosis = diagnosis;
        this.subject = subject;
    }

    /** The report with these parts below it. */
    CheckReport report(List<CheckReport.Part> parts) {
        entry(
                "compared",
                Numbers.whole(diagnosis.steps()) + " of " + Numbers.count(diagnosis.plannedSteps(), "step") + ", "
                        + Numbers.count(diagnosis.tensors(), "tensor")
                        + (diagnosis.evidence() == Evidence.OUTPUTS
                                ? ""
                                : ", each recomputed from your network's preceding values")
                        + byElement());
        entry("evidence", evidence(diagnosis));
        proves().filter(text -> !text.isEmpty()).ifPresent(text -> entry("proves", text));
        if (diagnosis.findings().isEmpty() && diagnosis.tensors() > 0) {
            entry("training", training());
            recording();
        }
        for (Convention convention : diagnosis.conventions()) {
            entry("written", convention.description());
        }
        if (diagnosis.findings().isEmpty()) {
            entries.addAll(CoverageText.entries(diagnosis.coverage()));
        }
        diagnosis.notes().forEach(note -> entry("note", note));
        return headline(parts);
    }

    /** The recorded tensors, and those that are missing: "loss, A, W of every step; not recorded: Z, dZ, dW". */
    static String evidence(Diagnosis diagnosis) {
        if (diagnosis.evidence() != Evidence.PARTIAL) {
            return diagnosis.evidence().description();
        }
        String missing = places(diagnosis, false);
        return places(diagnosis, true) + " of every step" + (missing.isEmpty() ? "" : "; not recorded: " + missing)
                + (diagnosis.hasUnjudgedUpdates() ? "; weights and biases are not judged" : "");
    }

    /** The tensors that are recorded, or those of a step that are not: "dZ, W2". Without a layer, of all layers. */
    private static String places(Diagnosis diagnosis, boolean areRecorded) {
        List<Layer> layers = diagnosis.spec().layers();
        List<String> names = new ArrayList<>();
        for (Quantity quantity : Quantity.values()) {
            boolean isOfBias = quantity == Quantity.BIAS || quantity == Quantity.BIAS_GRADIENT;
            List<Integer> all = IntStream.rangeClosed(quantity == Quantity.LOSS ? layers.size() : 1, layers.size())
                    .filter(l -> !isOfBias || layers.get(l - 1).bias())
                    .boxed()
                    .toList();
            List<Integer> chosen = all.stream()
                    .filter(l -> diagnosis.recorded().contains(new Key.Place(quantity, l)) == areRecorded)
                    .toList();
            boolean isUnjudged = diagnosis.hasUnjudgedUpdates() && quantity.isLearned();
            if (areRecorded || Evidence.countsAsEvidence(quantity) && !isUnjudged) {
                names.addAll(
                        chosen.size() == all.size() && !chosen.isEmpty()
                                ? List.of(quantity.symbol())
                                : chosen.stream()
                                        .map(l -> quantity.symbol() + l)
                                        .toList());
            }
        }
        return String.join(", ", names);
    }

    /** How each tensor was compared. */
    private String byElement() {
        Coverage coverage = diagnosis.coverage();
        return coverage.tensors().isEmpty() || !diagnosis.findings().isEmpty()
                ? ""
                : coverage.stepsByElement() == coverage.steps() ? ", element by element" : ", by norm";
    }

    private Optional<String> proves() {
        if (!diagnosis.findings().isEmpty()) {
            return Optional.of(diagnosis.evidence().differenceProves())
                    .filter(text -> diagnosis.findings().get(0).isOfStep());
        }
        Evidence evidence = diagnosis.misnamed().isEmpty() ? diagnosis.evidence() : Evidence.WEIGHTS;
        if (evidence == Evidence.PARTIAL && hasAllWeights() && diagnosis.training() == Verdict.AGREES) {
            return Optional.of(
                    "that every update and every other recorded tensor is right; not those that are not recorded");
        }
        String last = diagnosis.conventions().contains(Convention.WEIGHTS_BEFORE_UPDATE)
                ? "; the last update shows only in the final outputs, if these are recorded"
                : "";
        return diagnosis.training() == Verdict.AGREES
                ? Optional.of(evidence.agreementProves() + last)
                : Optional.empty();
    }

    /** Whether the weights and biases of every layer were compared. */
    private boolean hasAllWeights() {
        List<Layer> layers = diagnosis.spec().layers();
        return IntStream.rangeClosed(1, layers.size())
                .allMatch(l ->
                        isCompared(Quantity.WEIGHTS, l) && (!layers.get(l - 1).bias() || isCompared(Quantity.BIAS, l)));
    }

    private boolean isCompared(Quantity quantity, int layer) {
        return diagnosis.coverage().tensors().stream()
                .anyMatch(tensor -> tensor.quantity() == quantity && tensor.layer() == layer);
    }

    /** The verdict on the training. */
    private String training() {
        if (diagnosis.hasUnjudgedUpdates()) {
            return "not shown to be right: the tensors before each update are right, and the updates are not judged";
        }
        String by = diagnosis.evidence() == Evidence.OUTPUTS
                ? "its final outputs are right"
                : diagnosis.misnamed().isEmpty() && diagnosis.evidence() == Evidence.PARTIAL
                        ? "the recorded tensors are right"
                        : "the weights after each step are right";
        return switch (diagnosis.training()) {
            case AGREES -> "right: " + by;
            case INCOMPLETE ->
                "not shown to be right: " + by + ", but "
                        + (diagnosis.coverage().hasGaps()
                                ? "not all of them could have shown a mistake"
                                : "not every step and tensor was compared");
            case DIFFERS, FAILED, NOTHING_COMPARED -> throw new IllegalStateException("a finding, or nothing to judge");
        };
    }

    /** The verdict on the recording. */
    private void recording() {
        List<Finding> misnamed = diagnosis.misnamed();
        if (misnamed.isEmpty() && diagnosis.evidence() != Evidence.OUTPUTS) {
            entry("recorded", "right: every recorded tensor is what its name says");
        }
        for (Finding finding : misnamed) {
            entry("recorded", misnamed(finding));
            if (!finding.source().isEmpty()) {
                entries.add(DiagnosisText.lines(finding.source()));
            }
        }
        if (!misnamed.isEmpty() && !diagnosis.onlyTraining()) {
            entry("next", "record the right tensor, or judge only the training with `--only-training`");
        }
    }

    private CheckReport headline(List<CheckReport.Part> parts) {
        CheckReport.Severity severity = switch (diagnosis.verdict()) {
            case AGREES -> CheckReport.Severity.GOOD;
            case INCOMPLETE -> CheckReport.Severity.WARNING;
            case DIFFERS, FAILED, NOTHING_COMPARED -> CheckReport.Severity.BAD;
        };
        String verdict = diagnosis.verdict() == Verdict.NOTHING_COMPARED
                ? "NOTHING WAS COMPARED"
                : diagnosis.verdict().name();
        return new CheckReport(severity, verdict, sentence(), entries, parts);
    }

    private String sentence() {
        List<Finding> findings = diagnosis.findings();
        if (!findings.isEmpty()) {
            return ": " + subject + " first goes wrong " + DiagnosisText.where(findings.get(0));
        }
        if (diagnosis.tensors() > 0 && !diagnosis.misnamed().isEmpty()) {
            return sentenceOfRecording();
        }
        if (diagnosis.agrees()) {
            return ": " + subject + " and the reference, in every tensor that it records";
        }
        return diagnosis.coverage().hasGaps() && diagnosis.isWhole()
                ? ": " + subject + " does not differ, but not all of it was tested"
                : ", so agreement is not shown";
    }

    /** Of a recording with tensors that are not what their names say. */
    private String sentenceOfRecording() {
        String names = diagnosis.misnamed().stream()
                .map(finding -> name(finding.first()))
                .distinct()
                .collect(Collectors.joining(", "));
        String training = diagnosis.training() == Verdict.AGREES
                ? " trains right"
                : " does not differ in what its training was tested for";
        return ": " + subject + training + (diagnosis.onlyTraining() ? "; not judged: " : ", but ") + names
                + (diagnosis.misnamed().size() == 1 ? " is not what its name says" : " are not what their names say");
    }

    /** "dW1", "loss", "outputs": the name of a recorded tensor. */
    static String name(Key key) {
        return key.isAfterTraining()
                ? "outputs"
                : key.quantity() == Quantity.LOSS ? "loss" : key.quantity().symbol() + key.layer();
    }

    /** "dW1 is not the weight gradient of layer 1 [...]; the weights are right, and do not follow from it". */
    private static String misnamed(Finding finding) {
        Key key = finding.first();
        boolean loss = key.quantity() == Quantity.LOSS;
        if (key.isAfterTraining()) {
            return "wrong: the recorded outputs are not those of the trained network for all examples: "
                    + finding.shape();
        }
        String name = name(key);
        String what = loss
                ? "the loss of the batch with its penalties"
                : "the " + key.quantity().description() + " of layer " + key.layer();
        String why = finding.isNamed()
                ? ": " + finding.explanations().get(0).mistake().sentence()
                : "";
        String numbers = finding.shape().isEmpty()
                ? "step " + key.step() + ", " + Wording.element(finding.row(), finding.column()) + ": "
                        + Numbers.exact(finding.actual()) + " in place of " + Numbers.exact(finding.expected())
                : finding.shape();
        return "wrong: what is recorded as " + name + " is not " + what + why + " (" + numbers
                + "). The weights are right, and do not follow from it";
    }

    private void entry(String name, String what) {
        entries.add(new CheckReport.Entry(name, what));
    }
}
