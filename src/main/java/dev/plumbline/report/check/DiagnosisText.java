package dev.plumbline.report.check;

import dev.plumbline.diagnose.findings.CodeLines;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.findings.Operand;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.Wording;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A diagnosis as text: where a network first goes wrong, and why. */
public final class DiagnosisText {
    private static final Set<Convention.Family> LAYOUTS =
            EnumSet.of(Convention.Family.EXAMPLES, Convention.Family.LAYOUT, Convention.Family.BIAS);

    private static final int NAMES = "compared".length();
    private static final int MOST_VALUES = 4;
    private static final int MOST_LINES = 6;

    /** The language of the corrected lines. */
    public enum Language {
        NUMPY,
        JAVA,
        KOTLIN,
        /** What to change in a training loop of PyTorch, which computes the tensors itself. */
        PYTORCH
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
    public static CheckReport report(Diagnosis diagnosis, String subject, Language language) {
        return new DiagnosisText(diagnosis, subject, language).report();
    }

    /** The text of one finding; each line ends with a line break. */
    static String text(CheckReport.Part finding) {
        return CheckReport.text(finding, NAMES, Style.PLAIN);
    }

    /** Whether a tensor is of a bias that the layer has not. */
    private boolean isOfNoBias(Key key) {
        return key.quantity().isOfBias()
                && !diagnosis.spec().layers().get(key.layer() - 1).bias();
    }

    private CheckReport report() {
        List<Finding> findings = diagnosis.findings();
        List<CheckReport.Part> parts = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            parts.add(new CheckReport.Part(
                    (i + 1) + ". " + Wording.capitalized(where(findings.get(i))), finding(findings.get(i))));
        }
        return new DiagnosisVerdictText(diagnosis, subject).report(parts);
    }

    /** "at step 7, layer 2, delta", "before training, layer 1, initial weights". */
    static String where(Finding finding) {
        if (finding.first().isAfterTraining()) {
            return "at the outputs of the trained network";
        }
        if (!finding.isOfStep()) {
            return "over all steps, layer " + finding.first().layer() + ", "
                    + finding.first().quantity().description();
        }
        return (finding.first().isBeforeTraining() ? "" : "at ") + Wording.of(finding.first());
    }

    /** In which layout elements are counted, if the network has another. */
    private String layout() {
        boolean isOther =
                diagnosis.conventions().stream().anyMatch(convention -> LAYOUTS.contains(convention.family()));
        return isOther ? ", in tensors of examples x units and inputs x units" : "";
    }

    private List<CheckReport.Entry> finding(Finding finding) {
        entries = new ArrayList<>();
        if (!finding.source().isEmpty()) {
            entries.add(lines(finding.source()));
        }
        boolean isNumber = finding.first().quantity() == Quantity.LOSS; // of which any other is a constant times it
        if (finding.shape().isEmpty() && finding.isOfStep()) {
            if (!isNumber) {
                entry("element", Wording.element(finding.row(), finding.column()) + ", " + Wording.COUNTED + layout());
            }
            entry("yours", Numbers.exact(finding.actual()));
            entry("right", Numbers.exact(finding.expected()));
        } else if (finding.isOfStep()) {
            entry("shape", finding.shape());
        }
        finding.ratio()
                .filter(ratio -> !isNumber && ratio.residual() < 1e-9)
                .ifPresent(ratio -> entry(
                        "constant",
                        (finding.first().quantity().isLearned() && !isBeforeTraining(finding.first())
                                        ? "your change in this step = "
                                        : "yours = ")
                                + Numbers.approximate(ratio.constant(), Math.max(ratio.residual(), 1e-12))
                                + " × right, "
                                + (ratio.residual() == 0
                                        ? "in every element"
                                        : "residual " + Numbers.error(ratio.residual()))));
        List<Explanation> explanations = finding.explanations();
        if (explanations.isEmpty()) {
            entry("why", unexplained(finding));
        }
        if (explanations.size() > 1) {
            entry("why", "one of these; the recorded values do not distinguish them:");
        }
        if (!finding.formula().isEmpty()) {
            entries.add(new CheckReport.Entry("formula", finding.formula(), CheckReport.Kind.FORMULA));
        }
        finding.operands().forEach(operand -> entry("from", text(operand)));
        finding.lines().ifPresent(lines -> lines("correct", lines));
        explanations.forEach(this::explanation);
        String what = explanations.size() > 1 ? "to distinguish them" : "to see where it goes wrong";
        finding.record().ifPresent(tensor -> entry("next", "record " + tensor + " too, " + what));
        if (!finding.also().isEmpty()) {
            entry("also", finding.also().stream().map(Wording::of).limit(8).collect(Collectors.joining("; ")));
        }
        return entries;
    }

