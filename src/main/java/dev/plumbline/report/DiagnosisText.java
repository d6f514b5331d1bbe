package dev.plumbline.report;

import dev.plumbline.compare.Coverage;
import dev.plumbline.compare.Evidence;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.CodeLines;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A diagnosis as text: where a network first goes wrong, and why. */
public final class DiagnosisText {
    private static final int NAMES = "compared".length();

    /** The language of the corrected lines. */
    public enum Language {
        NUMPY,
        JAVA,
        KOTLIN
    }

    private final Diagnosis diagnosis;
    private final String subject;
    private final Language language;
    private List<CheckReport.Entry> entries = new ArrayList<>();

    private DiagnosisText(Diagnosis diagnosis, String subject, Language language) {
        this.diagnosis = diagnosis;
        this.subject = subject;
        this.language = language;
    }

    /**
     * The text; each line ends with a line break.
     *
     * @param subject the name of the network
     */
    public static String of(Diagnosis diagnosis, String subject, Language language, Style style) {
        return report(diagnosis, subject, language).text(NAMES, style);
    }

    /** The report of a diagnosis, independent of the output format, with a part for each finding. */
    static CheckReport report(Diagnosis diagnosis, String subject, Language language) {
        return new DiagnosisText(diagnosis, subject, language).report();
    }

    /** The text of one finding; each line ends with a line break. */
    static String text(CheckReport.Part finding) {
        return CheckReport.text(finding, NAMES, Style.PLAIN);
    }

    private CheckReport report() {
        entry(
                "compared",
                Numbers.whole(diagnosis.steps()) + " of " + Numbers.count(diagnosis.plannedSteps(), "step") + ", "
                        + Numbers.count(diagnosis.tensors(), "tensor")
                        + ", each recomputed from your network's preceding values" + byElement());
        entry("evidence", diagnosis.evidence().description());
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
        List<CheckReport.Entry> general = entries;
        List<Finding> findings = diagnosis.findings();
        List<CheckReport.Part> parts = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            parts.add(new CheckReport.Part(
                    (i + 1) + ". " + Phrases.capitalized(where(findings.get(i))), finding(findings.get(i))));
        }
        return headline(general, parts);
    }

    /** How each tensor was compared. */
    private String byElement() {
        Coverage coverage = diagnosis.coverage();
        return coverage.tensors().isEmpty()
                ? ""
                : coverage.stepsByElement() == coverage.steps() ? ", element by element" : ", by norm";
    }

    private Optional<String> proves() {
        if (!diagnosis.findings().isEmpty()) {
            return Optional.of(diagnosis.evidence().differenceProves());
        }
        Evidence evidence = diagnosis.misnamed().isEmpty() ? diagnosis.evidence() : Evidence.WEIGHTS;
        return diagnosis.training() == Verdict.AGREES ? Optional.of(evidence.agreementProves()) : Optional.empty();
    }

    /** The verdict on the training. */
    private String training() {
        String by = diagnosis.evidence() == Evidence.OUTPUTS
                ? "its final outputs are right"
                : diagnosis.misnamed().isEmpty() && diagnosis.evidence() == Evidence.PARTIAL
                        ? "the recorded tensors are right"
                        : "the weights after each step are right";
        return switch (diagnosis.training()) {
            case AGREES -> "right: " + by;
            case INCOMPLETE -> "not shown to be right: " + by + ", but "
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
        misnamed.forEach(finding -> entry("recorded", misnamed(finding)));
        if (!misnamed.isEmpty() && !diagnosis.onlyTraining()) {
            entry("next", "record the right tensor, or judge only the training with `--only-training`");
        }
    }

    private CheckReport headline(List<CheckReport.Entry> general, List<CheckReport.Part> parts) {
        List<Finding> findings = diagnosis.findings();
        List<Finding> misnamed = diagnosis.misnamed();
        CheckReport.Severity severity =
                switch (diagnosis.verdict()) {
                    case AGREES -> CheckReport.Severity.GOOD;
                    case INCOMPLETE -> CheckReport.Severity.WARNING;
                    case DIFFERS, FAILED, NOTHING_COMPARED -> CheckReport.Severity.BAD;
                };
        String verdict = diagnosis.verdict() == Verdict.NOTHING_COMPARED
                ? "NOTHING WAS COMPARED"
                : diagnosis.verdict().name();
        String sentence;
        if (!findings.isEmpty()) {
            sentence = ": " + subject + " first goes wrong " + where(findings.get(0));
        } else if (diagnosis.tensors() > 0 && !misnamed.isEmpty()) {
            sentence = (diagnosis.training() == Verdict.AGREES ? ": " + subject + " trains right" : ": of " + subject)
                    + (diagnosis.onlyTraining() ? "; not judged: " : ", but ")
                    + misnamed.stream()
                            .map(finding -> name(finding.first()))
                            .distinct()
                            .collect(Collectors.joining(", "))
                    + (misnamed.size() == 1 ? " is" : " are") + " not what the recording says";
        } else if (diagnosis.agrees()) {
            sentence = ": " + subject + " and the reference, in every tensor that it records";
        } else if (diagnosis.coverage().hasGaps() && diagnosis.isWhole()) {
            sentence = ": " + subject + " does not differ, but not all of it was tested";
        } else {
            sentence = ", so agreement is not shown";
        }
        return new CheckReport(severity, verdict, sentence, general, parts);
    }

    /** "dW1", "loss", "outputs": the name of a recorded tensor. */
    static String name(Key key) {
        return key.step() == Long.MAX_VALUE
                ? "outputs"
                : key.quantity() == Quantity.LOSS ? "loss" : key.quantity().symbol() + key.layer();
    }

    /** "dW1 is not the weight gradient of layer 1 [...]; the weights are right, and do not follow from it". */
    private static String misnamed(Finding finding) {
        Key key = finding.first();
        boolean loss = key.quantity() == Quantity.LOSS;
        if (key.step() == Long.MAX_VALUE) {
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
                ? "step " + key.step() + ", " + Phrases.element(finding.row(), finding.column()) + ": "
                        + Numbers.exact(finding.actual()) + " in place of " + Numbers.exact(finding.expected())
                : finding.shape();
        return "wrong: what is recorded as " + name + " is not " + what + why + " (" + numbers
                + "). The weights are right, and do not follow from it";
    }

    /** "at step 7, layer 2, delta", "before training, layer 1, initial weights". */
    private static String where(Finding finding) {
        long step = finding.first().step();
        if (step == Long.MAX_VALUE) {
            return "at the outputs of the trained network";
        }
        return (step == Key.BEFORE_TRAINING ? "" : "at ") + Phrases.of(finding.first());
    }

    private List<CheckReport.Entry> finding(Finding finding) {
        entries = new ArrayList<>();
        if (finding.shape().isEmpty()) {
            entry("element", Phrases.element(finding.row(), finding.column()) + ", " + Phrases.COUNTED);
            entry("yours", Numbers.exact(finding.actual()));
            entry("right", Numbers.exact(finding.expected()));
        } else {
            entry("shape", finding.shape());
        }
        finding.ratio()
                .filter(ratio -> ratio.residual() < 1e-9)
                .ifPresent(ratio -> entry(
                        "constant",
                        "yours is " + Numbers.approximate(ratio.constant(), Math.max(ratio.residual(), 1e-12))
                                + " times the right one, residual " + Numbers.error(ratio.residual())));
        List<Explanation> explanations = finding.explanations();
        if (explanations.isEmpty() && !finding.shape().isEmpty()) {
            entry("why", "the shape is wrong, so the values cannot be compared");
        } else if (explanations.isEmpty()
                && !Double.isFinite(finding.actual())
                && Double.isFinite(finding.expected())) {
            entry(
                    "why",
                    "it is NaN or infinite, and every preceding value is finite: the line that computes it divides by"
                            + " 0, takes the logarithm of 0, or overflows");
        } else if (explanations.isEmpty() && !Double.isFinite(finding.actual())) {
            entry(
                    "why",
                    "the right value is not finite either: the training itself overflows; try a smaller learning rate");
        } else if (explanations.isEmpty()) {
            entry("why", "unknown: no known mistake reproduces it");
            if (!finding.ruledOut().isEmpty()) {
                entry("tried", Numbers.count(finding.ruledOut().size(), "known mistake") + ", each alone; none fits");
            }
        }
        if (explanations.size() > 1) {
            entry("why", "one of these; the recorded values do not distinguish them:");
        }
        finding.lines().ifPresent(lines -> lines("correct", lines));
        explanations.forEach(this::explanation);
        finding.record().ifPresent(tensor -> entry("next", "record " + tensor + " too, to distinguish them"));
        if (!finding.also().isEmpty()) {
            entry("also", finding.also().stream().map(Phrases::of).limit(8).collect(Collectors.joining("; ")));
        }
        return entries;
    }

    private void explanation(Explanation each) {
        String because = each.because().isEmpty() ? "" : "; " + each.because();
        entry("why", each.mistake().sentence() + because);
        entries.add(new CheckReport.Entry("formula", each.formula(), CheckReport.Kind.FORMULA));
        lines("write", each.lines());
    }

    private void lines(String name, CodeLines lines) {
        String line = switch (language) {
            case NUMPY -> lines.numpy();
            case JAVA -> lines.java();
            case KOTLIN -> lines.kotlin();
        };
        if (!line.isEmpty()) {
            entries.add(new CheckReport.Entry(name, line, CheckReport.Kind.LINES));
        }
    }

    private void entry(String name, String what) {
        entries.add(new CheckReport.Entry(name, what));
    }
}