    /** What is said of a tensor that no known mistake explains. */
    private String unexplained(Finding finding) {
        if (!finding.shape().isEmpty()) {
            return "the shape is wrong, so the values cannot be compared";
        }
        if (isOfNoBias(finding.first())) {
            return "the layer has no bias in the network file: give it one there, or record none";
        }
        if (Double.isFinite(finding.actual())) {
            return "unknown: no known mistake reproduces it";
        }
        return Double.isFinite(finding.expected())
                ? "it is NaN or infinite, and every preceding value is finite: the line that computes it divides by"
                        + " 0, takes the logarithm of 0, or overflows"
                : "the right value is not finite either: the training itself overflows; try a smaller learning rate";
    }

    /** Lines of source code, each below its place, with marks below the last. */
    static CheckReport.Entry lines(List<Subject.Line> lines) {
        return new CheckReport.Entry("lines", textOf(lines), CheckReport.Kind.LINES);
    }

    /** Their text. */
    public static String textOf(List<Subject.Line> lines) {
        StringBuilder text = new StringBuilder();
        for (Subject.Line line : lines) {
            text.append(line.file())
                    .append(':')
                    .append(line.number())
                    .append(':')
                    .append(line.column())
                    .append('\n');
            line.text()
                    .lines()
                    .limit(MOST_LINES)
                    .forEach(part -> text.append("  ").append(part).append('\n'));
        }
        String last = lines.get(lines.size() - 1).text();
        text.append(last.contains("\n") ? "" : "  " + "^".repeat(last.length()));
        return text.toString();
    }

    /** "A1[0,:] = 0.5, 0.25, recorded". */
    private static String text(Operand operand) {
        String values =
                operand.values().stream().limit(MOST_VALUES).map(Numbers::exact).collect(Collectors.joining(", "));
        String more = operand.values().size() > MOST_VALUES
                ? ", ... (" + operand.values().size() + " numbers)"
                : "";
        return operand.name() + " = " + values + more + (operand.isRecorded() ? "" : "; not recorded, recomputed");
    }

    private static boolean isBeforeTraining(Key key) {
        return !key.isInTraining();
    }

    private void explanation(Explanation explanation) {
        String because = explanation.because().isEmpty() ? "" : "; " + explanation.because();
        boolean isPyTorch = language == Language.PYTORCH;
        String sentence = isPyTorch && explanation.mistake() == Mistake.INTEGER_DIVISION
                ? "all gradients are 0 when the optimizer takes its step"
                : explanation.mistake().sentence();
        entry("why", sentence + because);
        entries.add(new CheckReport.Entry("formula", explanation.formula(), CheckReport.Kind.FORMULA));
        String advice = isPyTorch ? inPyTorch(explanation.mistake()) : "";
        if (!advice.isEmpty()) {
            entries.add(new CheckReport.Entry("write", advice, CheckReport.Kind.LINES));
        }
        lines("write", explanation.lines());
    }

    /** The line of a training loop in PyTorch that corrects a mistake; empty if there is none. */
    private static String inPyTorch(Mistake mistake) {
        return switch (mistake) {
            case ACCUMULATED, ACCUMULATED_OVER_EPOCH -> "optimizer.zero_grad()  # before each loss.backward()";
            case INTEGER_DIVISION -> "loss.backward()  # after optimizer.zero_grad() and before optimizer.step()";
            case ACTIVATION_IN_LOSS_TOO -> "return z  # the model's last layer without softmax or sigmoid";
            case BROADCAST -> "targets = targets.reshape(outputs.shape)";
            case DROPOUT_FORGOTTEN -> "model.train()  # before the steps of each epoch";
            case SOFTMAX_WRONG_AXIS -> "torch.softmax(z, dim=1)";
            case AVERAGED_TWICE -> "loss = criterion(outputs, targets)  # the mean already";
            case ASCENT -> "w -= lr * w.grad";
            case WEIGHTS_NOT_UPDATED -> "torch.optim.SGD(model.parameters(), lr=lr)  # of all layers";
            default -> "";
        };
    }

    private void lines(String name, CodeLines lines) {
        String line = switch (language) {
            case NUMPY -> lines.numpy();
            case JAVA -> lines.java();
            case KOTLIN -> lines.kotlin();
            case PYTORCH -> "";
        };
        if (!line.isEmpty()) {
            entries.add(new CheckReport.Entry(name, line, CheckReport.Kind.LINES));
        }
    }

    private void entry(String name, String what) {
        entries.add(new CheckReport.Entry(name, what));
    }
}
